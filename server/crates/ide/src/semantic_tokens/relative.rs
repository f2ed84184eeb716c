//! Tokens as lines and columns, each relative to the one before it, and the difference between two such lists.
//!
//! One pass over the text, without a look-up for each token.

use std::ops::Range;

use dockwright_syntax::{PositionEncoding, Text};

use super::SemanticToken;
use crate::extent;

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

/// The tokens, which are in the order of the text, with columns in this encoding.
pub fn relative_tokens(
    text: &Text,
    tokens: &[SemanticToken],
    encoding: PositionEncoding,
) -> Vec<RelativeToken> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Vec::new() };
    let base = first.range.start;
    let source = extent::slice(text, base..last.range.end);
    let width = match encoding {
        PositionEncoding::Utf8 => |_: u8| 1,
        PositionEncoding::Utf16 => |byte: u8| u32::from(!is_inside(byte)) + u32::from(byte >= 0xf0),
        PositionEncoding::Utf32 => |byte: u8| u32::from(!is_inside(byte)),
    };
    let start = text.position(base, encoding);
    let mut reader = Reader { bytes: source.as_bytes(), at: 0, line: start.line, column: start.column };
    let (mut line, mut column) = (0, 0);
    let mut all = Vec::with_capacity(tokens.len());
    for token in tokens {
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
    }
    all
}

/// Whether a byte continues a character.
fn is_inside(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// A place in the text that only moves on.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
    column: u32,
}

impl Reader<'_> {
    fn go_to(&mut self, offset: usize, width: impl Fn(u8) -> u32) {
        let next = self.bytes.get(offset).copied();
        for (at, &byte) in self.bytes.iter().enumerate().take(offset).skip(self.at) {
            let is_line_end = match byte {
                b'\n' => true,
                // Of the two bytes of a line end the second one counts.
                b'\r' => self.bytes.get(at + 1).copied().or(next) != Some(b'\n'),
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
