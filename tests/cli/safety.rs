//! Files that are not what they seem, and writing that is interrupted or disturbed.

#![cfg(unix)]

use std::{
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    time::{Duration, Instant},
};

use super::*;

const UNFORMATTED: &str = "from alpine\nrun   x\n";

impl Folder {
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(&self.0).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn fifo(&self, path: &str) {
        assert!(Command::new("mkfifo").arg(self.0.join(path)).status().unwrap().success());
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

#[test]
fn a_search_writes_through_no_link_that_leaves_the_folder() {
    let folder = Folder::new(&[("outside.conf", UNFORMATTED), ("repo/web.Dockerfile", UNFORMATTED)]);
    symlink("../outside.conf", folder.0.join("repo/Dockerfile")).unwrap();
    symlink("web.Dockerfile", folder.0.join("repo/Dockerfile.web")).unwrap();
    let run = folder.run(&["check", "--fix", "--unsafe-fixes", "--preset", "all", "repo"]);
    let line = "dockwright: 1 link to a file outside the folder left unchanged: repo/Dockerfile\n";
    assert_eq!(run.stderr, line);
    assert_eq!(folder.read("outside.conf"), UNFORMATTED);
    folder.write("repo/web.Dockerfile", UNFORMATTED.as_bytes());
    let run = folder.run(&["format", "repo"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, line));
    assert_eq!(run.stdout, "formatted repo/web.Dockerfile\n1 file formatted\n");
    assert_eq!(folder.read("outside.conf"), UNFORMATTED);
    // It is read, as a build would read it, and followed if it is named.
    assert!(
        folder
            .run(&["check", "--format", "json", "--preset", "all", "repo"])
            .files()
            .contains(&"repo/Dockerfile".to_owned())
    );
    assert_eq!(folder.run(&["format", "repo/Dockerfile"]).code, 0);
    assert_eq!(folder.read("outside.conf"), "FROM alpine\nRUN x\n");
    assert!(fs::symlink_metadata(folder.0.join("repo/Dockerfile")).unwrap().is_symlink());
}

#[test]
fn only_regular_files_are_read() {
    let folder = Folder::new(&[("Dockerfile.d/app", BAD), ("web/Dockerfile", GOOD)]);
    folder.fifo("Dockerfile.fifo");
    symlink("/dev/zero", folder.0.join("Dockerfile")).unwrap();
    let run = folder.run(&["check", "--select", "syntax"]);
    assert_eq!(run, Run { stdout: "no findings in 1 file\n".to_owned(), ..Run::default() });
    for name in ["Dockerfile.fifo", "/dev/zero", "Dockerfile"] {
        for command in ["check", "format", "parse", "resolve", "stats"] {
            let run = folder.run(&[command, name]);
            assert_eq!(
                (run.code, run.stderr.as_str()),
                (2, &*format!("dockwright: cannot read {name}: not a regular file\n"))
            );
        }
    }
    let sparse = fs::File::create(folder.0.join("large")).unwrap();
    sparse.set_len(65 << 20).unwrap();
    let run = folder.run(&["check", "large"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "dockwright: cannot read large: larger than 64 MiB\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_of_the_shell_are_read() {
    let folder = Folder::new(&[]);
    let run = |script: &str| -> Run {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).env("DOCKWRIGHT", dockwright_binary()).current_dir(&folder.0);
        shell.output().unwrap().into()
    };
    let piped = run("printf 'WROKDIR /\\n' | \"$DOCKWRIGHT\" check --format concise /dev/stdin");
    assert!(piped.code == 1 && piped.stdout.starts_with("/dev/stdin:1:1: error"), "{piped:?}");
    let endless = run("\"$DOCKWRIGHT\" check - < /dev/zero");
    assert_eq!(
        (endless.code, endless.stderr.as_str()),
        (2, "dockwright: cannot read <stdin>: larger than 64 MiB\n")
    );
}

#[test]
fn configuration_files_are_regular_and_small() {
    for kind in ["zero", "fifo", "large"] {
        let folder = Folder::new(&[("web/Dockerfile", UNFORMATTED)]);
        for name in [".gitignore", ".editorconfig", "dockwright.toml", ".hadolint.yaml", ".dockerignore"] {
            let path = folder.0.join(name);
            match kind {
                "zero" => symlink("/dev/zero", path).unwrap(),
                "fifo" => folder.fifo(name),
                _ => fs::File::create(path).unwrap().set_len(2 << 20).unwrap(),
            }
        }
        let run = folder.run(&["check", "--select", "syntax"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, "no findings in 1 file\n"), "{kind}");
        let expected = if kind == "large" {
            "dockwright: .hadolint.yaml: larger than 1 MiB\ndockwright: dockwright.toml: larger than 1 MiB\n"
        } else {
            ""
        };
        assert_eq!(run.stderr, expected, "{kind}");
        assert_eq!(folder.run(&["format"]).code, 0, "{kind}");
        assert_eq!(folder.read("web/Dockerfile"), "FROM alpine\nRUN x\n", "{kind}");
    }
    let folder = Folder::new(&[("Dockerfile", GOOD)]);
    let run = folder.run(&["check", "--config", "/dev/zero"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "dockwright: cannot read /dev/zero: not a regular file\n")
    );
}

#[test]
fn a_folder_that_cannot_be_read_is_named() {
    let folder = Folder::new(&[("u/d/Dockerfile", BAD), ("Dockerfile", GOOD)]);
    if is_root() {
        return;
    }
    fs::set_permissions(folder.0.join("u/d"), fs::Permissions::from_mode(0o000)).unwrap();
    let run = folder.run(&["check", "--select", "syntax"]);
    fs::set_permissions(folder.0.join("u/d"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((run.code, run.stderr.as_str()), (2, "dockwright: cannot read u/d: permission denied\n"));
}

#[test]
fn control_characters_in_names_are_escaped() {
    let name = "Dockerfile.\x1b[31m\n";
    let folder = Folder::new(&[(name, UNFORMATTED)]);
    let escaped = "Dockerfile.\\u{1b}[31m\\u{a}";
    for arguments in [
        &["check", "--preset", "all", "--format", "github"][..],
        &["check", "--preset", "all", "--format", "concise"],
        &["check", "--preset", "all"],
        &["format", "--check"],
        &["format"],
    ] {
        let run = folder.run(arguments);
        assert!(!run.stdout.contains('\x1b') && !run.stderr.contains('\x1b'), "{run:?}");
        assert!(run.stdout.contains(escaped) || run.stdout.contains("Dockerfile.\\u{1b}[31m%0A"), "{run:?}");
    }
    let run = folder.run(&["check", "gone\x1b[2J"]);
    assert_eq!(run.stderr, "dockwright: cannot read gone\\u{1b}[2J: no such file or directory\n");
    // A program gets the text of a file as it is.
    folder.write("plain", b"from a\nLABEL a=\x1b[1m\n");
    assert!(folder.run(&["format", "--diff", "plain"]).stdout.contains("\n LABEL a=\x1b[1m\n"));
    assert!(folder.run(&["resolve", "plain"]).stdout.contains("LABEL a=\x1b[1m\n"));
}

#[test]
fn leftovers_of_dead_processes_are_removed() {
    let folder =
        Folder::new(&[("Dockerfile", UNFORMATTED), (".Dockerfile.1-x.tmp", ""), ("a/Dockerfile", GOOD)]);
    let mut child = Command::new("true").spawn().unwrap();
    let dead = child.id();
    child.wait().unwrap();
    let alive = std::process::id();
    for path in [
        format!(".Dockerfile.{dead}-0.tmp"),
        format!(".Dockerfile.{alive}-0.tmp"),
        format!("a/.web.Dockerfile.{dead}-3.tmp"),
    ] {
        folder.write(&path, b"half");
    }
    folder.run(&["check"]);
    assert!(folder.0.join(format!("a/.web.Dockerfile.{dead}-3.tmp")).exists(), "check writes nothing");
    assert_eq!(folder.run(&["format"]).code, 0);
    let kept = format!(".Dockerfile.{alive}-0.tmp");
    assert_eq!(folder.names(), [".Dockerfile.1-x.tmp", &*kept, "Dockerfile", "a"]);
    assert!(!folder.0.join(format!("a/.web.Dockerfile.{dead}-3.tmp")).exists());
    // If the file is named, its own leftovers are removed.
    folder.write("Dockerfile", UNFORMATTED.as_bytes());
    folder.write(&format!(".Dockerfile.{dead}-0.tmp"), b"half");
    assert_eq!(folder.run(&["format", "Dockerfile"]).code, 0);
    assert!(!folder.0.join(format!(".Dockerfile.{dead}-0.tmp")).exists());
}

#[test]
fn an_interruption_leaves_nothing_behind() {
    let names: Vec<_> = (0..400).map(|n| format!("{n}/Dockerfile")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), UNFORMATTED)).collect();
    let folder = Folder::new(&files);
    for signal in ["-INT", "-TERM", "-HUP"] {
        let child =
            command(&folder.0).arg("format").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let id = child.id().to_string();
        // Anywhere in the middle, on any machine.
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(5)
            && !names
                .iter()
                .any(|name| fs::read(folder.0.join(name)).is_ok_and(|text| text.starts_with(b"FROM")))
        {
            std::thread::yield_now();
        }
        let _ = Command::new("kill").args([signal, &id]).stderr(Stdio::null()).status();
        child.wait_with_output().unwrap();
        for name in &names {
            let text = folder.read(name);
            assert!(text == UNFORMATTED || text == "FROM alpine\nRUN x\n", "{name}: {text:?}");
            let inner = folder.0.join(name);
            assert_eq!(fs::read_dir(inner.parent().unwrap()).unwrap().count(), 1, "{name} after {signal}");
            folder.write(name, UNFORMATTED.as_bytes());
        }
    }
}

#[test]
fn a_folder_that_may_not_be_written_is_no_obstacle() {
    let folder = Folder::new(&[("locked/Dockerfile", UNFORMATTED)]);
    if is_root() {
        return;
    }
    fs::set_permissions(folder.0.join("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    let run = folder.run(&["format"]);
    fs::set_permissions(folder.0.join("locked"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(folder.read("locked/Dockerfile"), "FROM alpine\nRUN x\n");
    assert_eq!(fs::read_dir(folder.0.join("locked")).unwrap().count(), 1);
}

/// A file that is a mount point cannot be replaced. Only the administrator can make one.
#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_written_in_place() {
    let folder = Folder::new(&[("source", UNFORMATTED), ("web/Dockerfile", "")]);
    let script = "mount --bind source web/Dockerfile && exec \"$DOCKWRIGHT\" format web/Dockerfile";
    let mut unshare = Command::new("unshare");
    unshare
        .args(["--mount", "sh", "-c", script])
        .env("DOCKWRIGHT", dockwright_binary())
        .current_dir(&folder.0);
    let Ok(output) = unshare.output() else { return };
    if output.status.code() != Some(0) && String::from_utf8_lossy(&output.stderr).contains("permi") {
        return;
    }
    let run = Run::from(output);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(folder.read("source"), "FROM alpine\nRUN x\n");
    assert_eq!(fs::read_dir(folder.0.join("web")).unwrap().count(), 1);
}
