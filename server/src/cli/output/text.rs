//! `check --format text`: each finding with the lines it is about.
//!
//! The renderer gets an excerpt, never the file: it goes through the whole source it is given, and
//! a file may be large, have very long lines, and a finding on each of them.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use dockwright_lint::{diagnostic::Diagnostic, rule::Severity};

use super::File;
use crate::cli::{lines::Lines, printable};

/// A finding over more lines than this shows these.
const MAX_LINES: usize = 6;
/// A line is kept from its beginning up to a place that is not further than this.
const NEAR: usize = 1000;
/// What is kept of a longer line on each side of the place.
const MARGIN: usize = 60;
/// The longest underlined part of one line.
const MAX_SPAN: usize = 100;
const CUT: &str = "…";

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let renderer = if file.is_coloured { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    let mut rest = file.diagnostics;
    while let Some(diagnostic) = rest.first() {
        let (run, others) = rest.split_at(repeats(rest, &lines));
        let folded = folded(run, &lines);
        out.push_str(&renderer.render(&groups(file, &lines, diagnostic, folded.as_deref())));
        out.push_str("\n\n");
        rest = others;
    }
    out
}

/// How many findings at the beginning are shown as one: repeats of the same error, and errors of one rule in adjacent
/// lines, which mostly have a common cause further up.
fn repeats(diagnostics: &[Diagnostic], lines: &Lines<'_>) -> usize {
    let first = &diagnostics[0];
    if first.severity != Severity::Error {
        return 1;
    }
    let is_same = |it: &&Diagnostic| it.code == first.code && it.severity == first.severity;
    let equal = diagnostics.iter().take_while(|it| is_same(it) && it.message == first.message).count();
    let is_adjacent = |pair: &&[Diagnostic]| {
        is_same(&&pair[1]) && lines.line(pair[1].range.start) <= lines.line(pair[0].range.end) + 1
    };
    let adjacent = diagnostics.windows(2).take_while(is_adjacent).count() + 1;
    // Two different errors have two messages that are worth reading.
    if adjacent > 2 { equal.max(adjacent) } else { equal }
}

/// What is said of the findings that are not shown themselves.
fn folded(run: &[Diagnostic], lines: &Lines<'_>) -> Option<String> {
    /// So many groups of lines are named.
    const NAMED: usize = 8;
    let (first, others) = run.split_first().filter(|(_, others)| !others.is_empty())?;
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for other in others {
        let line = lines.line(other.range.start) + 1;
        match groups.last_mut() {
            Some((_, last)) if line <= *last + 1 => *last = line,
            _ => groups.push((line, line)),
        }
    }
    let of_one = |&(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    let is_cut = groups.len() > NAMED;
    let named: Vec<_> = groups.iter().take(NAMED).map(of_one).collect();
    let what = if others.iter().all(|other| other.message == first.message) {
        "the same error"
    } else {
        "errors of the same kind"
    };
    let noun = if matches!(groups[..], [(first, last)] if first == last) { "line" } else { "lines" };
    let rest = if is_cut { " and others" } else { "" };
    Some(format!("{} more: {what} on {noun} {}{rest}", others.len(), named.join(", ")))
}

/// The first sentence of a message, and the rest, which explains it.
fn parts(message: &str) -> (&str, Option<&str>) {
    let (first, rest) = match message.split_once('\n') {
        Some((first, rest)) => (first, rest),
        None => sentence_end(message).map_or((message, ""), |at| (&message[..at], &message[at + 1..])),
    };
    let rest = rest.trim();
    (first.trim_end().trim_end_matches('.'), (!rest.is_empty()).then_some(rest))
}

/// Where the first sentence ends: at a full stop outside of quotes, with a new sentence after it.
fn sentence_end(message: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in message.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '`' | '"') => quote = Some(c),
            (None, '.') => {
                let next = message[at + 1..].strip_prefix(' ').and_then(|rest| rest.chars().next());
                // Only letters of scripts with cases can be small.
                if next.is_some_and(|next| !next.is_lowercase()) {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn groups<'a>(
    file: &'a File<'_>,
    lines: &Lines<'_>,
    diagnostic: &'a Diagnostic,
    folded: Option<&'a str>,
) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name(Severity::Hint.name()),
    };
    // Of the other names only hadolint's numbers: those are what people write into suppressions.
    let known = diagnostic.aliases.iter().filter(|alias| alias.starts_with("DL"));
    let names: Vec<_> = [diagnostic.code].iter().chain(known.take(1)).copied().collect();
    let (first, explanation) = parts(&diagnostic.message);
    let mut title = level.primary_title(printable::lines(first)).id(names.join(", "));
    if let Some(url) = &diagnostic.url {
        title = title.id_url(url);
    }
    let mut main = with_source(Group::with_title(title), file, lines, &diagnostic.range);
    for note in explanation.into_iter().chain(folded) {
        main = main.element(Level::NOTE.message(printable::lines(note)));
    }
    if let Some(fix) = &diagnostic.fix {
        let note = match diagnostic.severity {
            _ if fix.safe => "",
            // Most errors fail the build, so there is nothing that the fix could change.
            Severity::Error => " (check the result)",
            Severity::Warning | Severity::Info | Severity::Hint => " (may change what the build does)",
        };
        main = main.element(Level::HELP.message(format!("{}{note}", printable::lines(&fix.title))));
    }
    let mut groups = vec![main];
    for related in &diagnostic.related {
        let title = Level::NOTE.secondary_title(printable::lines(&related.message));
        groups.push(with_source(Group::with_title(title), file, lines, &related.range));
    }
    groups
}

