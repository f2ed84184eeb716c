//! Finds the instructions of a text by its lines, without a syntax tree.
//!
//! `check` needs little more from the tree than where instructions start and end, but parsing takes
//! as long as a third of everything else. This module handles lines with continuations, comments and
//! blank lines. It returns `None` for heredocs, a keyword that is continued, a continuation at the end
//! of the file, and unusual whitespace at the start or end of a line; the tree then decides. The tests
//! compare both.

use dockwright_syntax::logical::{continuation, is_space};

use super::directives::{Directive, is_directive};

/// The whitespace that is handled here.
const PLAIN_SPACES: [char; 3] = [' ', '\t', '\r'];

/// An instruction in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct InstructionLines {
    /// Byte offset of its keyword.
    pub(super) start: usize,
    /// Byte offset after its last character, trailing whitespace excluded.
    pub(super) end: usize,
    /// The row of its keyword, 0-based.
    pub(super) row: u32,
    /// Whitespace before it on its line, in bytes.
    pub(super) column: u32,
    pub(super) is_from: bool,
}

/// The instructions of a text; `None` if only its tree can tell. `header` has the directives of its
/// header.
pub(super) fn instructions(
    source: &str,
    header: &[Directive],
    escape: char,
) -> Option<Vec<InstructionLines>> {
    if memchr::memchr(0, source.as_bytes()).is_some() || !has_plain_header(source, header) {
        return None;
    }
    let mut found = Vec::new();
    let mut lines = Lines { source, at: 0, row: 0 };
    while let Some(line) = lines.next() {
        let text = line.text.trim_start_matches(PLAIN_SPACES);
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let column = line.text.len() - text.len();
        let keyword = &text[..text.find(PLAIN_SPACES).unwrap_or(text.len())];
        if !keyword.is_ascii()
            || keyword.bytes().any(|byte| byte.is_ascii_control())
            || keyword.contains(escape)
        {
            return None;
        }
        let start = line.start + column;
        let (end, is_trimmed) = end_of_instruction(&mut lines, line, escape)?;
        let bytes = &source.as_bytes()[start..end];
        // Whitespace after an unclosed quote belongs to the value.
        if may_have_heredocs(bytes) || (is_trimmed && memchr::memchr2(b'"', b'\'', bytes).is_some()) {
            return None;
        }
        found.push(InstructionLines {
            start,
            end,
            row: line.row,
            column: column as u32,
            is_from: keyword.eq_ignore_ascii_case("from"),
        });
    }
    Some(found)
}

/// Whether there are two `<` that are not part of `<<<`.
fn may_have_heredocs(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"<<") {
        let length = bytes[at + found..].iter().take_while(|&&byte| byte == b'<').count();
        if length == 2 {
            return true;
        }
        at += found + length;
    }
    false
}

/// Whether BuildKit's two readers of directives find the same ones: the text does not start with a
/// byte order mark or `#!`, and no directive follows those of the header.
fn has_plain_header(source: &str, header: &[Directive]) -> bool {
    let rest = header.last().map_or(source, |last| &source[last.range.end..]);
    let next = if header.is_empty() { Some(source) } else { rest.split_once('\n').map(|(_, next)| next) };
    let line = next.and_then(|next| next.lines().next()).unwrap_or_default().trim_start_matches(is_space);
    let is_usual = |directive: &Directive| !directive.value.trim_matches(is_space).is_empty();
    !source.starts_with('\u{feff}')
        && !source.starts_with("#!")
        && !is_directive(line)
        && header.iter().all(is_usual)
}

/// Where the instruction that starts on line `first` ends, and whether spaces follow.
fn end_of_instruction(lines: &mut Lines<'_>, first: Line<'_>, escape: char) -> Option<(usize, bool)> {
    let mut line = first;
    while let Some(text) = continuation(line.text.trim_end_matches('\r'), escape) {
        // The rest of a heredoc's marker may follow.
        if text.ends_with('<') {
            return None;
        }
        line = loop {
            let next = lines.next()?;
            let text = next.text.trim_start_matches(PLAIN_SPACES);
            if text.starts_with(is_space) {
                return None;
            }
            if !text.is_empty() && !text.starts_with('#') {
                break next;
            }
        };
    }
    let text = line.text.trim_end_matches(PLAIN_SPACES);
    let is_plain = !text.ends_with(is_space) && !text.ends_with(escape);
    let is_trimmed = text.len() < line.text.trim_end_matches('\r').len();
    is_plain.then_some((line.start + text.len(), is_trimmed))
}

/// A line without its `\n`.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    row: u32,
}

struct Lines<'a> {
    source: &'a str,
    at: usize,
    row: u32,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.source[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(b'\n', rest.as_bytes());
        let line = Line { text: &rest[..length.unwrap_or(rest.len())], start: self.at, row: self.row };
        self.at += length.map_or(rest.len(), |length| length + 1);
        self.row += 1;
        Some(line)
    }
}
