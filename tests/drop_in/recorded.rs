//! hadolint's recorded output for small files, byte for byte except for the texts of messages.
//!
//! `recorded.jsonl` has the files, arguments and variables of each run, and the output of hadolint
//! 2.15.1. To record it again:
//! `HADOLINT=/path/to/hadolint UPDATE_EXPECT=1 cargo test -p dockwright-tests --test drop_in`.

use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

use dockwright_tests::{dockwright_binary, root};
use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::folder::{Folder, Run, run};

#[derive(Deserialize, Serialize)]
struct Row {
    name: String,
    files: BTreeMap<String, String>,
    args: Vec<String>,
    env: BTreeMap<String, String>,
    stdin: String,
    #[serde(default)]
    expect: Answer,
}

/// The output of a run, without messages.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
struct Answer {
    code: i32,
    stdout: String,
    stderr: String,
    /// The files that it wrote.
    written: BTreeMap<String, String>,
}

impl Row {
    fn answer(&self, mut command: Command) -> Answer {
        let folder = Folder::new(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let here = folder.0.to_str().unwrap();
        for (name, value) in &self.env {
            command.env(name, value.replace("$FOLDER", here));
        }
        let Run { code, stdout, stderr } = run(command.args(&self.args), &folder.0, &self.stdin);
        let written =
            ["out", "more"].into_iter().filter_map(|path| Some((path.to_owned(), folder.read(path)?)));
        Answer {
            code,
            stdout: if self.is_about_the_program() { String::new() } else { wordless(&stdout) },
            stderr: kind_of(&stderr.replace(here, "$FOLDER")),
            written: written.map(|(path, text)| (path, wordless(&text))).collect(),
        }
    }

    /// The help and the version are our own.
    fn is_about_the_program(&self) -> bool {
        self.args.iter().any(|word| word == "-h" || word == "-v")
    }
}

/// A report without the texts of its messages, and without the time of the run.
fn wordless(report: &str) -> String {
    /// The text before a message, the message, and the text after it. If the message shows the line, it
    /// is kept.
    const MESSAGES: &[&str] = &[
        // tty and gnu
        r"(?m)^((?:.*:\d+:? (?:DL|SC)\d+ (?:\x1b\[\d+m)*\w+(?:\x1b\[0m)?: ))(.+)($)",
        r"(?m)^((?:hadolint:.*:\d+:\d+: |[^<{\[ ].*:\d+:\d+ ))(.+)( $)",
        // JSON
        r#"("(?:message|description|text)":")((?:[^"\\]|\\.)*)(")"#,
        // XML
        r#"( message=")([^"]*)(")"#,
        r"((?:error|warning|info|style|Parse Error): )([^<]*)(\n</failure>)",
    ];
    let mut report = report.to_owned();
    for pattern in MESSAGES {
        let replace =
            |found: &Captures<'_>| format!("{}{}{}", &found[1], without_words(&found[2]), &found[3]);
        report = Regex::new(pattern).unwrap().replace_all(&report, replace).into_owned();
    }
    for (pattern, replacement) in [
        // It depends on the message as well, and has a separate test.
        (r#""fingerprint":"[0-9a-f]{40}""#, r#""fingerprint":"…""#),
        (
            r#"<testsuites id="\d{8}_\d{6}" name="Hadolint run at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d""#,
            r#"<testsuites id="…" name="Hadolint run at …""#,
        ),
    ] {
        report = Regex::new(pattern).unwrap().replace_all(&report, replacement).into_owned();
    }
    report
}

/// The rest of a message: up to the mark if it shows the line; `parse error at line …` stays.
fn without_words(message: &str) -> String {
    let is_fixed = message.starts_with("parse error at line")
        || message == "Dockerfile linter, validate inline bash, written in Haskell";
    if is_fixed {
        return message.to_owned();
    }
    for (mark, line_end) in [("^\\n", "\\n"), ("^\n", "\n")] {
        if let Some((before, after)) = message.split_once(mark) {
            let end = if after.ends_with(line_end) { line_end } else { "" };
            return format!("{before}{mark}…{end}");
        }
    }
    "…".to_owned()
}

/// What is compared of standard error: settings in full, the first line of mistakes, and otherwise
/// only whether there is any text.
fn kind_of(stderr: &str) -> String {
    let is_mistake = |line: &str| {
        line.starts_with("Invalid option") || line.starts_with("option ") || line.starts_with("The option ")
    };
    let lines: Vec<&str> = stderr.lines().collect();
    let mut kept = Vec::new();
    for line in &lines {
        let is_of_settings = line.starts_with("Configuration:")
            || (line.starts_with("  ") && lines.contains(&"Configuration:"))
            || line.starts_with("\"Configuration file")
            || line.starts_with("\"No configuration");
        // The traces of hadolint's own exceptions are indented, too.
        let is_trace = line.contains(", called at ");
        if is_mistake(line) {
            kept.push(*line);
            break;
        }
        if is_of_settings && !is_trace {
            kept.push(line);
        } else if !line.is_empty() && kept.last() != Some(&"…") && !is_trace {
            kept.push("…");
        }
    }
    kept.join("\n")
}

fn path() -> std::path::PathBuf {
    root().join("tests/drop_in/recorded.jsonl")
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(path()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
#[cfg_attr(windows, ignore = "the names of files and the variables are Unix's")]
fn answers_are_hadolints() {
    let mut rows = rows();
    if let Some(hadolint) = env::var_os("HADOLINT") {
        assert!(Path::new(&hadolint).is_file(), "no program at $HADOLINT");
        for row in &mut rows {
            row.expect = row.answer(Command::new(&hadolint));
        }
        if env::var_os("UPDATE_EXPECT").is_some() {
            let lines: Vec<_> = rows.iter().map(|row| serde_json::to_string(row).unwrap() + "\n").collect();
            fs::write(path(), lines.concat()).unwrap();
        }
    }
    assert!(rows.len() > 250, "{} rows", rows.len());
    let mut problems = Vec::new();
    for row in &rows {
        let mut command = Command::new(dockwright_binary());
        command.arg("hadolint");
        let answer = row.answer(command);
        if answer != row.expect {
            problems.push(format!("{}\n  {:?}\nnot\n  {:?}", row.name, answer, row.expect));
        }
    }
    assert!(problems.is_empty(), "{} of {}:\n{}", problems.len(), rows.len(), problems.join("\n\n"));
}

#[test]
fn a_link_or_a_copy_is_hadolint() {
    let folder = Folder::new([("Dockerfile", "FROM debian\n")]);
    let name = format!("hadolint{}", env::consts::EXE_SUFFIX);
    let copy = folder.0.join(&name);
    fs::copy(dockwright_binary(), &copy).unwrap();
    let expected = folder.hadolint(&["-f", "gnu", "Dockerfile"]);
    assert_eq!(run(Command::new(&copy).args(["-f", "gnu", "Dockerfile"]), &folder.0, ""), expected);
    #[cfg(unix)]
    {
        fs::create_dir(folder.0.join("bin")).unwrap();
        let link = folder.0.join("bin/hadolint");
        std::os::unix::fs::symlink(dockwright_binary(), &link).unwrap();
        assert_eq!(run(Command::new(&link).args(["-f", "gnu", "Dockerfile"]), &folder.0, ""), expected);
        let usage = run(Command::new(&link).arg("--foo"), &folder.0, "").stderr;
        assert!(usage.contains("Usage: hadolint ["), "{usage}");
    }
    let version = folder.hadolint(&["--version"]).stdout;
    assert!(version.starts_with("hadolint 2.") && version.contains("Dockwright"), "{version}");
    let help = folder.hadolint(&["--help"]);
    assert!(help.code == 0 && help.stdout.contains("Usage: dockwright hadolint ["), "{help:?}");
}
