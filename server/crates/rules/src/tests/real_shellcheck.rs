//! Tests with a stand-in for `ShellCheck`; the results are checked on whole documents.

use std::{fmt::Write as _, sync::Arc};

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_syntax::Text;
use dockwright_texts::Language;
use serde_json::{Value, json};

use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::{Choice, Selection, ShellCheck},
    rule::{Preset, Severity},
    shellcheck::{
        answers::{self, Answer, AnswerSource, file_name},
        scripts,
    },
};

/// The answers in an output, if it is valid.
fn read(output: &[u8], scripts: &[&str]) -> Option<Vec<Answer>> {
    Some(answers::read(serde_json::from_slice(output).ok()?, scripts))
}

/// Answers as `ShellCheck` would if it wanted quotes around each place of a word.
#[derive(Debug)]
struct Stub {
    word: &'static str,
    code: u16,
}

impl Stub {
    fn comments(&self, number: usize, script: &str) -> Vec<Value> {
        let mut comments = Vec::new();
        for (at, line) in script.split('\n').enumerate() {
            for (start, _) in line.match_indices(self.word) {
                let column = line[..start].chars().count() + 1;
                let end = column + self.word.chars().count();
                let insertion = |column: usize, point: &str| json!({"line": at + 1, "endLine": at + 1, "column": column, "endColumn": column, "insertionPoint": point, "precedence": 7, "replacement": "\""});
                comments.push(json!({
                    "file": file_name(number), "line": at + 1, "endLine": at + 1, "column": column, "endColumn": end,
                    "level": "warning", "code": self.code, "message": "Quote this.",
                    "fix": {"replacements": [insertion(end, "beforeStart"), insertion(column, "afterEnd")]},
                }));
            }
        }
        comments
    }
}

impl AnswerSource for Stub {
    fn answers(&self, scripts: &[&str]) -> Vec<Option<Arc<Answer>>> {
        let comments = scripts.iter().enumerate().flat_map(|(at, script)| self.comments(at, script));
        let output = json!({"comments": comments.collect::<Vec<_>>()}).to_string();
        read(output.as_bytes(), scripts).unwrap().into_iter().map(|answer| Some(answer.into())).collect()
    }
}

/// A code that no rule of ours has.
const CODE: u16 = 2064;

fn selection(word: &'static str, code: u16, choice: &Choice) -> Selection {
    let mut selection = Selection::new(Preset::Default, choice);
    selection.shellcheck = Some(ShellCheck(Arc::new(Stub { word, code })));
    selection
}

fn found(source: &str, selection: &Selection) -> Vec<Diagnostic> {
    let document = Document::new(Text::new(source));
    let mut found = diagnostics_for(&document, document.model(), selection);
    found.retain(|diagnostic| diagnostic.code.starts_with("SC"));
    found
}

/// Checks that the word is found at each of its marked places, `«word»`, and that its fix quotes it there. Other places of
/// it are not in scripts.
#[track_caller]
fn check(marked: &str, word: &'static str) {
    let source = marked.replace(['«', '»'], "");
    let found = found(&source, &selection(word, CODE, &Choice::default()));
    let mut shown = source.clone();
    for diagnostic in found.iter().rev() {
        assert_eq!(&source[diagnostic.range.clone()].replace("\\\n", ""), word);
        shown.insert(diagnostic.range.end, '»');
        shown.insert(diagnostic.range.start, '«');
    }
    assert_eq!(shown, marked);
    for diagnostic in &found {
        let fix = diagnostic.fix.as_ref().unwrap();
        assert!(!fix.safe);
        let mut expected = source.clone();
        expected.insert(diagnostic.range.end, '"');
        expected.insert(diagnostic.range.start, '"');
        assert_eq!(edited(&source, &fix.edits), expected);
    }
}

#[test]
fn places_come_back_through_joined_lines() {
    check("FROM debian:13\nRUN a «$X» b\n", "$X");
    check("FROM debian:13\nRUN a \\\n    # about $X\n    «$X» && \\\n\n  b «$X»;«$X»\n", "$X");
    check("FROM debian:13\nRUN --mount=type=tmpfs,target=$X a «$X»\nCMD $X\n", "$X");
    check("FROM debian:13\r\nRUN a \\\r\n\t«$X» \\\r\n\t«$X»\r\n", "$X");
    check("# escape=`\nFROM debian:13\nRUN a `\n   «$X» `\n  b\n", "$X");
    check("FROM debian:13\nRUN echo é 🐳\t«é🐳» \\\n ü «é🐳»", "é🐳");
    check("FROM debian:13\nONBUILD RUN a \\\n  «$X»\n", "$X");
    check("FROM debian:13\nRUN [\"a\", \"$X\"]\nRUN a\nRUN b \"«$X»\"\n", "$X");
}

