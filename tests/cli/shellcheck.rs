//! `check --shellcheck`: with a program that answers as `ShellCheck` does, and with the real one where it is installed.

use dockwright_tests::stub_shellcheck::{CODE, StubShellCheck, real_shellcheck};
use serde_json::json;

use super::*;

const FILE: &str = "FROM debian:13\nENV GREETING=hello\nRUN echo \\\n    # WRONG, but a comment\n    WRONG && \\\n    a\nCOPY WRONG /\nRUN <<EOF\n\tb WRONG\nEOF\n";

#[track_caller]
fn checked(folder: &Folder, stub: &StubShellCheck, more: &[&str]) -> Run {
    let path = stub.path();
    let mut arguments = vec!["check", "--isolated", "--select", CODE, "--shellcheck", &path];
    arguments.extend(more);
    folder.run(&arguments)
}

#[test]
fn findings_are_reported_in_every_format() {
    let (folder, stub) = (Folder::new(&[("Dockerfile", FILE)]), StubShellCheck::new());
    let concise = checked(&folder, &stub, &["--format", "concise"]);
    let expected =
        "Dockerfile:5:5: warning [SC2999] This is wrong.\nDockerfile:9:4: warning [SC2999] This is wrong.\n";
    assert_eq!(concise, Run { code: 1, stdout: expected.to_owned(), stderr: String::new() });
    assert_eq!(checked(&folder, &stub, &["--fail-on", "error"]).code, 0);
    let json = checked(&folder, &stub, &["--format", "json"]).json();
    let finding = &json[0];
    assert_eq!((&finding["rule"], &finding["aliases"]), (&json!(CODE), &json!([])));
    assert_eq!(finding["url"], "https://www.shellcheck.net/wiki/SC2999");
    assert_eq!(finding["fix"]["safe"], false);
    for format in ["text", "sarif", "github", "gitlab", "checkstyle", "junit"] {
        let run = checked(&folder, &stub, &["--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{format}");
        assert_eq!(run.stdout.matches("This is wrong.").count() % 2, 0, "{format}: {}", run.stdout);
        assert!(run.stdout.contains(CODE), "{format}: {}", run.stdout);
    }
}

#[test]
fn all_scripts_of_a_file_go_through_one_private_process() {
    let (folder, stub) = (Folder::new(&[("Dockerfile", FILE)]), StubShellCheck::new());
    folder.write(".shellcheckrc", b"disable=all\n");
    let run = command(&folder.0)
        .args(["check", "--select", CODE, "--shellcheck", &stub.path()])
        .env("SHELLCHECK_OPTS", "-x")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    let runs = stub.runs();
    let [[_, directory, options, arguments]] = runs.as_slice() else { panic!("{runs:?}") };
    assert!(!directory.starts_with(folder.0.to_str().unwrap()) && !Path::new(directory).exists());
    assert_eq!(options, "");
    let arguments: Vec<_> = arguments.split(' ').collect();
    assert_eq!((arguments[0], arguments[1]), ("--norc", "--format=json1"));
    assert_eq!(arguments[3..], ["0.sh", "1.sh"]);
    let excluded: Vec<_> = arguments[2].strip_prefix("--exclude=").unwrap().split(',').collect();
    assert!(["SC1091", "SC2086"].iter().all(|code| excluded.contains(code)), "{excluded:?}");
    let scripts = stub.scripts();
    assert_eq!(scripts.matches("# shellcheck shell=dash\n").count(), 2, "{scripts}");
    assert_eq!(scripts.matches(" GREETING=\"$1\" ").count(), 2, "{scripts}");
    assert!(!scripts.contains("comment"), "{scripts}");
}

#[test]
fn equal_scripts_are_checked_once() {
    let same = "FROM debian:13\nRUN WRONG\nRUN WRONG\n";
    let folder = Folder::new(&[("a/Dockerfile", same), ("b/Dockerfile", same)]);
    let stub = StubShellCheck::new();
    let run = checked(&folder, &stub, &["--format", "concise"]);
    assert_eq!((run.stdout.lines().count(), stub.runs().len()), (4, 1));
}

#[test]
fn its_fixes_are_applied_when_unsafe_ones_are() {
    let (folder, stub) = (Folder::new(&[("Dockerfile", FILE)]), StubShellCheck::new());
    checked(&folder, &stub, &["--fix"]);
    let read = || fs::read_to_string(folder.0.join("Dockerfile")).unwrap();
    assert_eq!(read(), FILE);
    assert_eq!(checked(&folder, &stub, &["--fix", "--unsafe-fixes"]).code, 0);
    assert_eq!(read(), FILE.replace("    WRONG", "    RIGHT").replace("b WRONG", "b RIGHT"));
}

#[test]
fn its_codes_are_silenced_as_rules_are() {
    let stub = StubShellCheck::new();
    for silent in [
        FILE.replace("RUN", "# dockwright ignore=SC2999\nRUN"),
        FILE.replace("RUN", "# hadolint ignore=SC2999\nRUN"),
        FILE.replace("RUN", "# shellcheck disable=SC2999\nRUN"),
        format!("# dockwright file ignore=sc2999\n{FILE}"),
    ] {
        let run = checked(&Folder::new(&[("Dockerfile", &silent)]), &stub, &[]);
        assert_eq!(run.code, 0, "{silent}{}", run.stdout);
    }
    for (configuration, code) in [
        ("ignore = [\"SC2999\"]", 0),
        ("severity = {SC2999 = \"off\"}", 0),
        ("severity = {SC2999 = \"hint\"}", 0),
        ("ignore = [\"SC2998\"]", 1),
    ] {
        let folder = Folder::new(&[("Dockerfile", FILE), ("dockwright.toml", configuration)]);
        let run = folder.run(&["check", "--preset", "buildkit", "--shellcheck", &stub.path()]);
        assert_eq!(run.code, 0, "BuildKit knows nothing of it");
        let run = folder.run(&["check", "--fail-on", "warning", "--quiet", "--shellcheck", &stub.path()]);
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{configuration}: {}", run.stdout);
    }
}

#[test]
fn a_workspace_cannot_name_the_program() {
    let stub = StubShellCheck::new();
    let configuration = format!("\n# ours\nshellcheck = \"{}\"\n", stub.path());
    let folder = Folder::new(&[("Dockerfile", FILE), ("dockwright.toml", &configuration)]);
    let run = folder.run(&["check", "--select", CODE]);
    assert_eq!(run.code, 0);
    let expected = "dockwright: dockwright.toml:3: `shellcheck` is ignored here because it names a program to run; set it in your editor or with `--shellcheck`\n";
    assert_eq!(run.stderr, expected);
    assert!(stub.runs().is_empty());
    // A program in the folder is not used either, whatever PATH says.
    let run = command(stub.folder())
        .args(["check", "--isolated", "--shellcheck", "shellcheck", "."])
        .env("PATH", ".:")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stub.runs().is_empty());
}

