//! Paints the quotes, escapes, options and parameters of a POSIX script, reading it byte by byte.
//!
//! The bash grammar leaves many words undivided, and the tree of an unfinished script is not
//! reliable. These tokens need no tree, since the characters alone determine them.

use std::ops::Range;

use super::TokenType;

/// A construct that is open at the current position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// `"…"`
    Quotes,
    /// `$(…)`, and `(…)` in it.
    Parens,
    /// `$((…))`, once per bracket.
    Arithmetic,
    /// `${…}`
    Braces,
    /// `` `…` ``
    Backticks,
}

/// Calls `visit` with the strings, escapes, options and positional parameters of a range of bytes;
/// tokens inside a string follow the string. Zero bytes are gaps. `skipped` contains the comments
/// and heredoc bodies, in the order of the text.
pub(super) fn each(
    bytes: &[u8],
    range: Range<usize>,
    skipped: &[Range<usize>],
    visit: &mut dyn FnMut(Range<usize>, TokenType),
) {
    let end = range.end.min(bytes.len());
    let mut scan = StringScan {
        bytes: bytes.get(..end).unwrap_or_default(),
        at: range.start,
        piece: None,
        states: Vec::new(),
        inner: Vec::new(),
        visit,
    };
    let mut skipped = skipped.iter().peekable();
    while scan.at < end {
        while skipped.next_if(|skip| skip.start < scan.at).is_some() {}
        if let Some(skip) = skipped.next_if(|skip| skip.start == scan.at && skip.end > scan.at) {
            scan.at = skip.end;
            continue;
        }
        scan.step();
    }
    scan.at = end;
    scan.close();
}

struct StringScan<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The start of the current piece of a string.
    piece: Option<usize>,
    states: Vec<State>,
    /// The tokens found in that piece.
    inner: Vec<(Range<usize>, TokenType)>,
    visit: &'a mut dyn FnMut(Range<usize>, TokenType),
}

impl StringScan<'_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Reads one element.
    fn step(&mut self) {
        let state = self.states.last().copied();
        let in_quotes = state == Some(State::Quotes);
        match self.byte(0) {
            b'\\' => self.escape(in_quotes),
            b'\'' if !in_quotes => self.single_quotes(),
            b'"' if in_quotes => {
                self.at += 1;
                self.close();
                self.leave(0);
            }
            b'"' => {
                self.states.push(State::Quotes);
                self.resume();
                self.at += 1;
            }
            b'$' => self.dollar(),
            b'`' if state == Some(State::Backticks) => self.leave(1),
            b'`' => self.enter(State::Backticks, 1),
            b'(' if state == Some(State::Parens) => self.enter(State::Parens, 1),
            b'(' if state == Some(State::Arithmetic) => self.enter(State::Arithmetic, 1),
            b')' if matches!(state, Some(State::Parens | State::Arithmetic)) => self.leave(1),
            b'}' if state == Some(State::Braces) => self.leave(1),
            b'-' if matches!(state, None | Some(State::Parens | State::Backticks)) => self.option(),
            _ => self.at += 1,
        }
    }

    /// Ends the current piece here.
    fn close(&mut self) {
        if let Some(start) = self.piece.take() {
            (self.visit)(start..self.at, TokenType::String);
        }
        for (range, token_type) in self.inner.drain(..) {
            (self.visit)(range, token_type);
        }
    }

    /// Starts a new piece if the position is inside quotes again.
    fn resume(&mut self) {
        if self.states.last() == Some(&State::Quotes) {
            self.piece = Some(self.at);
        }
    }

    fn enter(&mut self, state: State, length: usize) {
        self.close();
        self.states.push(state);
        self.at += length;
    }

    fn leave(&mut self, length: usize) {
        self.states.pop();
        self.at += length;
        self.resume();
    }

    fn note(&mut self, length: usize, token_type: TokenType) {
        self.inner.push((self.at..self.at + length, token_type));
        self.at += length;
        if self.piece.is_none() {
            self.close();
        }
    }

    /// `-x`, or `--name` of `--name=value`, at the start of a word.
    fn option(&mut self) {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let before = before.iter().rev().find(|&&byte| byte != 0);
        let is_start = before.is_none_or(|byte| byte.is_ascii_whitespace() || b";|&(`".contains(byte));
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\0=\"'$`;|&()<>\\".contains(byte);
        let length = self.rest().iter().position(ends).unwrap_or(self.rest().len());
        let is_number = self.byte(1).is_ascii_digit();
        if is_start && length > 1 && !is_number {
            (self.visit)(self.at..self.at + length, TokenType::Parameter);
        }
        self.at += length.max(1);
    }

    fn escape(&mut self, in_quotes: bool) {
        match self.byte(1) {
            // In a continuation, the line end belongs to no token.
            b'\n' | b'\r' => self.note(1, TokenType::EscapeSequence),
            b'$' | b'`' | b'"' | b'\\' => self.note(2, TokenType::EscapeSequence),
            next if next != 0 && next.is_ascii() && !in_quotes => self.note(2, TokenType::EscapeSequence),
            _ => self.at += 1,
        }
    }

    /// `'…'`, or `$'…'`, in which a backslash starts an escape.
    fn single_quotes(&mut self) {
        let is_ansi = self.at > 0 && self.bytes.get(self.at - 1) == Some(&b'$');
        let mut length = 1;
        while let Some(&byte) = self.rest().get(length) {
            length += 1;
            match byte {
                b'\\' if is_ansi => {
                    let at = self.at + length - 1;
                    if self.rest().get(length).is_some_and(u8::is_ascii) {
                        self.inner.push((at..at + 2, TokenType::EscapeSequence));
                    }
                    length += 1;
                }
                b'\'' => break,
                _ => {}
            }
        }
        self.piece = Some(self.at - usize::from(is_ansi));
        self.at = (self.at + length).min(self.bytes.len());
        self.close();
        self.resume();
    }

    fn dollar(&mut self) {
        let is_parameter = |byte: u8| byte.is_ascii_digit() || b"@*#?$!-".contains(&byte);
        match self.byte(1) {
            b'(' if self.byte(2) == b'(' => {
                self.enter(State::Arithmetic, 0);
                self.enter(State::Arithmetic, 3);
            }
            b'(' => self.enter(State::Parens, 2),
            b'{' if is_parameter(self.byte(2)) && self.byte(3) == b'}' => self.note(4, TokenType::Variable),
            b'{' => self.enter(State::Braces, 2),
            byte if is_parameter(byte) => self.note(2, TokenType::Variable),
            _ => self.at += 1,
        }
    }
}