#[test]
fn places_come_back_from_heredocs() {
    check("FROM debian:13\nRUN <<EOF\n# $Y\n\ta «$X»\n  b é «$X»\nEOF\nRUN «$X»\n", "$X");
    check("FROM debian:13\nRUN <<-EOF\n\t\ta «$X»\n\tb\t«$X»\n\tEOF\n", "$X");
    check("FROM debian:13\r\nRUN <<EOF\r\na «$X»\r\nb «$X»\r\nEOF\r\n", "$X");
    check("FROM debian:13\nRUN cat <<EOF >«$X» && \\\n  b «$X»\n«$X» \\\n«$X»\nEOF\n", "$X");
}

#[test]
fn a_word_over_two_lines_gets_its_quotes_at_its_ends() {
    let source = "FROM debian:13\nRUN a $LO\\\nNG \\\n  b\n";
    let found = found(source, &selection("$LONG", CODE, &Choice::default()));
    assert_eq!(&source[found[0].range.clone()], "$LO\\\nNG");
    let fixed = edited(source, &found[0].fix.as_ref().unwrap().edits);
    assert_eq!(fixed, "FROM debian:13\nRUN a \"$LO\\\nNG\" \\\n  b\n");
}

/// The two lines before the script of each RUN, without the variables that Docker always has.
#[track_caller]
fn check_heads(source: &str, expected: &[&str]) {
    let document = Document::new(Text::new(source));
    let scripts = scripts(&document, document.model());
    let heads = scripts.iter().map(|script| {
        let mut lines = script.text.lines();
        let shell = lines.next().unwrap().strip_prefix("# shellcheck shell=").unwrap();
        let names = lines.next().unwrap().strip_prefix("export ").unwrap();
        let mut head = shell.to_owned();
        for name in names.split(' ').filter(|name| !name.contains("_proxy=") && !name.starts_with("PATH=")) {
            let _ = write!(head, " {}", name.strip_suffix("=\"$1\"").unwrap());
        }
        head
    });
    assert_eq!(heads.collect::<Vec<_>>(), expected);
}

#[test]
fn the_dialect_is_that_of_the_stage() {
    for (image, shell) in
        [("debian:13", "dash"), ("alpine", "busybox"), ("fedora:43", "bash"), ("example.com/a", "sh")]
    {
        check_heads(&format!("FROM {image}\nRUN a\n"), &[shell]);
    }
    let shell = |words: &str| format!("FROM debian:13\nSHELL [{words}]\nRUN a\n");
    check_heads(&shell("\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\""), &["bash"]);
    check_heads(&shell("\"/bin/ash\", \"-c\""), &["busybox"]);
    check_heads(&shell("\"/bin/sh\", \"-ec\""), &["dash"]);
    check_heads(&shell("\"mksh\", \"-c\""), &["ksh"]);
    check_heads(&shell("\"zsh\", \"-c\""), &[]);
    check_heads(&shell("\"pwsh\", \"-c\""), &[]);
    check_heads("FROM debian:13\nRUN <<EOF\n#!/usr/bin/env bash\na\nEOF\n", &["bash"]);
    check_heads(
        "FROM debian:13\nRUN <<EOF\n#!/bin/sh\na\nEOF\nRUN <<EOF\n#!/usr/bin/python3\na\nEOF\n",
        &["dash"],
    );
    check_heads("FROM x\n# shellcheck shell=ksh\nRUN a\n# hadolint shell=bash\nRUN a\n", &["ksh", "bash"]);
}

#[test]
fn the_variables_of_the_stage_are_known() {
    check_heads(
        "ARG A=1\nFROM debian:13 AS a\nARG A\nENV B=1 c=2\nRUN a\nFROM a\nARG d\nRUN b\nFROM debian:13\nRUN c\n",
        &["dash A B c", "dash A B c d", "dash"],
    );
}

#[test]
fn what_is_native_is_left_to_our_rules() {
    let source = "FROM example.com/a\nRUN a $X\n";
    let codes = |code| found(source, &selection("$X", code, &Choice::default())).len();
    assert_eq!(codes(2064), 1);
    // Of `UnquotedVariable`, pointless, about files elsewhere, and about an unknown shell.
    assert_eq!([2086, 2148, 1091, 3999].map(codes), [0; 4]);
    let known = source.replace("example.com/a", "debian:13");
    assert_eq!(found(&known, &selection("$X", 3999, &Choice::default())).len(), 1);
}

#[test]
fn codes_are_chosen_and_silenced_as_rules_are() {
    let source = "FROM debian:13\nRUN a $X\n";
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let count = |choice: &Choice| found(source, &selection("$X", CODE, choice)).len();
    let ignore = |name| Choice { ignore: names(&[name]), ..Choice::default() };
    let select = |name| Choice { select: names(&[name]), ..Choice::default() };
    assert_eq!([ignore("sc2064"), ignore("SC2065"), ignore("shell")].map(|it| count(&it)), [0, 1, 0]);
    assert_eq!([select("SC2064"), select("DL3025"), select("shell")].map(|it| count(&it)), [1, 0, 1]);
    for (comment, count) in [
        ("# dockwright ignore=SC2064", 0),
        ("# shellcheck disable=SC2064", 0),
        ("# hadolint ignore=SC2064", 0),
        ("# hadolint global ignore=SC2064", 0),
        ("# dockwright file ignore=SC2065", 1),
    ] {
        let found = found(
            &source.replace("RUN", &format!("{comment}\nRUN")),
            &selection("$X", CODE, &Choice::default()),
        );
        assert_eq!(found.len(), count, "{comment}");
    }
    for (name, severity, expected) in [
        ("SC2064", Some(Severity::Error), Some(Severity::Error)),
        ("shell", Some(Severity::Hint), Some(Severity::Hint)),
        ("SC2064", None, None),
        ("shell", None, None),
        ("SC2065", None, Some(Severity::Warning)),
    ] {
        let mut selection = selection("$X", CODE, &Choice::default());
        selection.set_severity(name, severity);
        assert_eq!(found(source, &selection).first().map(|it| it.severity), expected, "{name}");
    }
}