#[test]
fn a_program_that_cannot_be_used_is_one_line() {
    let old = StubShellCheck::with("0.7.2", "");
    let folder = Folder::new(&[("Dockerfile", FILE), ("a/Dockerfile", FILE), ("program", "")]);
    let old = old.path();
    for (program, says) in [
        ("no-such-program", "there is no program `no-such-program`"),
        ("./program", "there is no program"),
        ("/bin/echo", "`/bin/echo --version` does not print a version of ShellCheck"),
        (&old, "has version 0.7.2, and 0.8.0 or later is needed"),
    ] {
        let run = folder.run(&["check", "--isolated", "--shellcheck", program, "--format", "concise"]);
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{run:?}");
        assert!(run.stderr.contains(says), "{run:?}");
        assert!(run.stderr.starts_with("dockwright: ShellCheck cannot be used: "), "{run:?}");
    }
}

#[test]
fn a_relative_path_is_one_from_here() {
    let stub = StubShellCheck::new();
    fs::write(stub.folder().join("Dockerfile"), FILE).unwrap();
    let run =
        command(stub.folder()).args(["check", "--select", CODE, "--shellcheck", "./shellcheck"]).output();
    assert_eq!(run.unwrap().status.code(), Some(1));
    assert_eq!(stub.runs().len(), 1);
}

