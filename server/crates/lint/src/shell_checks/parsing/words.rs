//! Words, quotes and brackets, spaces and comments: what commands consist of.

use std::ops::Range;

use super::{Inside, Parser, Read};
use dockwright_analysis::shell::quotes::{self, PieceKind, end_of_arithmetic};

/// The length of the continued line ends that a text begins with.
fn joints(text: &str) -> usize {
    let mut rest = text;
    while let Some(next) = rest.strip_prefix("\\\n").or_else(|| rest.strip_prefix("\\\r\n")) {
        rest = next;
    }
    text.len() - rest.len()
}

impl Parser<'_> {
    /// A word up to the next space or operator.
    pub(super) fn word(&mut self) -> Read<Range<usize>> {
        let start = self.at;
        while let Some(c) = self.peek() {
            let at = self.at;
            match c {
                '<' | '>' if self.rest()[1..].starts_with('(') => {
                    self.at += 2;
                    self.within(Inside::Opened, at..at + 2, |it| {
                        it.commands()?;
                        it.close(')')
                    })?;
                }
                '(' if self.text[start..at].ends_with('=') => {
                    self.at += 1;
                    self.within(Inside::Opened, at..at + 1, Self::array)?;
                }
                '(' if self.text[start..at].ends_with(['@', '?', '*', '+', '!']) => {
                    self.at += 1;
                    self.within(Inside::Opened, at..at + 1, |it| it.skip_to(')'))?;
                }
                ' ' | '\t' | '\r' | '\n' | ';' | '|' | '&' | ')' | '<' | '>' | '(' => break,
                '\\' => {
                    let joint = joints(self.rest());
                    if joint > 0 {
                        let goes_on = |c: char| !c.is_ascii_whitespace() && !";|&)<>(".contains(c);
                        if at > start && !self.rest()[joint..].starts_with(goes_on) {
                            break;
                        }
                        self.at += joint;
                        continue;
                    }
                    self.at += 1;
                    self.step();
                }
                _ => self.piece()?,
            }
        }
        if self.at == start {
            self.step();
        }
        Ok(start..self.at)
    }

    /// A character, a quoted text or an expansion.
    pub(super) fn piece(&mut self) -> Read<()> {
        let start = self.at;
        let rest = self.rest();
        let (length, read): (usize, fn(&mut Self) -> Read<()>) = match self.peek() {
            Some('\'') => (1, |it| it.skip_to('\'')),
            Some('"') => (1, Self::double),
            Some('`') => (1, Self::backticks),
            Some('$') if rest.starts_with("$'") => (2, Self::ansi),
            Some('$') if rest.starts_with("$((") => return self.expanded_arithmetic(),
            Some('$') if rest.starts_with("$(") => (2, |it| {
                it.list()?;
                it.close(')')
            }),
            Some('$') if rest.starts_with("${") => (2, Self::braced),
            _ => {
                self.step();
                return Ok(());
            }
        };
        self.at += length;
        self.within(Inside::Opened, start..start + length, |it| it.deeper(read))
    }

    /// `$((…))`, or commands that begin with a subshell.
    fn expanded_arithmetic(&mut self) -> Read<()> {
        let start = self.at;
        self.at += 1;
        if self.arithmetic() {
            return Ok(());
        }
        self.at = start + 2;
        let (contexts, notes) = (self.contexts.clone(), self.notes.len());
        if self.list().and_then(|_| self.close(')')).is_ok() {
            self.note_at(1102, start, "$((");
            return Ok(());
        }
        self.contexts = contexts;
        self.notes.truncate(notes);
        self.at = start + 1;
        let at = self.end_of_brackets().map_or(self.text.len(), |end| end + 1);
        let opened = || super::Context { inside: Inside::Opened, range: start..start + 3 };
        // ShellCheck has this construct twice.
        self.contexts.extend([opened(), opened()]);
        self.fail_at(at)
    }

    fn backticks(&mut self) -> Read<()> {
        let start = self.at - 1;
        let piece = quotes::pieces(&self.text[start..]).next();
        let length = piece.filter(|it| it.kind == PieceKind::Nested).map_or(1, |it| it.range.len());
        self.at = start + length;
        let is_closed = length > 1 && self.text[..self.at].ends_with('`');
        if is_closed { Ok(()) } else { self.fail_at(self.text.len()) }
    }

    /// `$'…'` after its beginning.
    fn ansi(&mut self) -> Read<()> {
        while let Some(c) = self.peek() {
            if c == '\\' {
                self.at += 1;
            }
            self.step();
            if c == '\'' {
                return Ok(());
            }
        }
        self.fail_at(self.at)
    }

    fn double(&mut self) -> Read<()> {
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.at += 1;
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    self.step();
                }
                '$' if self.rest().starts_with("$'") => self.at += 1,
                '$' | '`' => self.piece()?,
                _ => self.step(),
            }
        }
        self.fail_at(self.at)
    }

    fn braced(&mut self) -> Read<()> {
        while let Some(c) = self.peek() {
            match c {
                '}' => {
                    self.at += 1;
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    self.step();
                }
                '\'' => self.step(),
                _ => self.piece()?,
            }
        }
        self.fail_at(self.at)
    }

    fn array(&mut self) -> Read<()> {
        loop {
            self.blank_lines();
            match self.peek() {
                Some(')') => {
                    self.at += 1;
                    return Ok(());
                }
                None | Some('(' | ';' | '&' | '|') => return self.fail_at(self.at),
                Some(_) => {
                    self.word()?;
                }
            }
        }
    }

    /// Reads `((…))`; nothing is read if it is something else.
    pub(super) fn arithmetic(&mut self) -> bool {
        let is_it = |end: &usize| {
            self.text[..=*end].ends_with("))") && is_arithmetic(&self.text[self.at + 2..*end - 1])
        };
        let end = self.end_of_brackets().filter(is_it);
        self.at = end.map_or(self.at, |end| end + 1);
        end.is_some()
    }

    /// The place of the bracket that closes the one here.
    fn end_of_brackets(&self) -> Option<usize> {
        let mut depth = 0;
        for (at, c) in self.rest().char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(self.at + at);
            }
        }
        None
    }

    fn skip_to(&mut self, end: char) -> Read<()> {
        match self.rest().find(end) {
            Some(length) => {
                self.at += length + end.len_utf8();
                Ok(())
            }
            None => self.fail_at(self.text.len()),
        }
    }

    /// Whether a redirection begins here.
    pub(super) fn is_redirection(&self) -> bool {
        let rest = self.rest().trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(['<', '>']) && !rest[1..].starts_with('(') || self.rest().starts_with("&>")
    }

    /// The redirections after a compound command.
    pub(super) fn redirections(&mut self) -> Read<()> {
        loop {
            self.spaces();
            if !self.is_redirection() {
                return Ok(());
            }
            self.redirection()?;
        }
    }

    pub(super) fn redirection(&mut self) -> Read<()> {
        self.at += self.rest().bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'&').count();
        let start = self.at;
        let known = ["<<<", "<<-", "<<", "<>", "<&", ">>", ">&", ">|", "<", ">"];
        self.at += known.iter().find(|it| self.rest().starts_with(**it)).map_or(1, |it| it.len());
        let operator = start..self.at;
        self.within(Inside::Redirection, operator, |it| {
            it.spaces();
            let is_missing = match it.peek() {
                None => true,
                Some('<' | '>') => !it.rest()[1..].starts_with('('),
                Some(c) => "\n;|&()".contains(c),
            };
            if is_missing {
                return it.fail_at(it.at);
            }
            let word = it.word()?;
            if !it.unclosed.contains(&word.start) {
                return Ok(());
            }
            it.note(1044, word.clone(), "");
            let end = it.text.len();
            let has_body = it.text[word.end..].trim_start_matches([' ', '\t']).len() > 1;
            if !has_body {
                it.contexts.clear();
            }
            it.fail_at(end)
        })
    }

    /// Skips spaces, comments, and the ends of continued lines.
    pub(super) fn spaces(&mut self) {
        loop {
            let rest = self.rest();
            if rest.starts_with([' ', '\t', '\r']) {
                self.at += 1;
            } else if rest.starts_with("\\\n") || rest.starts_with("\\\r\n") {
                self.at += rest.find('\n').map_or(1, |end| end + 1);
                // Comments and blank lines between them are gone before the shell reads.
                loop {
                    let rest = self.rest();
                    let line = rest.lines().next().unwrap_or_default();
                    let is_dropped = line.trim_start().starts_with('#') || line.trim().is_empty();
                    match rest.find('\n').filter(|_| is_dropped) {
                        Some(end) => self.at += end + 1,
                        None => break,
                    }
                }
            } else if rest.starts_with('#')
                && self.text[..self.at].ends_with([' ', '\t', '\n', ';', '(', '|', '&'])
            {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                return;
            }
        }
    }

    pub(super) fn blank_lines(&mut self) {
        loop {
            self.spaces();
            if self.peek() != Some('\n') {
                return;
            }
            self.line_end();
        }
    }

    /// Skips the end of a line and the heredocs after it.
    fn line_end(&mut self) {
        self.at += 1;
        while let Some(body) = self.heredocs.first().filter(|body| body.start <= self.at).cloned() {
            self.heredocs.remove(0);
            self.at = self.at.max(body.end.min(self.text.len()));
        }
    }

    pub(super) fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// Whether a text between brackets can be calculated.
fn is_arithmetic(text: &str) -> bool {
    end_of_arithmetic(text).is_none()
}
