//! Tests of findings as a terminal shows them.

use dockwright_analysis::fix::Fix;
use dockwright_lint::diagnostic::Related;
use dockwright_texts::Message;
use expect_test::{Expect, expect};

use super::*;

fn finding(range: Range<usize>) -> Diagnostic {
    Diagnostic {
        code: "RuleName",
        aliases: &["DL0000"],
        severity: Severity::Warning,
        range,
        lines: None,
        message: Message::verbatim("the message"),
        notes: Vec::new(),
        related: Vec::new(),
        tags: Vec::new(),
        fix: None,
        alternative: None,
        url: None,
    }
}

#[track_caller]
fn check(source: &str, diagnostic: Diagnostic, expected: &Expect) {
    let file = File {
        name: "web/Dockerfile",
        source,
        diagnostics: &[diagnostic],
        language: dockwright_texts::Language::English,
        is_coloured: false,
    };
    expected.assert_eq(&render(&file));
}

#[track_caller]
fn check_at(source: &str, part: &str, expected: &Expect) {
    let start = source.find(part).unwrap();
    check(source, finding(start..start + part.len()), expected);
}

#[test]
fn one_line() {
    check_at(
        "FROM a\nRUN x y\nUSER b\n",
        "x y",
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:5
                  |
                2 | RUN x y
                  |     ^^^

            "#]],
    );
}

