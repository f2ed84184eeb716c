//! Formats the lines outside of instructions: comments, blank lines, and the end of the file.

use std::ops::Range;

use dockwright_syntax::logical::BLANKS;

use super::instruction::Style;
use dockwright_analysis::{
    document::{Document, directive_shape},
    fix::TextEdit,
};

/// A line outside of instructions.
struct Outside<'a> {
    start: usize,
    text: &'a str,
    /// Includes the line end.
    end: usize,
}

/// The edits of lines outside of instructions: trailing whitespace, runs of blank lines, and the
/// end of the file.
pub(super) fn between(document: &Document, style: &Style<'_>) -> Vec<TextEdit> {
    let source = style.source;
    let mut edits = Vec::new();
    let mut at = usize::from(source.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
    for placed in document.instructions() {
        let start = line_start(source, placed.start);
        if start > at {
            let is_indented = start < placed.start && placed.facts.problems.is_empty();
            gap_edits(document, style, at..start, Some(is_indented), &mut edits);
        }
        at = line_end(source, placed.start + placed.facts.len).max(at);
    }
    if at < source.len() {
        gap_edits(document, style, at..source.len(), None, &mut edits);
    }
    let is_open = document.instructions().last().is_some_and(|last| {
        let facts = last.facts;
        facts.heredocs.iter().any(|heredoc| !heredoc.is_terminated)
    });
    let text = source.trim_end_matches(['\n', '\r', ' ', '\t']);
    let is_ended = source[text.len()..].contains('\n');
    if style.options.final_newline && !text.trim_start_matches('\u{feff}').is_empty() && !is_ended && !is_open
    {
        edits.push(TextEdit { range: source.len()..source.len(), text: style.line_end.to_owned() });
    }
    edits
}

/// The edits of the lines in a range. `next` is whether the following instruction loses its
/// indentation, and `None` at the end of the file.
fn gap_edits(
    document: &Document,
    style: &Style<'_>,
    range: Range<usize>,
    next: Option<bool>,
    edits: &mut Vec<TextEdit>,
) {
    let source = style.source;
    let mut blank = Vec::new();
    let mut start = range.start;
    let is_top = source[..range.start].trim_start_matches('\u{feff}').is_empty();
    let mut is_first = is_top;
    for text in source[range].split_inclusive('\n') {
        let line = Outside { start, text: text.trim_end_matches(['\n', '\r']), end: start + text.len() };
        start = line.end;
        if line.text.trim_matches(BLANKS).is_empty() {
            blank.push(line);
            continue;
        }
        let is_comment = line.text.trim_start().starts_with('#');
        let kept = match style.options.max_blank_lines {
            // At the top of a file, a blank line may keep a comment from becoming a directive.
            most if is_top && is_comment => most.max(1),
            _ if is_first => 0,
            most => most,
        };
        blank_line_edits(style, &blank, kept, edits);
        blank.clear();
        is_first = false;
        if !document.directives().iter().any(|it| it.range.start < line.end && line.start < it.range.end) {
            comment_edits(style, &line, next == Some(true), edits);
        }
    }
    let kept = match next {
        None => 0,
        Some(_) if is_first => 0,
        Some(_) => style.options.max_blank_lines,
    };
    blank_line_edits(style, &blank, kept, edits);
}

fn blank_line_edits(style: &Style<'_>, blank: &[Outside<'_>], kept: usize, edits: &mut Vec<TextEdit>) {
    for line in blank.iter().take(kept) {
        if style.options.trim_trailing_blanks && !line.text.is_empty() {
            let range = line.start..line.start + line.text.len();
            edits.push(TextEdit { range, text: String::new() });
        }
    }
    if let (Some(first), Some(last)) = (blank.get(kept), blank.last()) {
        edits.push(TextEdit { range: first.start..last.end, text: String::new() });
    }
}

fn comment_edits(style: &Style<'_>, line: &Outside<'_>, is_moved: bool, edits: &mut Vec<TextEdit>) {
    let end = line.start + line.text.len();
    let visible = line.text.trim_start_matches(BLANKS);
    // An indented comment above an indented instruction moves with it, unless at the margin it would
    // become a directive.
    let is_plain = visible.strip_prefix('#').is_some_and(|text| directive_shape(text.trim()).is_none());
    if is_moved && is_plain && visible.len() < line.text.len() {
        edits.push(TextEdit { range: line.start..end - visible.len(), text: String::new() });
    }
    let kept = line.start + line.text.trim_end_matches(BLANKS).len();
    if style.options.trim_trailing_blanks && kept < end {
        edits.push(TextEdit { range: kept..end, text: String::new() });
    }
}

fn line_start(source: &str, offset: usize) -> usize {
    source[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// The end of the line that contains an offset, after its line feed; an offset at the start of a
/// line is returned as is.
fn line_end(source: &str, offset: usize) -> usize {
    if source[..offset].ends_with('\n') {
        return offset;
    }
    source[offset..].find('\n').map_or(source.len(), |at| offset + at + 1)
}