fn with_source<'a>(group: Group<'a>, file: &File<'_>, lines: &Lines<'_>, range: &Range<usize>) -> Group<'a> {
    let name = printable::line(file.name).into_owned();
    let Excerpt { text, line, spans, is_shifted } = excerpt(file.source, lines, range);
    let annotations = spans.into_iter().map(|span| -> Annotation<'a> { AnnotationKind::Primary.span(span) });
    let snippet = Snippet::source(text).line_start(line).annotations(annotations);
    if !is_shifted {
        return group.element(snippet.path(name));
    }
    // The renderer would count the column in the excerpt.
    let place = lines.place(range.start);
    group.element(Origin::path(name).line(place.line).char_column(place.column)).element(snippet)
}

/// The lines of a finding, cut to what can be shown.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    /// 1-based number of the first line.
    line: usize,
    /// What to underline in `text`, a range a line.
    spans: Vec<Range<usize>>,
    /// Whether the beginning of a line is missing.
    is_shifted: bool,
}

fn excerpt(source: &str, lines: &Lines<'_>, range: &Range<usize>) -> Excerpt {
    let first = lines.line(range.start);
    // A range that ends after a line feed ends with the line before.
    let last = lines.line(range.end.max(range.start + 1) - 1).max(first);
    let mut out = Excerpt { text: String::new(), line: first + 1, spans: Vec::new(), is_shifted: false };
    for line in first..=last.min(first + MAX_LINES - 1) {
        let line = lines.range(line);
        let start = lines.floor(range.start.clamp(line.start, line.end));
        let end = lines.floor(range.end.clamp(start, line.end));
        // The whitespace at the start of continuation lines does not matter.
        let inside = &source[start..end];
        let start = if start == range.start { start } else { end - inside.trim_start().len() };
        let end = end.min(forward(source, start, MAX_SPAN));
        let is_near = start - line.start <= NEAR;
        let from = if is_near { line.start } else { backward(source, start, MARGIN).max(line.start) };
        let to = forward(source, end, MARGIN).min(line.end);
        if !is_near {
            out.text.push_str(CUT);
            out.is_shifted = true;
        }
        let at = out.text.len() + start - from;
        out.text.push_str(&source[from..to]);
        if to < line.end {
            out.text.push_str(CUT);
        }
        if start < end || first == last {
            out.spans.push(at..at + end - start);
        }
        out.text.push('\n');
    }
    out
}

/// The offset `count` characters before `offset`.
fn backward(source: &str, offset: usize, count: usize) -> usize {
    source[..offset].char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// The offset `count` characters after `offset`.
fn forward(source: &str, offset: usize, count: usize) -> usize {
    source[offset..].char_indices().nth(count).map_or(source.len(), |(at, _)| offset + at)
}

#[cfg(test)]
mod tests {
    use dockwright_analysis::fix::Fix;
    use dockwright_lint::diagnostic::Related;
    use expect_test::{Expect, expect};

    use super::*;

    fn finding(range: Range<usize>) -> Diagnostic {
        Diagnostic {
            code: "RuleName",
            aliases: &["DL0000"],
            severity: Severity::Warning,
            range,
            lines: None,
            message: "the message".to_owned(),
            related: Vec::new(),
            tags: Vec::new(),
            fix: None,
            alternative: None,
            url: None,
        }
    }

    #[track_caller]
    fn check(source: &str, diagnostic: Diagnostic, expected: &Expect) {
        let file = File { name: "web/Dockerfile", source, diagnostics: &[diagnostic], is_coloured: false };
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
        diagnostic.fix = Some(Fix { title: "Do it".to_owned(), safe: false, edits: Vec::new() });
        diagnostic.related = vec![Related { range: 0..4, message: "the stage".to_owned() }];
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
        diagnostic.fix = Some(Fix { title: "Do it".to_owned(), safe: false, edits: Vec::new() });
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
        diagnostic.message = "odd \x1b[31m".to_owned();
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
            message: message.to_owned(),
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
            (run, folded(&all[..run], &lines))
        };
        let more = |text: &str| Some(text.to_owned());
        assert_eq!(told(&[("a", 1)]), (1, None));
        assert_eq!(
            told(&[("a", 1), ("a", 5), ("a", 6)]),
            (3, more("2 more: the same error on lines 5 to 6"))
        );
        assert_eq!(told(&[("a", 1), ("a", 9), ("b", 10)]), (2, more("1 more: the same error on line 9")));
        assert_eq!(told(&[("a", 1), ("b", 2), ("c", 5)]), (1, None));
        let kind = more("2 more: errors of the same kind on lines 2 to 3");
        assert_eq!(told(&[("a", 1), ("b", 2), ("c", 3), ("d", 9)]), (3, kind));
        let all: Vec<_> = errors(&[("a", 1), ("a", 3)]);
        let file = File { name: "f", source: &source, diagnostics: &all, is_coloured: false };
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
        let file = File { name: "f", source: &source, diagnostics: &diagnostics, is_coloured: false };
        assert!(render(&file).contains("f:49991:1"));
    }
}
