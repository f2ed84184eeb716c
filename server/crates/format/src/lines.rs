//! Splits an instruction into its physical lines, without heredoc bodies.

use std::ops::Range;

use dockwright_syntax::logical::{BLANKS, continuation, is_space};

/// The content of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Text of the instruction.
    Text,
    /// Only the escape character.
    Continuation,
    /// A comment between the lines of the instruction.
    Comment,
    /// Only whitespace.
    Blank,
}

/// How a line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// With the escape character, and whitespace after it.
    Continued { trailing: Range<usize> },
    /// With the line end, or directly before a line that will be split off.
    Plain,
    /// The line is to be split here: `tail` becomes the end of a line and the indentation of the next.
    Divided,
}

/// A line; ranges are byte offsets in the document.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) kind: LineKind,
    /// The whitespace at its start; empty if the line will be split off from another line.
    pub(super) indent: Range<usize>,
    /// The text between the leading and the trailing whitespace.
    pub(super) content: Range<usize>,
    /// The whitespace after the content.
    pub(super) tail: Range<usize>,
    pub(super) end: End,
    /// The 0-based column on the screen where its indentation ends, or will end if the line is to be
    /// split off.
    pub(super) column: usize,
}

/// The lines of the text from `start`, where the instruction begins, up to and including the line
/// after `rows` line ends.
pub(super) fn lines(source: &str, start: usize, rows: u32, escape: char, tab_width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = &source[line_start..start];
    let mut at = line_start + before.trim_end_matches(BLANKS).len();
    let mut rest = rows + 1;
    while rest > 0 && (at < source.len() || lines.is_empty()) {
        let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
        let text = source[at..end].trim_end_matches('\r');
        lines.push(line(text, at, lines.is_empty(), escape, tab_width));
        at = (end + 1).min(source.len());
        rest -= 1;
    }
    lines
}

fn line(text: &str, start: usize, is_first: bool, escape: char, tab_width: usize) -> Line {
    let indent = start..start + (text.len() - text.trim_start_matches(BLANKS).len());
    let end = start + text.len();
    let visible = text.trim_start_matches(is_space);
    let column = width(&text[..indent.len()], tab_width);
    let no_text = |kind, content: Range<usize>, end| {
        let tail = content.end..content.end;
        Line { kind, indent: indent.clone(), content, tail, end, column }
    };
    if !is_first && visible.is_empty() {
        return no_text(LineKind::Blank, indent.end..end, End::Plain);
    }
    if !is_first && visible.starts_with('#') {
        let content = indent.end..start + text.trim_end_matches(BLANKS).len();
        let tail = content.end..end;
        return Line { kind: LineKind::Comment, indent, content, tail, end: End::Plain, column };
    }
    let (kept, ending) = match continuation(text, escape) {
        Some(kept) => {
            (kept, End::Continued { trailing: start + kept.len() + escape.len_utf8()..start + text.len() })
        }
        None => (text, End::Plain),
    };
    let content_end = start + kept.trim_end_matches(BLANKS).len();
    if content_end <= indent.end {
        // The whitespace before the escape character is the line's indentation.
        return no_text(LineKind::Continuation, indent.end..indent.end, ending);
    }
    Line {
        kind: LineKind::Text,
        content: indent.end..content_end,
        tail: content_end..start + kept.len(),
        end: ending,
        indent,
        column,
    }
}

/// The number of columns of a text on the screen.
pub(super) fn width(text: &str, tab_width: usize) -> usize {
    text.chars().fold(0, |column, c| match c {
        '\t' => (column / tab_width + 1) * tab_width,
        _ => column + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0),
    })
}

/// The runs of spaces and tabs in a text that starts at `start`.
pub(super) fn blank_runs(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text[at..].find(BLANKS)?;
        let rest = &text[from..];
        at = from + (rest.len() - rest.trim_start_matches(BLANKS).len());
        Some(start + from..start + at)
    })
}