#[test]
fn fix_and_related_place() {
    let mut diagnostic = finding(11..14);
    diagnostic.severity = Severity::Hint;
    diagnostic.fix = Some(Fix { title: Message::verbatim("Do it"), safe: false, edits: Vec::new() });
    diagnostic.related = vec![Related { range: 0..4, message: Message::verbatim("the stage") }];
    check(
        "FROM a\nRUN x y\n",
        diagnostic,
        &expect![[r#"
                hint[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:5
                  |
                2 | RUN x y
                  |     ^^^
                  |
                  = help: Do it (may change what the build does)
                note: the stage
                 --> web/Dockerfile:1:1
                  |
                1 | FROM a
                  | ^^^^

            "#]],
    );
}

#[test]
fn fix_of_an_error() {
    let mut diagnostic = finding(11..14);
    diagnostic.severity = Severity::Error;
    diagnostic.fix = Some(Fix { title: Message::verbatim("Do it"), safe: false, edits: Vec::new() });
    check(
        "FROM a\nRUN x y\n",
        diagnostic,
        &expect![[r#"
                error[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:5
                  |
                2 | RUN x y
                  |     ^^^
                  |
                  = help: Do it (check the result)

            "#]],
    );
}

#[test]
fn wide_characters_and_tabs() {
    check_at(
        "FROM a\nLABEL\t이름=🐳 x\n",
        "🐳",
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:10
                  |
                2 | LABEL    이름=🐳 x
                  |               ^^

            "#]],
    );
}

#[test]
fn crlf_and_byte_order_mark() {
    check_at(
        "\u{feff}FROM a b\r\nRUN x\r\n",
        "a b",
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:1:6
                  |
                1 | FROM a b
                  |      ^^^

            "#]],
    );
}

#[test]
fn continued_lines() {
    check_at(
        "FROM a\nRUN x \\\n    y\nUSER b\n",
        "RUN x \\\n    y\n",
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:1
                  |
                2 | RUN x \
                  | ^^^^^^^
                3 |     y
                  |     ^

            "#]],
    );
}

#[test]
fn empty_range_at_the_end_of_the_text() {
    check(
        "FROM a\n",
        finding(7..7),
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:1
                  |
                2 |
                  | ^

            "#]],
    );
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let mut diagnostic = finding(4..9);
    diagnostic.message = Message::verbatim("odd \x1b[31m");
    check(
        "RUN \x1b[31mx\n",
        diagnostic,
        &expect![[r#"
                warning[RuleName, DL0000]: odd \u{1b}[31m
                 --> web/Dockerfile:1:5
                  |
                1 | RUN ␛[31mx
                  |     ^^^^^

            "#]],
    );
}

#[test]
fn explanations_are_notes() {
    for (message, expected) in [
        ("`a.B` is wrong. Docker skips it. Then", ("`a.B` is wrong", Some("Docker skips it. Then"))),
        ("ends in `x. Y`", ("ends in `x. Y`", None)),
        ("see e.g. this", ("see e.g. this", None)),
        ("Title.\n\nWhat Docker does.", ("Title", Some("What Docker does."))),
        ("값이 없습니다. 빌드가", ("값이 없습니다", Some("빌드가"))),
        ("version 1.2. `x`", ("version 1.2", Some("`x`"))),
    ] {
        assert_eq!(parts(message), expected);
    }
}

fn errors(messages: &[(&str, usize)]) -> Vec<Diagnostic> {
    let error = |&(message, line): &(&str, usize)| Diagnostic {
        severity: Severity::Error,
        message: Message::verbatim(message.to_owned()),
        ..finding((line - 1) * 4..(line - 1) * 4 + 3)
    };
    messages.iter().map(error).collect()
}

#[test]
fn repeats_of_an_error_are_folded() {
    let source = "abc\n".repeat(12);
    let lines = Lines::new(&source);
    let told = |messages: &[(&str, usize)]| {
        let all = errors(messages);
        let run = repeats(&all, &lines);
        (run, folded(&all[..run], &lines, dockwright_texts::Language::English))
    };
    let more = |text: &str| Some(text.to_owned());
    assert_eq!(told(&[("a", 1)]), (1, None));
    assert_eq!(told(&[("a", 1), ("a", 5), ("a", 6)]), (3, more("2 more: the same error on lines 5 to 6")));
    assert_eq!(told(&[("a", 1), ("a", 9), ("b", 10)]), (2, more("1 more: the same error on line 9")));
    assert_eq!(told(&[("a", 1), ("b", 2), ("c", 5)]), (1, None));
    let kind = more("2 more: errors of the same kind on lines 2 to 3");
    assert_eq!(told(&[("a", 1), ("b", 2), ("c", 3), ("d", 9)]), (3, kind));
    let all: Vec<_> = errors(&[("a", 1), ("a", 3)]);
    let file = File {
        name: "f",
        source: &source,
        diagnostics: &all,
        language: dockwright_texts::Language::English,
        is_coloured: false,
    };
    expect![[r#"
            error[RuleName, DL0000]: a
             --> f:1:1
              |
            1 | abc
              | ^^^
              |
              = note: 1 more: the same error on line 3

        "#]]
    .assert_eq(&render(&file));
}

#[test]
fn long_lines_are_cut_on_both_sides() {
    let source = format!("FROM a\nRUN {}HERE{}\n", "가".repeat(5000), "b".repeat(5000));
    check_at(
        &source,
        "HERE",
        &expect![[r#"
            warning[RuleName, DL0000]: the message
             --> web/Dockerfile:2:5005
              |
             ::: 
            2 | …가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가HEREbbbbbbbb...
              |                                                                                                                          ^^^^

        "#]],
    );
}

#[test]
fn places_in_moderately_long_lines_are_shown_in_full() {
    let source = format!("FROM a\nRUN {}HERE{}\n", "ab ".repeat(70), "b".repeat(5000));
    check_at(
        &source,
        "HERE",
        &expect![[r#"
            warning[RuleName, DL0000]: the message
             --> web/Dockerfile:2:215
              |
            2 | ...ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab HEREbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
              |                                                                   ^^^^

        "#]],
    );
}

#[test]
fn many_lines_are_cut() {
    let source = format!("FROM a\nRUN x{}\n", " \\\n  y".repeat(1000));
    check(
        &source,
        finding(7..source.len()),
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:1
                  |
                2 | RUN x \
                  | ^^^^^^^
                3 |   y \
                  |   ^^^
                4 |   y \
                  |   ^^^
                5 |   y \
                  |   ^^^
                6 |   y \
                  |   ^^^
                7 |   y \
                  |   ^^^

            "#]],
    );
}

#[test]
fn many_findings_in_a_large_file_are_not_quadratic() {
    let source = "RUN something or other\n".repeat(50_000);
    let diagnostics: Vec<_> = (0..5000).map(|n| finding(n * 230..n * 230 + 3)).collect();
    let file = File {
        name: "f",
        source: &source,
        diagnostics: &diagnostics,
        language: dockwright_texts::Language::English,
        is_coloured: false,
    };
    assert!(render(&file).contains("f:49991:1"));
}

#[test]
fn a_note_may_begin_with_a_small_letter() {
    let source = "FROM a\nRUN x y\n";
    let mut diagnostic = finding(7..10);
    diagnostic.notes = vec![Message::verbatim("pip keeps it. It is large"), Message::verbatim("Really")];
    check(
        source,
        diagnostic,
        &expect![[r#"
                warning[RuleName, DL0000]: the message
                 --> web/Dockerfile:2:1
                  |
                2 | RUN x y
                  | ^^^
                  |
                  = note: pip keeps it. It is large. Really

            "#]],
    );
}
