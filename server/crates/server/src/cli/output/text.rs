//! `check --format text`: each finding with the source lines it is about.
//!
//! The renderer gets only an excerpt because it scans the whole source that it is given, and a file
//! may be large, with very long lines and a finding on each of them.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use dockwright_lint::{diagnostic::Diagnostic, rule::Severity};
use dockwright_texts::{Language, Message, cli::findings as texts, sentences};

use super::File;
use crate::cli::{lines::Lines, printable};

/// A finding over more lines than this shows only these.
const MAX_LINES: usize = 6;
/// A line is shown from its start if the position is not further away than this.
const NEAR: usize = 1000;
/// The number of characters of a longer line that are kept on each side of the position.
const MARGIN: usize = 60;
/// The maximum length of the underlined part of a line.
const MAX_SPAN: usize = 100;
const CUT: &str = "…";

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let renderer = if file.is_coloured { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    let mut rest = file.diagnostics;
    while let Some(diagnostic) = rest.first() {
        let (run, others) = rest.split_at(repeats(rest, &lines));
        let folded = folded(run, &lines, file.language);
        out.push_str(&renderer.render(&groups(file, &lines, diagnostic, folded.as_deref())));
        out.push_str("\n\n");
        rest = others;
    }
    out
}

/// How many of the first findings are shown as one: repeats of the same error, and errors of one
/// rule in adjacent lines, which mostly have a common cause further up.
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

/// The note about the findings that are not shown separately.
fn folded(run: &[Diagnostic], lines: &Lines<'_>, language: Language) -> Option<String> {
    /// The maximum number of line groups that are listed.
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
        if first == last { first.to_string() } else { texts::Range { first, last }.message().text(language) }
    };
    let is_cut = groups.len() > NAMED;
    let named: Vec<_> = groups.iter().take(NAMED).map(of_one).collect();
    let (count, named) = (others.len(), named.join(", "));
    let is_same = others.iter().all(|other| other.message == first.message);
    let is_one_line = matches!(groups[..], [(first, last)] if first == last);
    let message = match (is_same, is_one_line, is_cut) {
        (true, true, _) => texts::SameOnLine { count, line: named }.message(),
        (true, false, false) => texts::SameOnLines { count, lines: named }.message(),
        (true, false, true) => texts::SameOnLinesAndOthers { count, lines: named }.message(),
        (false, true, _) => texts::SimilarOnLine { count, line: named }.message(),
        (false, false, false) => texts::SimilarOnLines { count, lines: named }.message(),
        (false, false, true) => texts::SimilarOnLinesAndOthers { count, lines: named }.message(),
    };
    Some(message.text(language))
}

/// Splits a message into its first sentence and the explanation after it.
fn parts(message: &str) -> (&str, Option<&str>) {
    let (first, rest) = match message.split_once('\n') {
        Some((first, rest)) => (first, rest),
        None => sentence_end(message).map_or((message, ""), |at| (&message[..at], &message[at + 1..])),
    };
    let rest = rest.trim();
    (first.trim_end().trim_end_matches('.'), (!rest.is_empty()).then_some(rest))
}

/// The end of the first sentence: a full stop outside of quotes, followed by a new sentence.
fn sentence_end(message: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in message.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '`' | '"') => quote = Some(c),
            (None, '.') => {
                let next = message[at + 1..].strip_prefix(' ').and_then(|rest| rest.chars().next());
                // Scripts without letter case have no lower-case letters.
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
    // Besides its name, only a code of hadolint is shown, since users write it in suppressions.
    let known = diagnostic.aliases.iter().filter(|alias| alias.starts_with("DL"));
    let names: Vec<_> = [diagnostic.code].iter().chain(known.take(1)).copied().collect();
    let message = diagnostic.message.text(file.language);
    let (first, rest) = parts(&message);
    let notes = rest
        .map(|rest| Message::verbatim(rest.to_owned()))
        .into_iter()
        .chain(diagnostic.notes.iter().cloned());
    let explanation = Some(sentences(&notes.collect::<Vec<_>>(), file.language)).filter(|it| !it.is_empty());
    let mut title = level.primary_title(printable::lines(first).into_owned()).id(names.join(", "));
    if let Some(url) = &diagnostic.url {
        title = title.id_url(url);
    }
    let mut main = with_source(Group::with_title(title), file, lines, &diagnostic.range);
    for note in explanation.as_deref().into_iter().chain(folded) {
        main = main.element(Level::NOTE.message(printable::lines(note).into_owned()));
    }
    if let Some(fix) = &diagnostic.fix {
        let title = fix.title.text(file.language);
        let title = printable::lines(&title);
        let help = match diagnostic.severity {
            _ if fix.safe => Message::verbatim(title.into_owned()),
            // Most errors fail the build anyway, so there is no result that the fix could change.
            Severity::Error => texts::fix_to_check(title),
            Severity::Warning | Severity::Info | Severity::Hint => texts::fix_that_may_change(title),
        };
        main = main.element(Level::HELP.message(help.text(file.language)));
    }
    let mut groups = vec![main];
    for related in &diagnostic.related {
        let title =
            Level::NOTE.secondary_title(printable::lines(&related.message.text(file.language)).into_owned());
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
    // The renderer would count the column within the excerpt.
    let place = lines.place(range.start);
    group.element(Origin::path(name).line(place.line).char_column(place.column)).element(snippet)
}

/// The lines of a finding, shortened for display.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    /// 1-based number of the first line.
    line: usize,
    /// The ranges to underline in `text`, one per line.
    spans: Vec<Range<usize>>,
    /// Whether the beginning of a line is missing.
    is_shifted: bool,
}

fn excerpt(source: &str, lines: &Lines<'_>, range: &Range<usize>) -> Excerpt {
    let first = lines.line(range.start);
    // A range that ends after a line feed ends on the previous line.
    let last = lines.line(range.end.max(range.start + 1) - 1).max(first);
    let mut out = Excerpt { text: String::new(), line: first + 1, spans: Vec::new(), is_shifted: false };
    for line in first..=last.min(first + MAX_LINES - 1) {
        let line = lines.range(line);
        let start = lines.floor(range.start.clamp(line.start, line.end));
        let end = lines.floor(range.end.clamp(start, line.end));
        // Whitespace at the start of continuation lines is not underlined.
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
mod tests;
