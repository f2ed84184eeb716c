//! Finds the heredocs of a script before the grammar parses it.
//!
//! The bash grammar supports one heredoc per line, nests the text after its marker into it, and
//! reads neither arithmetic nor backticks in bodies. So each heredoc is replaced by a redirection
//! from a file, and its body by spaces.

use std::{borrow::Cow, ops::Range};

use super::redirects::Found;
use crate::shell::{
    quotes::{self, PieceKind},
    structure::Quoting,
};

/// What surrounds the position of the scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// `"…"`
    Quotes,
    /// `$(…)`, `(…)`
    Parens,
    /// `$((…))`, `((…))`, where `<<` is an operator.
    Arithmetic,
    /// `${…}`
    Braces,
}

/// The heredocs, in the order of their markers.
pub(super) fn heredocs(text: &str) -> Vec<Found> {
    if !text.contains("<<") {
        return Vec::new();
    }
    let mut scan = Scan { text, at: 0, states: Vec::new(), found: Vec::new(), pending: Vec::new() };
    while scan.at < text.len() {
        scan.step();
    }
    // Markers on the last line have no bodies.
    let found = scan.found;
    found.into_iter().filter(|found| found.body.start > found.delimiter.end).collect()
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    states: Vec<State>,
    found: Vec<Found>,
    /// The heredocs whose bodies follow the line: their indexes in `found`, their names, and whether
    /// tabs are stripped.
    pending: Vec<(usize, String, bool)>,
}

impl Scan<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let state = self.states.last().copied();
        let in_quotes = state == Some(State::Quotes);
        let byte = rest.as_bytes()[0];
        let mut length = 1;
        match byte {
            b'\\' => length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'\'' if !in_quotes => length = rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            b'"' if in_quotes => drop(self.states.pop()),
            b'"' => self.states.push(State::Quotes),
            b'$' if rest.starts_with("$((") => {
                self.states.push(State::Arithmetic);
                length = 3;
            }
            b'$' if rest.starts_with("$(") => {
                self.states.push(State::Parens);
                length = 2;
            }
            b'$' if rest.starts_with("${") => {
                self.states.push(State::Braces);
                length = 2;
            }
            b'}' if state == Some(State::Braces) => drop(self.states.pop()),
            _ if in_quotes => {}
            b'(' if rest.starts_with("((") && state != Some(State::Arithmetic) => {
                self.states.push(State::Arithmetic);
                length = 2;
            }
            b'(' => self.states.push(State::Parens),
            b')' if state == Some(State::Arithmetic) => {
                self.states.pop();
                // `((` may also be two subshells, which end separately.
                if rest.starts_with("))") {
                    length = 2;
                } else {
                    self.states.push(State::Parens);
                }
            }
            b')' if state == Some(State::Parens) => drop(self.states.pop()),
            b'#' if self.is_word_start() => length = rest.find('\n').unwrap_or(rest.len()),
            b'<' if rest.starts_with("<<<") => length = 3,
            b'<' if rest.starts_with("<<") && matches!(state, None | Some(State::Parens)) => {
                length = self.marker(rest);
            }
            b'\n' if !self.pending.is_empty() => length = self.bodies(),
            _ => {}
        }
        self.at += length;
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    fn is_word_start(&self) -> bool {
        self.text[..self.at]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ';' | '(' | '&' | '|'))
    }

    /// Reads a marker such as `<<-"EOF"`, and returns its length.
    fn marker(&mut self, rest: &str) -> usize {
        let operator = if rest.starts_with("<<-") { 3 } else { 2 };
        let start =
            operator + (rest[operator..].len() - rest[operator..].trim_start_matches([' ', '\t']).len());
        let (length, name, is_quoted) = word(&rest[start..]);
        if length > 0 {
            let delimiter = self.at + start..self.at + start + length;
            self.pending.push((self.found.len(), name, operator == 3));
            self.found.push(Found {
                operator: self.at..self.at + operator,
                delimiter,
                body: 0..0,
                end: 0..0,
                is_expanded: !is_quoted,
            });
        }
        start + length
    }

    /// Reads the bodies after a line feed, and returns their length including it.
    fn bodies(&mut self) -> usize {
        let mut at = self.at + 1;
        for (index, name, strips) in std::mem::take(&mut self.pending) {
            let found = &mut self.found[index];
            let start = at;
            (found.body, found.end) = (start..self.text.len(), self.text.len()..self.text.len());
            for line in self.text[start..].split_inclusive('\n') {
                let content = line.strip_suffix('\n').unwrap_or(line);
                let shown = if strips { content.trim_start_matches('\t') } else { content };
                if shown == name {
                    let end = at + content.len();
                    (found.body, found.end) = (start..at, end - shown.len()..end);
                    at = end;
                    break;
                }
                at += line.len();
            }
            // The next body starts on the following line.
            at = (at + 1).min(self.text.len());
        }
        // The line feed after the last terminator ends the command.
        at.saturating_sub(usize::from(at < self.text.len())).max(self.at + 1) - self.at
    }
}

/// The delimiter at the start of a text: its length, its name, and whether any of it is quoted.
fn word(text: &str) -> (usize, String, bool) {
    let mut length = text.len();
    for piece in
        quotes::pieces(text).filter(|piece| matches!(piece.kind, PieceKind::Plain | PieceKind::Nested))
    {
        let ends = [' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')'];
        if let Some(end) = text[piece.range.clone()].find(ends) {
            length = piece.range.start + end;
            break;
        }
    }
    let text = &text[..length];
    let name = quotes::contents(text).filter_map(|(_, content)| content).collect();
    (length, name, quotes::quoting(text, |_, _| {}) != Quoting::None)
}

/// Replaces heredocs with redirections, keeping the length of the text.
pub(super) fn replaced<'a>(text: &'a str, heredocs: &[Found]) -> Cow<'a, str> {
    if heredocs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |range: Range<usize>, with: u8| {
        for byte in &mut bytes[range] {
            if *byte != b'\n' {
                *byte = with;
            }
        }
    };
    for found in heredocs {
        blank(found.operator.start + 1..found.operator.end, b' ');
        // A delimiter may be anything, while a redirection needs a plain word.
        blank(found.delimiter.clone(), b'_');
        blank(found.body.start..found.end.end, b' ');
    }
    // Whole characters were replaced, so this cannot fail.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}
