//! Encodes tokens as lines and columns relative to the previous token, and computes the difference
//! between two such lists.
//!
//! Positions are computed in one pass over the text instead of a lookup per token.

use std::ops::Range;

use dockwright_syntax::{Position, PositionEncoding, Text};

use super::{SemanticToken, walk};
use dockwright_analysis::document::Document;

/// A token relative to the previous one; the first one is relative to the start of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RelativeToken {
    /// The number of lines after the start of the previous token, as the protocol counts lines.
    pub lines: u32,
    /// The number of columns after the start of the previous token if it is on the same line, else
    /// after the start of the line.
    pub columns: u32,
    /// Its length in columns.
    pub length: u32,
    /// The index of its type.
    pub token_type: u32,
    /// The bits of its modifiers.
    pub modifiers: u32,
}

/// A change of a list of tokens that replaces a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokensEdit {
    /// The tokens of the old list to remove, as a range of indexes.
    pub removed: Range<usize>,
    /// The tokens of the new list that replace them, as a range of indexes.
    pub inserted: Range<usize>,
}

/// The tokens of [`super::semantic_tokens`] that intersect a byte range, with columns in this
/// encoding.
pub fn relative_tokens(
    document: &Document,
    range: Range<usize>,
    encoding: PositionEncoding,
) -> Vec<RelativeToken> {
    // One copy of the loop per encoding, since it visits every byte.
    match encoding {
        PositionEncoding::Utf8 => relative(document, range, encoding, |_| 1),
        PositionEncoding::Utf16 => {
            relative(document, range, encoding, |byte| u32::from(!is_inside(byte)) + u32::from(byte >= 0xf0))
        }
        PositionEncoding::Utf32 => relative(document, range, encoding, |byte| u32::from(!is_inside(byte))),
    }
}

/// Encodes tokens of any text, in their order. A token that spans lines is left out, since a lone carriage
/// return ends a line for editors, but not for Docker.
pub fn encoded_tokens(
    tokens: impl IntoIterator<Item = SemanticToken>,
    text: &Text,
    encoding: PositionEncoding,
) -> Vec<RelativeToken> {
    let mut all = Vec::new();
    let (mut line, mut column) = (0, 0);
    for SemanticToken { range, token_type, modifiers } in tokens {
        let (start, end) = (text.position(range.start, encoding), text.position(range.end, encoding));
        if start.line != end.line {
            continue;
        }
        let lines = start.line - line;
        all.push(RelativeToken {
            lines,
            columns: if lines == 0 { start.column - column } else { start.column },
            length: end.column - start.column,
            token_type: token_type as u32,
            modifiers: modifiers.bits(),
        });
        (line, column) = (start.line, start.column);
    }
    all
}

/// `width` returns the number of columns that a byte adds.
fn relative(
    document: &Document,
    range: Range<usize>,
    encoding: PositionEncoding,
    width: impl Fn(u8) -> u32 + Copy,
) -> Vec<RelativeToken> {
    /// Roughly how many bytes there are per token.
    const BYTES: usize = 10;
    let text = document.text();
    let range = range.start..range.end.min(text.len());
    if range.is_empty() {
        return Vec::new();
    }
    // The first and the last token may extend beyond the range, but not beyond their lines.
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

/// A position in the text that only moves forward.
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
                // In a CRLF line end, only the second byte counts.
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

/// The edit that turns `old` into `new`; `None` if they are equal.
pub fn tokens_edit(old: &[RelativeToken], new: &[RelativeToken]) -> Option<TokensEdit> {
    let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let limit = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(limit).take_while(|(a, b)| a == b).count();
    let (removed, inserted) = (before..old.len() - after, before..new.len() - after);
    (!removed.is_empty() || !inserted.is_empty()).then_some(TokensEdit { removed, inserted })
}
