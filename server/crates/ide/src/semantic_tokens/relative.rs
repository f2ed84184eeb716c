//! Tokens as lines and columns, each relative to the one before it, and the difference between two such lists.
//!
//! One pass over the text, without a look-up for each token.

use std::ops::Range;

use dockwright_syntax::{Position, PositionEncoding};

use super::walk;
use dockwright_analysis::document::Document;

/// A token relative to the one before it; the first one to the start of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RelativeToken {
    /// Lines behind the start of the one before it, as the protocol counts lines.
    pub lines: u32,
    /// Columns behind the start of the one before it, or behind its line's start where that is another line.
    pub columns: u32,
    /// Its length in columns.
    pub length: u32,
    /// The index of its type.
    pub token_type: u32,
    /// The bits of its modifiers.
    pub modifiers: u32,
}

/// What makes one list of tokens another one: a part of it gives way to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokensEdit {
    /// The tokens of the old list that go, by their indexes.
    pub removed: Range<usize>,
    /// The tokens of the new list that take their place, by their indexes.
    pub inserted: Range<usize>,
}

/// The tokens that have a byte in a byte range, as [`super::semantic_tokens`] tells them, with columns in this
/// encoding.
pub fn relative_tokens(
    document: &Document,
    range: Range<usize>,
    encoding: PositionEncoding,
) -> Vec<RelativeToken> {
    // A copy of the loop for each: it looks at every byte.
    match encoding {
        PositionEncoding::Utf8 => relative(document, range, encoding, |_| 1),
        PositionEncoding::Utf16 => {
            relative(document, range, encoding, |byte| u32::from(!is_inside(byte)) + u32::from(byte >= 0xf0))
        }
        PositionEncoding::Utf32 => relative(document, range, encoding, |byte| u32::from(!is_inside(byte))),
    }
}

/// `width` is how many columns a byte adds.
fn relative(
    document: &Document,
    range: Range<usize>,
    encoding: PositionEncoding,
    width: impl Fn(u8) -> u32 + Copy,
) -> Vec<RelativeToken> {
    /// About so many bytes are a token.
    const BYTES: usize = 10;
    let text = document.text();
    let range = range.start..range.end.min(text.len());
    if range.is_empty() {
        return Vec::new();
    }
    // The first and the last token may stick out, but not out of their lines.
    let first_line = text.position(range.start, encoding).line;
    let last_line = text.position(range.end, encoding).line;
    let line_start = |line| text.offset(Position { line, column: 0 }, encoding);
    let base = line_start(first_line);
    let end = if last_line + 1 < text.line_count() { line_start(last_line + 1) } else { text.len() };
    let source = text.slice(base..end);
    let mut reader = LineCounter { bytes: source.as_bytes(), at: 0, line: first_line, column: 0 };
    let (mut line, mut column) = (0, 0);
    let mut all = Vec::with_capacity(range.len() / BYTES);
    walk::each(document, range, |token| {
        reader.go_to(token.range.start - base, width);
        let (lines, start) = (reader.line - line, reader.column);
        let columns = if lines == 0 { start - column } else { start };
        (line, column) = (reader.line, start);
        reader.go_to(token.range.end - base, width);
        all.push(RelativeToken {
            lines,
            columns,
            length: reader.column - start,
            token_type: token.token_type as u32,
            modifiers: token.modifiers.bits(),
        });
    });
    all
}

/// Whether a byte continues a character.
fn is_inside(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// A place in the text that only moves on.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
    column: u32,
}

impl LineCounter<'_> {
    fn go_to(&mut self, offset: usize, width: impl Fn(u8) -> u32) {
        let passed = self.bytes.get(self.at..offset).unwrap_or_default();
        for (at, &byte) in passed.iter().enumerate() {
            let is_line_end = match byte {
                b'\n' => true,
                // Of the two bytes of a line end the second one counts.
                b'\r' => self.bytes.get(self.at + at + 1) != Some(&b'\n'),
                _ => false,
            };
            if is_line_end {
                self.line += 1;
                self.column = 0;
            } else {
                self.column += width(byte);
            }
        }
        self.at = offset.max(self.at);
    }
}

/// What makes `old` the list `new`; nothing where they are the same.
pub fn tokens_edit(old: &[RelativeToken], new: &[RelativeToken]) -> Option<TokensEdit> {
    let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let limit = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(limit).take_while(|(a, b)| a == b).count();
    let (removed, inserted) = (before..old.len() - after, before..new.len() - after);
    (!removed.is_empty() || !inserted.is_empty()).then_some(TokensEdit { removed, inserted })
}