#[test]
fn a_program_that_fails_is_told_once() {
    let folder = Folder::new(&[("Dockerfile", FILE), ("a/Dockerfile", "FROM debian\nRUN WRONG\n")]);
    for (before, says) in [
        ("exit 4", "ShellCheck failed, so its findings are missing: its output cannot be read"),
        ("cat /dev/zero", "ShellCheck was stopped because it printed too much, so its findings are missing"),
    ] {
        let run = checked(&folder, &StubShellCheck::with("0.11.0", before), &[]);
        assert_eq!((run.code, run.stderr), (2, format!("dockwright: {says}\n")));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_hangs_is_killed() {
    let stub = StubShellCheck::with("0.11.0", "sleep 3600");
    let run = checked(&Folder::new(&[("Dockerfile", FILE)]), &stub, &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("it took longer than 10 seconds"), "{run:?}");
    let [[process, directory, ..]] = &stub.runs()[..] else { panic!("it was run once") };
    assert!(!Path::new("/proc").join(process).exists() && !Path::new(directory).exists());
}

#[test]
fn older_versions_are_asked_in_their_words() {
    let stub = StubShellCheck::with("0.9.0", "");
    let file = "FROM alpine\nRUN WRONG\n";
    assert_eq!(checked(&Folder::new(&[("Dockerfile", file)]), &stub, &[]).code, 1);
    assert!(stub.scripts().starts_with("# shellcheck shell=dash\n"), "{}", stub.scripts());
}

/// The findings of the real program in a file, without those of our rules.
#[track_caller]
fn check_real(file: &str, expected: &str) -> Option<Folder> {
    let program = real_shellcheck()?;
    let folder = Folder::new(&[("Dockerfile", file)]);
    let run = folder.run(&["check", "--isolated", "--shellcheck", &program, "--format", "concise"]);
    assert_eq!(run.stderr, "");
    let found = run.stdout.lines().filter(|line| line.contains("[SC"));
    let found: String = found.map(|line| line[..=line.find(']').unwrap()].to_owned() + "\n").collect();
    assert_eq!(found, expected);
    Some(folder)
}

#[test]
fn the_real_one_knows_names_and_places() {
    let file = "FROM debian:13\nENV FOO_BAR=1\nRUN \\\n  # é\n  echo é\t&& trap \"echo $FOO_BAR\" EXIT; echo \"$FOOBAR\"\nRUN <<EOF\n#!/bin/bash\n\tif [[ \"a$FOO_BAR\" == c ]]; then b; fi; source x\nEOF\n";
    check_real(
        file,
        "Dockerfile:5:24: warning [SC2064]\nDockerfile:5:46: info [SC2153]\nDockerfile:8:20: warning [SC2193]\n",
    );
}

#[test]
fn the_real_one_fixes() {
    let file = "FROM debian:13\nRUN while read -r l; do \\\n      ssh \\\n      # there\n        \"$l\" ls; \\\n    done < f\n";
    let Some(folder) = check_real(file, "Dockerfile:2:5: info [SC2095]\nDockerfile:3:7: warning [SC2095]\n")
    else {
        return;
    };
    let program = real_shellcheck().unwrap();
    let fix =
        ["check", "--isolated", "--select", "SC2095", "--fix", "--unsafe-fixes", "--shellcheck", &program];
    assert_eq!(folder.run(&fix).code, 0);
    let fixed = fs::read_to_string(folder.0.join("Dockerfile")).unwrap();
    assert_eq!(fixed, file.replace("ssh", "ssh -n"));
}
