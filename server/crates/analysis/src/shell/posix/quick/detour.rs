//! Reads a statement with the grammar, so that one unusual or half-typed statement does not make
//! the whole script slow.

use super::{Quick, Reading};
use crate::shell::quotes::piece_length;

impl Quick<'_> {
    /// Reads the statement at which [`statements`](Quick::statements) gave up with the grammar, with
    /// all text up to a place where a statement surely begins, or skips it if the grammar cannot read it either. `None`
    /// if that is the whole script.
    pub(super) fn detour(&mut self, text: &str) -> Option<()> {
        let Reading { at, open, nodes } = self.statement;
        // The grammar may read this line end as a space.
        let is_line_end_lost = self.loses_line_end && self.depth == 0 && self.peek() == Some(b'\n');
        let end = if is_line_end_lost { text.len() } else { next_statement(text, at) };
        if at == end || at == 0 && end == text.len() {
            return None;
        }
        self.open.truncate(open);
        self.tree.truncate(nodes);
        match self.tree.graft(text, at..end) {
            Some(root) => self.open.extend(self.tree.children_of(root)),
            None => self.tree.lacks_a_part(),
        }
        (self.at, self.ended, self.depth) = (end, end, 0);
        (self.loses_line_end, self.in_backticks) = (false, false);
        Some(())
    }
}

/// The first offset after `start` at which a statement ends while no quote, bracket or compound
/// command is open; otherwise the end of the text.
fn next_statement(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let (mut open_keywords, mut open_parentheses) = (0_i32, 0_u32);
    let mut is_command_start = true;
    while let Some(&byte) = bytes.get(at) {
        let is_closed = open_keywords <= 0 && open_parentheses == 0 && !is_command_start;
        match byte {
            b' ' | b'\t' => at += 1,
            b'\\' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            b';' if bytes.get(at + 1) == Some(&b';') => {
                at += 2;
                is_command_start = true;
            }
            b';' | b'\n' => {
                at += 1;
                if is_closed {
                    return at;
                }
                is_command_start = true;
            }
            b'&' | b'|' => {
                at += 1;
                is_command_start = true;
            }
            b'(' => {
                at += 1;
                open_parentheses += 1;
                is_command_start = true;
            }
            b')' => {
                at += 1;
                // After the pattern of a `case`, none is open.
                open_parentheses = open_parentheses.saturating_sub(1);
                is_command_start = true;
            }
            b'#' if at == start || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b';') => {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
            }
            b'\\' | b'\'' | b'"' | b'`' | b'$' => {
                at += piece_length(&text[at..]);
                is_command_start = false;
            }
            _ => {
                let is_end = |byte: &u8| b" \t\n;&|()\\'\"`$".contains(byte);
                let length = bytes[at..].iter().position(is_end).unwrap_or(bytes.len() - at);
                let word = &bytes[at..at + length];
                if word == b"{" {
                    // After `function f` too.
                    open_keywords += 1;
                    is_command_start = true;
                } else if is_command_start {
                    open_keywords += opened(word);
                    is_command_start = matches!(
                        word,
                        b"if" | b"then" | b"else" | b"elif" | b"while" | b"until" | b"do" | b"!"
                    );
                }
                at += length;
            }
        }
    }
    bytes.len()
}

/// How many compound commands a word at the start of a command opens; -1 if it closes one.
fn opened(word: &[u8]) -> i32 {
    match word {
        b"if" | b"for" | b"while" | b"until" | b"select" | b"case" => 1,
        b"fi" | b"done" | b"esac" | b"}" => -1,
        _ => 0,
    }
}
