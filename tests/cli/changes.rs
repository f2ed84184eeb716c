//! Files that are changed: `check --fix` and `format`.

use super::*;

const MENDABLE: &str = "FROM alpine as Base\r\nWROKDIR /app\r\n";

#[test]
fn fixes_are_written_where_nobody_must_look() {
    let text = format!("\u{feff}{MENDABLE}");
    let folder = Folder::new(&[("Dockerfile", &text)]);
    let run = folder.run(&["check", "--fix"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(
        run.stdout.ends_with("2 fixed; 1 error in 1 file, 1 fixable with `--fix --unsafe-fixes`\n"),
        "{}",
        run.stdout
    );
    let read = || fs::read_to_string(folder.0.join("Dockerfile")).unwrap();
    assert_eq!(read(), "\u{feff}FROM alpine AS base\r\nWROKDIR /app\r\n");
    let run = folder.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(read(), "\u{feff}FROM alpine AS base\r\nWORKDIR /app\r\n");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "something is left behind");
}

#[test]
fn a_diff_shows_fixes_and_writes_nothing() {
    let folder = Folder::new(&[("web/Dockerfile", MENDABLE), ("Dockerfile", GOOD)]);
    let run = folder.run(&["check", "--diff", "--quiet"]);
    assert_eq!(
        run.stdout,
        "--- a/web/Dockerfile\n+++ b/web/Dockerfile\n@@ -1,2 +1,2 @@\n-FROM alpine as Base\r\n\
         +FROM alpine AS base\r\n WROKDIR /app\r\n"
    );
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert_eq!(fs::read_to_string(folder.0.join("web/Dockerfile")).unwrap(), MENDABLE);
    let run = folder.run(&["check", "--diff"]);
    assert_eq!(run.stderr, "2 could be fixed; 1 error, 2 warnings in 2 files\n");
    let run = folder.run(&["check", "--diff", "Dockerfile"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    for usage in [&["check", "--diff", "--format", "json"][..], &["check", "--unsafe-fixes"]] {
        assert_eq!(folder.run(usage).code, 2, "{usage:?}");
    }
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let folder = Folder::new(&[]);
    let run = folder.run_with(&["check", "--fix", "-"], MENDABLE);
    assert_eq!((run.code, run.stdout.as_str()), (1, "FROM alpine AS base\r\nWROKDIR /app\r\n"));
    assert!(
        run.stderr.contains("<stdin>:2:1") && run.stderr.contains("1 error in 1 file, 1 fixable"),
        "{run:?}"
    );
    let run = folder.run_with(&["check", "--fix", "--quiet", "-"], GOOD);
    assert_eq!(run, Run { code: 0, stdout: GOOD.to_owned(), stderr: String::new() });
}

#[test]
fn what_cannot_be_written_is_code_2_after_the_others() {
    let folder = Folder::new(&[("a/Dockerfile", MENDABLE), ("b/Dockerfile", MENDABLE)]);
    folder.write("c/Dockerfile", b"FROM alpine as \nLABEL a=\xff\nFROM a as b\n");
    let locked = folder.0.join("a/Dockerfile");
    let mut rights = fs::metadata(&locked).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&locked, rights).unwrap();
    let run = folder.run(&["check", "--fix"]);
    assert_eq!(
        run.stderr,
        "dockwright: cannot fix a/Dockerfile: permission denied\ndockwright: cannot fix c/Dockerfile: the file is not valid UTF-8\n"
    );
    assert_eq!(run.code, 2);
    assert_eq!(fs::read_to_string(&locked).unwrap(), MENDABLE);
    assert!(
        fs::read_to_string(folder.0.join("b/Dockerfile")).unwrap().starts_with("FROM alpine AS base\r\n")
    );
    assert!(fs::read(folder.0.join("c/Dockerfile")).unwrap().contains(&0xff));
}

#[cfg(unix)]
#[test]
fn fixing_keeps_rights_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new(&[("real", MENDABLE)]);
    let (real, link) = (folder.0.join("real"), folder.0.join("Dockerfile"));
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real", &link).unwrap();
    assert_eq!(folder.run(&["check", "--fix", "--fail-on", "never"]).code, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("AS base"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn files_are_formatted_in_place() {
    let folder = Folder::new(&[("web/Dockerfile", "from a\r\nrun  b\r\n"), ("Dockerfile", GOOD)]);
    let read = || fs::read_to_string(folder.0.join("web/Dockerfile")).unwrap();
    let run = folder.run(&["format", "--check"]);
    assert_eq!(run.stdout, "would format web/Dockerfile\n1 file would be formatted, 1 unchanged\n");
    assert_eq!((run.code, run.stderr.as_str(), read().as_str()), (1, "", "from a\r\nrun  b\r\n"));
    let run = folder.run(&["format", "--diff"]);
    assert!(
        run.stdout.starts_with("--- a/web/Dockerfile\n") && run.stdout.ends_with("+RUN b\r\n"),
        "{run:?}"
    );
    assert_eq!(run.code, 0);
    let run = folder.run(&["format"]);
    assert_eq!(run.stdout, "formatted web/Dockerfile\n1 file formatted, 1 unchanged\n");
    assert_eq!((run.code, read().as_str()), (0, "FROM a\r\nRUN b\r\n"));
    assert_eq!(folder.run(&["format", "--check", "--quiet"]), Run::default());
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let folder = Folder::new(&[("web/.editorconfig", "[*]\nindent_style = tab\n")]);
    let run = folder.run_with(&["format", "-"], "from a\nRUN b \\\nc\n");
    assert_eq!(run, Run { stdout: "FROM a\nRUN b \\\n    c\n".to_owned(), ..Run::default() });
    let named = ["format", "-", "--stdin-filename", "web/Dockerfile"];
    assert_eq!(folder.run_with(&named, "FROM a\nRUN b \\\nc\n").stdout, "FROM a\nRUN b \\\n\tc\n");
    let run = folder.run_with(&["format", "--check", "-"], "from a\n");
    assert_eq!((run.code, run.stdout.as_str()), (1, "would format <stdin>\n1 file would be formatted\n"));
    folder.write("Dockerfile", b"from a\nLABEL a=\xff\n");
    let run = folder.run(&["format", "Dockerfile"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "dockwright: cannot format Dockerfile: the file is not valid UTF-8\n")
    );
}

#[test]
fn formatting_is_configured() {
    let folder = Folder::new(&[("Dockerfile", "from a\nRUN b \\\nc\n")]);
    folder.write("dockwright.toml", b"[format]\nkeyword-case = \"lower\"\nindent-width = 99\nindent = 2\n");
    let run = folder.run(&["format", "--diff", "-q"]);
    assert_eq!(
        run.stderr,
        "dockwright: dockwright.toml:3: `format.indent-width` is 99; it must be from 1 to 16\n\
         dockwright: dockwright.toml:4: unknown key `format.indent`\n"
    );
    assert!(run.stdout.contains("+run b \\\n+    c\n"), "{run:?}");
    assert!(folder.run(&["format", "--diff", "--isolated"]).stdout.contains("+FROM a\n"));
}
