//! Which files a search finds, and what is reported about the others. The names themselves:
//! `tests/file_names`.

use super::*;

#[test]
fn source_code_is_left_alone() {
    let python = "\"\"\"Renders Dockerfiles.\"\"\"\n\n\ndef show(label):\n    label   = label.strip()\n    return label\n";
    let folder = Folder::new(&[("dockerfile.py", python), ("dockerfile.go", "package docker\n")]);
    for command in ["check", "format"] {
        let run = folder.run(&[command]);
        assert_eq!((run.code, run.stderr.contains("dockerfile")), (0, false), "{run:?}");
    }
    assert_eq!(fs::read_to_string(folder.0.join("dockerfile.py")).unwrap(), python);
    // A file that is named is checked, whatever its name.
    assert_eq!(folder.run(&["check", "dockerfile.go"]).code, 1);
}

#[test]
fn files_are_included_and_excluded_by_configuration() {
    let folder = Folder::new(&[
        (
            "dockwright.toml",
            "include = [\"*-Dockerfile\", \"/ci/images/\", \"Dockerfile.md\"]\nexclude = [\"vendor/\", \"old-*\"]\n",
        ),
        ("prod-Dockerfile", BAD),
        ("old-Dockerfile", BAD),
        ("Dockerfile.md", BAD),
        ("web/Dockerfile", BAD),
        ("ci/images/base", BAD),
        ("web/ci/images/base", BAD),
        ("vendor/x/Dockerfile", BAD),
        ("nested/dockwright.toml", "exclude = [\"/Dockerfile\"]\n"),
        ("nested/Dockerfile", BAD),
        ("nested/sub/Dockerfile", BAD),
        ("nested/prod-Dockerfile", BAD),
        ("outside.toml", ""),
    ]);
    let files =
        |arguments: &[&str]| folder.run(&[&["check", "--format", "json"], arguments].concat()).files();
    // The nearest configuration counts, as for all settings.
    let expected =
        ["Dockerfile.md", "ci/images/base", "nested/sub/Dockerfile", "prod-Dockerfile", "web/Dockerfile"];
    assert_eq!(files(&[]), expected);
    assert!(folder.run(&["stats"]).stdout.contains("files: 5\n"));
    assert_eq!(files(&["vendor/x/Dockerfile"]), ["vendor/x/Dockerfile"]);
    let without = ["nested/Dockerfile", "nested/sub/Dockerfile", "vendor/x/Dockerfile", "web/Dockerfile"];
    assert_eq!(files(&["--isolated"]), without);
    assert_eq!(files(&["--config", "outside.toml"]), without);
    assert!(folder.run(&["format", "--check"]).stdout.contains("5 files"));
}

#[test]
fn a_mistake_in_include_is_reported() {
    let folder = Folder::new(&[
        ("dockwright.toml", "include = \"x\"\nexclude = [1, \"{a\"]\n"),
        ("sub/README.md", ""),
    ]);
    let run = folder.run(&["check"]);
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stderr,
        "dockwright: dockwright.toml:1: `include` is a string, not a list\n\
         dockwright: dockwright.toml:2: `exclude` is a number, not a string\n\
         dockwright: dockwright.toml:2: `{a` in `exclude` is not a valid glob\n\
         dockwright: no Dockerfiles found\n"
    );
}

#[test]
fn templates_are_named_in_one_line() {
    let template = "FROM <%= base %>\n<% if dev %>\nRUN apk add gdb\n<% end %>\n";
    let folder =
        Folder::new(&[("Dockerfile.erb", template), ("web/Dockerfile.j2", template), ("Dockerfile", GOOD)]);
    let run = folder.run(&["check", "--select", "syntax"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "dockwright: 2 templates skipped: Dockerfile.erb, web/Dockerfile.j2\n")
    );
    assert_eq!(folder.run(&["check", "--select", "syntax", "--quiet"]).stderr, "");
    let run = folder.run(&["format", "--check", "web"]);
    assert_eq!(run.stderr, "dockwright: 1 template skipped: web/Dockerfile.j2\n");
    assert_eq!(run.code, 0);
}

#[test]
fn what_git_ignores_is_left_out() {
    let folder = Folder::new(&[
        (".gitignore", "/outer\n"),
        ("repository/.git/info/exclude", "excluded\n"),
        ("repository/.gitignore", "*.Dockerfile\n!web.Dockerfile\nbuild/\n"),
        ("repository/api.Dockerfile", BAD),
        ("repository/web.Dockerfile", BAD),
        ("repository/build/Dockerfile", BAD),
        ("repository/excluded/Dockerfile", BAD),
        // Folders above a repository do not matter.
        ("repository/outer/Dockerfile", BAD),
        ("repository/sub/.gitignore", "!api.Dockerfile\nDockerfile\n"),
        ("repository/sub/api.Dockerfile", BAD),
        ("repository/sub/Dockerfile", BAD),
        ("outer/Dockerfile", BAD),
    ]);
    let files = |path: &str| folder.run(&["check", "--format", "json", path]).files();
    let expected =
        ["repository/outer/Dockerfile", "repository/sub/api.Dockerfile", "repository/web.Dockerfile"];
    assert_eq!(files("."), expected);
    assert_eq!(files("repository/sub"), ["repository/sub/api.Dockerfile"]);
    // A folder that is named is searched even then.
    assert_eq!(files("repository/build"), ["repository/build/Dockerfile"]);
}