#[test]
fn a_finding_has_the_words_and_the_page_of_shellcheck() {
    let found = found("FROM debian:13\nRUN a $X\n", &selection("$X", CODE, &Choice::default()));
    assert_eq!(found[0].text(Language::English), "Quote this.");
    assert_eq!(found[0].url.as_deref(), Some("https://www.shellcheck.net/wiki/SC2064"));
    let title = found[0].fix.as_ref().unwrap().title.text(Language::English);
    assert_eq!(title, "Apply ShellCheck's fix for SC2064");
}

#[test]
fn the_build_has_no_part_in_it() {
    let mut selection = selection("$X", CODE, &Choice::default());
    selection.preset = Preset::Buildkit;
    assert_eq!(found("FROM debian:13\nRUN a $X\n", &selection), []);
}

#[test]
fn output_is_not_trusted() {
    let script = "# shellcheck shell=sh\nexport A\necho é\n";
    let comment = |changes: &Value| {
        let mut comment = json!({
            "file": "/tmp/x/0.sh", "line": 3, "endLine": 3, "column": 6, "endColumn": 7,
            "level": "info", "code": 2064, "message": "m", "fix": null,
        });
        for (key, value) in changes.as_object().unwrap() {
            comment[key] = value.clone();
        }
        let output = json!({"comments": [comment]}).to_string();
        let answers = read(output.as_bytes(), &[script]).map(|answers| answers[0].remarks.clone());
        answers.map(|remarks| remarks.first().map(|remark| (remark.range.clone(), remark.edits.len())))
    };
    let edit = |line: usize, column: usize, end: usize| {
        let replacement = json!({"line": line, "endLine": line, "column": column, "endColumn": end, "insertionPoint": "afterEnd", "precedence": 1, "replacement": "x"});
        json!({"fix": {"replacements": [replacement.clone(), replacement]}})
    };
    assert_eq!(comment(&json!({})), Some(Some((5..7, 0))));
    assert_eq!(comment(&json!({"endLine": 1, "endColumn": 1})), Some(Some((5..7, 0))));
    assert_eq!(comment(&json!({"column": 900, "endColumn": 9000})), Some(Some((8..8, 0))));
    assert_eq!(comment(&json!({"line": 4, "column": 1, "endLine": 4})), Some(Some((8..8, 0))));
    assert_eq!(comment(&edit(3, 1, 1)), Some(Some((5..7, 2))));
    // Twice the same replacement, one in the lines before the script, and one nowhere.
    assert_eq!(comment(&edit(3, 1, 3)), Some(Some((5..7, 0))));
    assert_eq!(comment(&edit(2, 1, 1)), Some(Some((5..7, 0))));
    assert_eq!(comment(&edit(9, 1, 1)), Some(Some((5..7, 0))));
    for changes in [
        json!({"line": 2}),
        json!({"line": 0}),
        json!({"line": 77}),
        json!({"column": 0}),
        json!({"file": "1.sh"}),
        json!({"file": "../../etc/passwd"}),
        json!({"level": "panic"}),
    ] {
        assert_eq!(comment(&changes), Some(None), "{changes}");
    }
    for changes in [json!({"line": -1}), json!({"code": 65536}), json!({"message": 1})] {
        assert_eq!(comment(&changes), None, "{changes}");
    }
    assert_eq!(read(b"", &[script]), None);
    assert_eq!(read(b"[]", &[script]), None);
}

#[test]
fn what_is_inserted_at_one_place_nests() {
    let replacement = |point: &str, precedence: i64, text: &str| json!({"line": 3, "endLine": 3, "column": 4, "endColumn": 4, "insertionPoint": point, "precedence": precedence, "replacement": text});
    let all = [
        replacement("afterEnd", 9, "d"),
        replacement("beforeStart", 5, "b"),
        replacement("afterEnd", 2, "c"),
        replacement("beforeStart", 8, "a"),
    ];
    let output = json!({"comments": [{
        "file": "0.sh", "line": 3, "endLine": 3, "column": 1, "endColumn": 4, "level": "style", "code": 2064,
        "message": "m", "fix": {"replacements": all},
    }]});
    let answers = read(output.to_string().as_bytes(), &["\n\n123456\n"]).unwrap();
    let texts: String = answers[0].remarks[0].edits.iter().map(|edit| edit.text.as_str()).collect();
    assert_eq!(texts, "abcd");
}
