//! What `dockwright init` writes, and what it leaves alone.

use super::*;

const MANIFEST: &str = r#"{"scripts": {"start": "node server.js"}, "engines": {"node": "22"}, "dependencies": {"express": "5"}}"#;

fn project() -> Folder {
    Folder::new(&[
        ("app/package.json", MANIFEST),
        ("app/package-lock.json", "{}"),
        ("app/server.js", "app.listen(3000);\n"),
    ])
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.0.join(path)).unwrap()
}

#[test]
fn init_writes_files_without_findings() {
    let folder = project();
    let run = folder.run(&["init", "app"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "wrote app/Dockerfile (Node.js)\nwrote app/.dockerignore (Node.js)\n");
    let written = text(&folder, "app/Dockerfile");
    assert!(written.contains("FROM node:22-slim AS base") && written.contains("EXPOSE 3000"), "{written}");
    assert!(text(&folder, "app/.dockerignore").contains("\n**/node_modules\n"));
    let run = folder.run(&["check", "--preset", "all", "app/Dockerfile"]);
    assert_eq!((run.code, run.stdout.trim()), (0, "no findings in 1 file"), "{}", run.stderr);
    let run = folder.run(&["parse", "--format", "json", "app/Dockerfile"]);
    assert_eq!(run.json()["ok"], true);
    // The formatter agrees with the templates.
    assert_eq!(folder.run(&["format", "--check", "app/Dockerfile"]).code, 0);
}

#[test]
fn init_never_overwrites() {
    for name in ["Dockerfile", "Containerfile"] {
        let folder = project();
        folder.write(&format!("app/{name}"), b"FROM scratch\n");
        let run = folder.run(&["init", "app"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(&format!("app/{name} exists already")), "{}", run.stderr);
        assert_eq!(text(&folder, &format!("app/{name}")), "FROM scratch\n");
        assert!(!folder.0.join("app/.dockerignore").exists());
    }
    let folder = project();
    folder.write("app/.dockerignore", b"# mine\n");
    let run = folder.run(&["init", "app"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "wrote app/Dockerfile (Node.js)\n"));
    assert!(run.stderr.contains("app/.dockerignore exists already and is left as it is"), "{}", run.stderr);
    assert_eq!(text(&folder, "app/.dockerignore"), "# mine\n");
}

#[test]
#[cfg(unix)]
fn init_follows_no_links() {
    use std::os::unix::fs::symlink;
    let folder = project();
    symlink("../target", folder.0.join("app/Dockerfile")).unwrap();
    assert_eq!(folder.run(&["init", "app"]).code, 2);
    assert!(!folder.0.join("target").exists());
    // Nothing outside of the folder is read, and neither are FIFOs and devices.
    let folder = Folder::new(&[("secret/package.json", MANIFEST), ("app/x", "")]);
    symlink("../secret/package.json", folder.0.join("app/package.json")).unwrap();
    symlink("/dev/zero", folder.0.join("app/go.mod")).unwrap();
    let run = folder.run(&["init", "app"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("dockwright: cannot find a project in app"), "{}", run.stderr);
}

#[test]
fn init_prints_and_writes_nothing() {
    let folder = project();
    folder.write("app/Dockerfile", b"FROM scratch\n");
    let english = folder.run(&["init", "app", "--print"]);
    assert_eq!(english.code, 0);
    assert!(english.stdout.starts_with("# syntax=docker/dockerfile:1\n\n# This file"), "{}", english.stdout);
    let korean = folder.run(&["init", "app", "--print", "--locale", "ko"]);
    assert!(korean.stdout.contains("`dockwright init`이 프로젝트를 읽어"), "{}", korean.stdout);
    let ignored = folder.run(&["init", "app", "--print", "--ignore-file"]);
    assert!(ignored.stdout.contains("\n.git\n"), "{}", ignored.stdout);
    assert_eq!(text(&folder, "app/Dockerfile"), "FROM scratch\n");
    assert!(!folder.0.join("app/.dockerignore").exists());
}

#[test]
fn init_without_a_project_is_code_2() {
    let folder = Folder::new(&[("README.md", "# x\n")]);
    let run = folder.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    for missing in ["none", "README.md"] {
        let run = folder.run(&["init", missing]);
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{}", run.stderr);
    }
    assert!(!folder.0.join("Dockerfile").exists());
}

#[test]
fn init_says_what_it_does_not_know() {
    let folder = Folder::new(&[("go.mod", "module x\n\ngo 1.24\n"), ("main.go", "package main\n")]);
    let run = folder.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "wrote ./Dockerfile (Go)\nwrote ./.dockerignore (Go)\n"));
    assert!(run.stderr.starts_with("dockwright: note: the port"), "{}", run.stderr);
}
