//! `dockwright context`: what a build sends.

use serde_json::json;

use crate::Folder;

const FILES: &[(&str, &str)] = &[
    ("Dockerfile", "FROM scratch\nCOPY . .\n"),
    ("src/a.js", "0123456789"),
    ("src/deep/b.js", "01234"),
    ("node_modules/x/index.js", "0123456789"),
    ("docs/한글.md", "01"),
    ("docs/b.md", "0"),
    ("a b.txt", ""),
];

fn folder(ignore: &str) -> Folder {
    let folder = Folder::new(FILES);
    folder.write(".dockerignore", ignore.as_bytes());
    folder
}

#[test]
fn the_overview_has_the_largest_first() {
    let run = folder("# x\r\nnode_modules\r\n*.txt\r\ndocs\r\n!docs/한글.md\r\n").run(&["context"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_eq!(
        run.stdout,
        ".dockerignore decides what is left out.\n\n\
         Sent: 5 files, 88 B\n     49 B  .dockerignore\n     22 B  Dockerfile\n     15 B  src/  (2 files)\n      2 B  docs/  (1 file)\n\n\
         Left out: 3 files, 11 B\n     10 B  .dockerignore:2  node_modules  (1 file)\n      1 B  .dockerignore:4  docs  (1 file)\n      0 B  .dockerignore:3  *.txt  (1 file)\n"
    );
    let korean = folder("*\n").run(&["context", "--locale", "ko"]).stdout;
    assert!(korean.starts_with(".dockerignore 파일이") && korean.contains("파일 8개"), "{korean}");
}

#[test]
fn scripts_get_one_object() {
    let folder = folder("node_modules\n*.txt\ndocs\n!docs/한글.md\nDockerfile\n");
    let value = folder.run(&["context", ".", "--format", "json"]).json();
    let sent = [".dockerignore", "docs/", "docs/한글.md", "src/", "src/a.js", "src/deep/", "src/deep/b.js"];
    assert_eq!(value["sent"], json!(sent));
    assert_eq!((&value["ignore_file"], &value["error"]), (&json!(".dockerignore"), &json!(null)));
    assert_eq!((&value["files"], &value["ignored"]), (&json!(4), &json!(4)));
    assert_eq!(value["folders"][0], json!({"path": "src/", "files": 2, "bytes": 15}));
    assert_eq!(value["patterns"][0]["pattern"], "Dockerfile");
    assert_eq!(value["patterns"][0]["line"], 5);
}

#[test]
fn paths_alone() {
    let folder = folder("docs\n!docs/b.md\nnode_modules\n");
    let sent = folder.run(&["context", "--list", "sent"]).stdout;
    assert_eq!(
        sent,
        ".dockerignore\nDockerfile\na b.txt\ndocs/\ndocs/b.md\nsrc/\nsrc/a.js\nsrc/deep/\nsrc/deep/b.js\n"
    );
    let ignored = folder.run(&["context", "--list", "ignored"]).stdout;
    assert_eq!(ignored, "docs/한글.md\t.dockerignore:1\nnode_modules/x/index.js\t.dockerignore:3\n");
}

#[test]
fn the_ignore_file_of_the_dockerfile_comes_first() {
    let folder = folder("*\n");
    folder.write("build/prod.Dockerfile", b"FROM scratch\n");
    folder.write("build/prod.Dockerfile.dockerignore", b"\xef\xbb\xbfsrc\n");
    let value = folder.run(&["context", "-f", "build/prod.Dockerfile", "--format", "json"]).json();
    assert_eq!(
        (&value["ignore_file"], &value["ignored"]),
        (&json!("build/prod.Dockerfile.dockerignore"), &json!(2))
    );
    let value = folder.run(&["context", "--format", "json"]).json();
    assert_eq!((&value["ignore_file"], &value["files"]), (&json!(".dockerignore"), &json!(0)));
    // Next to the Dockerfile, but not in the context.
    folder.write("web/Dockerfile", b"FROM scratch\n");
    folder.write("web/.dockerignore", b"*\n");
    let value = folder.run(&["context", "docs", "--format", "json", "--file", "web/Dockerfile"]).json();
    assert_eq!((&value["ignore_file"], &value["files"]), (&json!(null), &json!(2)));
    let text = folder.run(&["context", "docs"]).stdout;
    assert!(text.starts_with("There is no ignore file, so everything is sent.\n"), "{text}");
    folder.write("docs/Containerfile", b"FROM scratch\n");
    folder.write("docs/.containerignore", b"*.md\n");
    let value = folder.run(&["context", "docs", "--format", "json"]).json();
    assert_eq!(value["ignore_file"], ".containerignore");
}

#[test]
fn what_stops_the_build_is_code_1() {
    for (ignore, error) in [
        ("src\n!\n", "illegal exclusion pattern: \"!\""),
        ("[\n", "syntax error in pattern"),
        ("src\\lib\n", "syntax error in pattern"),
    ] {
        let folder = folder(ignore);
        let run = folder.run(&["context", "--format", "json"]);
        assert_eq!((run.code, &run.json()["error"]), (1, &json!(error)), "{ignore}");
        assert_eq!((&run.json()["sent"], &run.json()["files"]), (&json!([]), &json!(0)));
    }
    let run = folder("src\n!\n").run(&["context"]);
    assert_eq!(run.stdout, "The build fails at .dockerignore:2: illegal exclusion pattern: \"!\"\n");
}

#[test]
fn what_is_not_there_is_code_2() {
    let folder = folder("");
    for (arguments, error) in [
        (&["context", "nowhere"][..], "cannot list nowhere: no such file or directory"),
        (&["context", "Dockerfile"], "cannot list Dockerfile: not a folder"),
        (&["context", "-f", "nowhere"], "cannot read nowhere: no such file or directory"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (2, &*format!("dockwright: {error}\n")), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = folder("");
    std::os::unix::fs::symlink("/", folder.0.join("root")).unwrap();
    std::os::unix::fs::symlink("root", folder.0.join("loop")).unwrap();
    let value = folder.run(&["context", "--format", "json"]).json();
    assert_eq!(value["files"], 10);
    assert!(value["sent"].as_array().unwrap().contains(&json!("root")));
}

#[test]
fn ignore_files_are_checked_when_they_are_named() {
    let folder = folder("!a.md\r\n*.md  \r\n*.md\r\n");
    assert_eq!(folder.run(&["check", "--select", "context", "--format", "concise"]).stdout, "");
    let run = folder.run(&["check", ".dockerignore", "--format", "concise"]);
    assert_eq!(run.code, 1);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with(".dockerignore:1:1: warning [IgnoreOrder] `!a.md` brings nothing back"),
        "{run:?}"
    );
    assert!(
        lines[1].starts_with(".dockerignore:3:1: hint [IgnoreDuplicate] `*.md` is a duplicate"),
        "{run:?}"
    );
    let run = folder.run(&["check", ".dockerignore", "--ignore", "IgnoreOrder", "--quiet"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = folder.run(&["check", ".dockerignore", "--fix", "--unsafe-fixes"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(std::fs::read_to_string(folder.0.join(".dockerignore")).unwrap(), "*.md  \r\n!a.md\r\n");
    let run = folder.run(&["format", ".dockerignore"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(std::fs::read_to_string(folder.0.join(".dockerignore")).unwrap(), "*.md\r\n!a.md\r\n");
    let run = folder
        .run_with(&["check", "-", "--stdin-filename", "x.Dockerfile.dockerignore", "--format", "json"], "[");
    assert_eq!(run.json()[0]["rule"], "IgnorePatternInvalid");
}
