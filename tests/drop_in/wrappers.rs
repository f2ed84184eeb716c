//! Programs that run hadolint: each calls it and reads its output as its public configuration says.

use regex::Regex;
use serde_json::Value;

use crate::folder::{Folder, Run};

/// A finding as a wrapper shows it.
type Seen = (u64, String, String);

const LINT: &str = "FROM debian\nMAINTAINER me\nWORKDIR app\n";
/// One finding of each level.
const CONFIG: &str = "override:\n  error: [DL4000]\n  style: [DL3000]\nlabel-schema:\n  a: text\n";

fn folder() -> Folder {
    Folder::new([("Dockerfile", LINT), ("clean", "FROM debian:12\nLABEL a=b\n"), (".hadolint.yaml", CONFIG)])
}

fn expected() -> Vec<Seen> {
    [(1, "DL3006", "warning"), (1, "DL3049", "info"), (2, "DL4000", "error"), (3, "DL3000", "style")]
        .map(|(line, code, level)| (line, code.to_owned(), level.to_owned()))
        .into()
}

/// The matches of a pattern in each line; its groups are `line`, `code` and `level`.
fn matched(pattern: &str, output: &str) -> Vec<Seen> {
    let pattern = Regex::new(pattern).unwrap();
    let found = output.lines().filter_map(|line| pattern.captures(line));
    let seen = found.map(|found| {
        let level = found.name("level").map_or("", |level| level.as_str());
        (found["line"].parse().unwrap(), found["code"].to_owned(), level.to_owned())
    });
    seen.collect()
}

/// The objects of an array in JSON, of which all keys that editors read have to be there.
#[track_caller]
fn in_json(output: &str, file: &str) -> Vec<Seen> {
    let array: Value = serde_json::from_str(output).unwrap();
    let seen = array.as_array().unwrap().iter().map(|it| {
        assert_eq!(it["file"], file);
        assert_eq!(it["column"], 1);
        assert!(!it["message"].as_str().unwrap().is_empty());
        let level = it["level"].as_str().unwrap();
        assert!(["error", "warning", "info", "style"].contains(&level), "{level}");
        (it["line"].as_u64().unwrap(), it["code"].as_str().unwrap().to_owned(), level.to_owned())
    });
    seen.collect()
}

/// The action's problem matcher reads coloured lines; its exit code is that of the step.
#[test]
fn the_github_action() {
    const MATCHER: &str = r"^(.*):(?<line>\d+)\s(?<code>(?:DL|SC)\d+)\s(?:\x1b\[\d+m)*(?<level>style|info|warning|error)(?:\x1b\[\d+m)*:\s(.*)$";
    let folder = folder();
    for arguments in
        [&["Dockerfile"][..], &["--", "Dockerfile", "clean"], &["-c", ".hadolint.yaml", "Dockerfile"]]
    {
        let run = folder.hadolint(arguments);
        assert_eq!(matched(MATCHER, &run.stdout), expected(), "{arguments:?}");
        assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    }
    assert_eq!(folder.hadolint(&["clean"]), Run::default());
}

/// The hook names many files and checks the exit code alone.
#[test]
fn pre_commit() {
    let folder = folder();
    assert_eq!(folder.hadolint(&["clean", "Dockerfile"]).code, 1);
    assert_eq!(folder.hadolint(&["clean", "clean"]).code, 0);
}

#[test]
fn the_vs_code_extension() {
    let folder = folder();
    let run = folder.hadolint(&["Dockerfile"]);
    let pattern = r"^Dockerfile:(?<line>\d+) (?<code>\w+) (.*)$";
    let places = |seen: Vec<Seen>| seen.into_iter().map(|(line, code, _)| (line, code)).collect::<Vec<_>>();
    assert_eq!(places(matched(pattern, &run.stdout)), places(expected()));
}

/// It sends the text and ignores the exit code.
#[test]
fn nvim_lint() {
    let run = folder().hadolint_with(&["-f", "json", "-"], LINT);
    assert_eq!(in_json(&run.stdout, "-"), expected());
    let run = folder().hadolint_with(&["-f", "json", "-"], "FROM debian:12\nWROKDIR x\n");
    let array: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(array[0]["level"], "error");
    assert_eq!((&array[0]["line"], &array[0]["column"]), (&2.into(), &1.into()));
    assert_eq!(folder().hadolint_with(&["-f", "json", "-"], "FROM debian:12\nLABEL a=b\n").stdout, "[]");
}

/// An exit code other than 0 would be a failure of the program.
#[test]
fn none_ls() {
    let run = folder().hadolint(&["--no-fail", "--format=json", "Dockerfile"]);
    assert_eq!(run.code, 0);
    assert_eq!(in_json(&run.stdout, "Dockerfile"), expected());
}

/// Both kinds of lines for standard input are read, those of findings and those of errors.
#[test]
fn ale() {
    let folder = folder();
    let run = folder.hadolint_with(&["--no-color", "-"], LINT);
    let pattern =
        r"^(?:/dev/stdin|-):(?<line>\d+):? ?(?:\d+ )?(?<code>(?:DL|SC)\d+) (?:(?<level>\w+): )?(.+)$";
    assert_eq!(matched(pattern, &run.stdout), expected());
    let run = folder.hadolint_with(&["--no-color", "-"], "FROM debian:12\nWROKDIR x\n");
    let error = Regex::new(r"^/dev/stdin:2:1 (.+)$").unwrap();
    assert!(run.stdout.lines().any(|line| error.is_match(line)), "{run:?}");
}

/// Its exit code counts, and its SARIF is merged with that of other linters.
#[test]
fn megalinter() {
    let folder = folder();
    let run = folder.hadolint(&["--config", ".hadolint.yaml", "Dockerfile", "clean"]);
    assert_eq!(run.code, 1);
    let run = folder.hadolint(&["--format", "sarif", "--config", ".hadolint.yaml", "Dockerfile"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert!(run["tool"]["driver"]["name"].is_string());
    let seen = run["results"].as_array().unwrap().iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "Dockerfile");
        assert!(result["message"]["text"].is_string());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (place["region"]["startLine"].as_u64().unwrap(), text(&result["ruleId"]), text(&result["level"]))
    });
    let levels = ["warning", "note", "error", "note"];
    let expected: Vec<_> = expected()
        .into_iter()
        .zip(levels)
        .map(|((line, code, _), level)| (line, code, level.to_owned()))
        .collect();
    assert_eq!(seen.collect::<Vec<_>>(), expected);
}

#[test]
fn super_linter() {
    let folder = folder();
    assert_eq!(folder.hadolint(&["-c", ".hadolint.yaml", "Dockerfile"]).code, 1);
    assert_eq!(folder.hadolint(&["-c", ".hadolint.yaml", "clean"]).code, 0);
}