#[test]
fn utf16_is_one_error_that_says_so() {
    let folder = Folder::new(&[]);
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    folder.write("Dockerfile", &[&[0xFF, 0xFE][..], &little("from alpine\r\nCMD x\r\n")].concat());
    folder.write("Dockerfile.dev", &little("FROM alpine\n"));
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.code, 1);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{run:?}");
    for (line, name) in lines.iter().zip(["Dockerfile", "Dockerfile.dev"]) {
        assert!(line.starts_with(&format!("{name}:1:1: error [UnknownInstruction] ")), "{line}");
        assert!(line.contains("UTF-16") && line.contains("Save the file as UTF-8"), "{line}");
    }
    let before = fs::read(folder.0.join("Dockerfile")).unwrap();
    for arguments in [&["format", "Dockerfile"][..], &["check", "--fix", "Dockerfile"]] {
        let run = folder.run(arguments);
        assert!(
            run.stderr.is_empty() || run.stderr.contains("the file is UTF-16; save it as UTF-8 first\n"),
            "{run:?}"
        );
        assert_ne!(run.code, 0);
    }
    assert_eq!(fs::read(folder.0.join("Dockerfile")).unwrap(), before);
    // A byte order mark of UTF-8 and line ends of Windows are nothing to report.
    folder.write("fine/Dockerfile", b"\xef\xbb\xbfFROM alpine:3.22\r\nRUN x\r\n");
    assert_eq!(folder.run(&["check", "--select", "syntax", "fine"]).code, 0);
}

#[test]
fn concise_is_a_line_for_each_finding_and_nothing_else() {
    let folder = Folder::new(&[("web/Dockerfile", "FROM alpine:3.22\nWROKDIR /\nLABEL 이름 x\nCMD a\n")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let begins: Vec<_> = run.stdout.lines().map(|line| line.split(']').next().unwrap()).collect();
    let expected = [
        "web/Dockerfile:2:1: error [UnknownInstruction",
        "web/Dockerfile:3:7: warning [LegacyKeyValueFormat",
        "web/Dockerfile:4:5: warning [JSONArgsRecommended",
    ];
    assert_eq!(begins, expected);
    assert_eq!(folder.run(&["check", "--format", "concise", "--select", "DL3006"]), Run::default());
}

#[test]
fn unknown_names_of_rules_are_errors_before_anything_is_read() {
    let folder = Folder::new(&[("Dockerfile", BAD)]);
    for (option, name, hint) in [
        ("--select", "JSONArgRecommended", "did you mean JSONArgsRecommended?"),
        ("--ignore", "dl3O25", "did you mean DL3025?"),
        ("--extend-select", "securty", "did you mean security?"),
        ("--ignore", "NoSuchThingAtAll", "`dockwright rules` lists all rules"),
    ] {
        let run = folder.run(&["check", "gone", option, name]);
        let stderr = format!("dockwright: unknown rule \"{name}\"; {hint}\n");
        assert_eq!(run, Run { code: 2, stdout: String::new(), stderr });
    }
    // Scripts for hadolint silence codes of ShellCheck.
    assert_eq!(folder.run(&["check", "--ignore", "SC2086,syntax,DL3006"]).code, 0);
}

#[test]
fn repeats_are_folded_and_fixes_counted() {
    let folder = Folder::new(&[(
        "Dockerfile",
        "FROM alpine AS a\nimport os\nimport re\nimport io\nLABEL a b\nCMD x\n",
    )]);
    let run = folder.run(&["check"]);
    assert_eq!(run.stdout.matches("error[UnknownInstruction]").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("= note: 2 more: the same error on lines 3 to 4\n"), "{}", run.stdout);
    assert!(
        run.stdout.ends_with("3 errors, 2 warnings in 1 file, 2 fixable with `--fix`\n"),
        "{}",
        run.stdout
    );
    assert_eq!(folder.run(&["check", "--format", "json"]).json().as_array().unwrap().len(), 5);
}

#[test]
fn thousands_of_entries_are_read_in_time() {
    let patterns: Vec<_> = (0..20_000).map(|n| format!("\"dir{n}/\" = [\"DL3025\", \"DL3006\"]\n")).collect();
    let patterns = patterns.concat();
    let ignored = "\"DL3025\", ".repeat(20_000);
    let toml = format!("ignore = [{ignored}]\n[per-file-ignores]\n{patterns}");
    let folder = Folder::new(&[("dockwright.toml", &toml), ("dir7/Dockerfile", "FROM alpine\nCMD x\n")]);
    for n in 0..20 {
        folder.write(&format!("web{n}/Dockerfile"), b"FROM alpine:3.22\nCMD x\n");
    }
    let run = folder.run(&["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "no findings in 21 files\n"));
}

#[test]
fn a_formatted_file_is_not_written() {
    let folder = Folder::new(&[("Dockerfile", "FROM alpine:3.22\nRUN x\n")]);
    let modified = || fs::metadata(folder.0.join("Dockerfile")).unwrap().modified().unwrap();
    let before = modified();
    assert_eq!(folder.run(&["format"]).stdout, "1 file unchanged\n");
    assert_eq!(modified(), before);
}

#[test]
fn the_failure_level_of_hadolint_is_followed() {
    let folder = Folder::new(&[
        ("Dockerfile", "FROM alpine:3.22\nCMD x\n"),
        (".hadolint.yaml", "failure-threshold: error\n"),
    ]);
    assert_eq!(folder.run(&["check", "--preset", "hadolint"]).code, 0);
    folder.write(".hadolint.yaml", b"failure-threshold: style\n");
    assert_eq!(folder.run(&["check", "--preset", "hadolint"]).code, 1);
    folder.write(".hadolint.yaml", b"no-fail: true\n");
    assert_eq!(folder.run(&["check", "--preset", "hadolint"]).code, 0);
}
