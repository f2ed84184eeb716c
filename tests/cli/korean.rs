//! Every command in Korean: texts for users have no English sentence.

use super::*;

const FILE: &str = "FROM alpine:3.22 as base\nARG Name\nRUN apt-get update && cd /tmp\nFROM base\nUSER $NAME\n\
                    MAINTAINER me\nCOPY --from=bse /a /b\nEXPOSE 22\nENV PASSWORD=x\n";

/// Three or more plain English words after each other, outside of code, quoted names and columns.
fn english(text: &str) -> Option<String> {
    for line in text.lines() {
        // The source lines that `check` shows, and their marks, are the reader's own words.
        let line = line.split_once(" | ").map_or(line, |(before, _)| before);
        let prose = line.split(['`', '\'', '"']).step_by(2);
        for part in prose.flat_map(|part| part.split("  ")) {
            let words: Vec<_> = part.split_whitespace().collect();
            let is_word = |word: &&str| {
                let word = word.trim_end_matches(['.', ':', ';', ')']).trim_start_matches('(');
                word.len() > 1
                    && word.chars().all(|c| c.is_ascii_alphabetic())
                    && word.chars().skip(1).all(|c| c.is_ascii_lowercase())
            };
            if words.windows(3).any(|three| three.iter().all(is_word)) {
                return Some(line.to_owned());
            }
        }
    }
    None
}

#[test]
fn no_command_prints_an_english_sentence() {
    let folder =
        Folder::new(&[("Dockerfile", FILE), (".dockerignore", "*.md\n"), ("app/package.json", "{}")]);
    folder.write("broken/Dockerfile", b"FROM a\nFRM b\nRUN <<X\n");
    for arguments in [
        &["--help"][..],
        &["check"],
        &["check", "--format", "concise", "--preset", "all", "--statistics"],
        &["check", "--fix", "--diff"],
        &["check", "broken"],
        &["check", "--fix", "Dockerfile"],
        &["check", "absent"],
        &["check", "--ignore", "NoSuchRule"],
        &["check", "--format", "xyz"],
        &["check", "--fixx"],
        &["check", "--isolated", "--config", "x"],
        &["format", "--check"],
        &["format", "absent"],
        &["resolve", "Dockerfile"],
        &["resolve", "Dockerfile", "--target", "absent"],
        &["graph"],
        &["graph", "--target", "absent"],
        &["context"],
        &["context", "absent"],
        &["init", "app"],
        &["init", "app"],
        &["init", "broken"],
        &["rules"],
        &["explain", "absent"],
        &["explain"],
        &["parse"],
        &["completions", "tcsh"],
        &["hadolint"],
        &["hadolint", "Dockerfile"],
        &["hadolint", "absent"],
        &["hadolint", "--form", "json"],
        &["hadolint", "-f"],
        &["hadolint", "-f", "xyz", "Dockerfile"],
        &["hadolint", "-t", "xyz", "Dockerfile"],
        &["hadolint", "--require-label", "a:b", "Dockerfile"],
        &["hadolint", "-c", "absent", "Dockerfile"],
        &["hadolint", "-o", "absent/file", "Dockerfile"],
        &["hadolint", "-", "-"],
        &["absent"],
        &[],
    ] {
        let output = command(&folder.0).args(arguments).env("LC_ALL", "ko_KR.UTF-8").output().unwrap();
        let run = Run::from(output);
        for text in [&run.stdout, &run.stderr] {
            assert_eq!(english(text), None, "{arguments:?}");
        }
    }
}

#[test]
fn every_finding_begins_in_korean() {
    let folder = Folder::new(&[("Dockerfile", FILE)]);
    folder.write("a/Dockerfile", b"FRM a\n");
    folder.write("b/Dockerfile", b"RUN x\nFROM <a>\nCOPY x\nSHELL a\nEXPOSE a\nENV a\nUSER\nHEALTHCHECK x\n");
    folder.write("c/Dockerfile", b"# syntax=docker/dockerfile:1\n");
    let run = folder.run(&["check", "--locale", "ko", "--preset", "all"]);
    let is_finding =
        |line: &&str| ["error[", "warning[", "info[", "hint["].iter().any(|it| line.starts_with(it));
    let findings: Vec<_> = run.stdout.lines().filter(is_finding).collect();
    assert!(findings.len() > 15, "{}", run.stdout);
    for line in findings {
        let (_, message) = line.split_once("]: ").unwrap();
        let prose: String = message.split('`').step_by(2).collect();
        assert!(prose.contains(|c: char| ('가'..='힣').contains(&c)), "{line}");
    }
}

#[test]
fn every_command_has_its_help_in_korean() {
    let folder = Folder::new(&[]);
    for name in [
        "lsp",
        "check",
        "format",
        "parse",
        "resolve",
        "graph",
        "init",
        "context",
        "rules",
        "explain",
        "stats",
        "completions",
        "hadolint",
    ] {
        for arguments in [
            &[name, "--help", "--locale", "ko"][..],
            &["--locale", "ko", name, "-h"],
            &["--locale=ko", "help", name],
        ] {
            let run = folder.run(arguments);
            assert!(
                run.code == 0 && run.stdout.contains("사용법:") && run.stdout.contains("옵션:"),
                "{run:?}"
            );
            assert_eq!(english(&run.stdout), None, "{arguments:?}");
        }
    }
}

#[test]
fn the_language_is_chosen_before_and_after_the_command() {
    let folder = Folder::new(&[]);
    for arguments in [["--locale", "ko", "check", "absent"], ["check", "absent", "--locale", "ko"]] {
        let run = folder.run(&arguments);
        assert!(run.stderr.contains("읽을 수 없습니다"), "{run:?}");
    }
}
