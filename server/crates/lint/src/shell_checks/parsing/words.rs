//! Words, quotes and brackets, spaces and comments: what commands consist of.

use std::ops::Range;

use super::{Error, Parser, Read};
use crate::shell_checks::script::short;
use dockwright_analysis::shell::quotes::{self, PieceKind};

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
                    self.nested(at)?;
                }
                '(' if self.text[start..at].ends_with('=') => {
                    self.at += 1;
                    self.array(at)?;
                }
                '(' if self.text[start..at].ends_with(['@', '?', '*', '+', '!']) => {
                    self.at += 1;
                    self.skip_to(')', at)?;
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
        match self.peek() {
            Some('\'') => {
                self.at += 1;
                self.skip_to('\'', start)
            }
            Some('"') => {
                self.at += 1;
                self.double(start)
            }
            Some('`') => {
                let piece = quotes::pieces(self.rest()).next();
                let length = piece.filter(|it| it.kind == PieceKind::Nested).map_or(1, |it| it.range.len());
                self.at += length;
                let is_closed = length > 1 && self.text[..self.at].ends_with('`');
                if is_closed { Ok(()) } else { Err(self.error(1009, start..start + 1)) }
            }
            Some('$') => {
                let rest = self.rest();
                if rest.starts_with("$'") {
                    self.at += 2;
                    while let Some(c) = self.peek() {
                        match c {
                            '\\' => {
                                self.at += 1;
                                self.step();
                            }
                            '\'' => {
                                self.at += 1;
                                return Ok(());
                            }
                            _ => self.step(),
                        }
                    }
                    Err(self.error(1009, start..start + 2))
                } else if rest.starts_with("$((") {
                    self.at += 1;
                    if self.arithmetic() {
                        return Ok(());
                    }
                    self.at = start + 2;
                    self.nested(start)
                } else if rest.starts_with("$(") {
                    self.at += 2;
                    self.nested(start)
                } else if rest.starts_with("${") {
                    self.at += 2;
                    self.braced(start)
                } else {
                    self.at += 1;
                    Ok(())
                }
            }
            _ => {
                self.step();
                Ok(())
            }
        }
    }

    pub(super) fn double(&mut self, start: usize) -> Read<()> {
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
        Err(self.error(1009, start..start + 1))
    }

    pub(super) fn braced(&mut self, start: usize) -> Read<()> {
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
        Err(self.error(1009, start..start + 2))
    }

    /// Commands in brackets, whose opening one has been read.
    pub(super) fn nested(&mut self, start: usize) -> Read<()> {
        let outer = std::mem::take(&mut self.open);
        self.list(Some(')'))?;
        self.open = outer;
        if self.peek() != Some(')') {
            return Err(self.error(1009, start..self.at.min(start + 1)));
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn array(&mut self, start: usize) -> Read<()> {
        loop {
            self.blank_lines();
            match self.peek() {
                Some(')') => {
                    self.at += 1;
                    return Ok(());
                }
                None => return Err(self.error(1009, start..start + 1)),
                Some('(' | ';' | '&' | '|') => return Err(self.error(1088, self.at..self.at + 1)),
                Some(_) => {
                    self.word()?;
                }
            }
        }
    }

    /// Reads `((…))`; nothing is read if it is something else.
    pub(super) fn arithmetic(&mut self) -> bool {
        let mut depth = 0;
        for (at, c) in self.rest().char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let is_it = self.rest()[..=at].ends_with("))");
                if is_it {
                    self.at += at + 1;
                }
                return is_it;
            }
        }
        false
    }

    /// `()` of a function.
    pub(super) fn parentheses(&mut self) -> Read<()> {
        let start = self.at;
        self.at += 1;
        self.spaces();
        if self.peek() != Some(')') {
            return Err(self.error(1088, start..start + 1));
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn until_word(&mut self, end: &str, open: Range<usize>) -> Read<()> {
        loop {
            self.spaces();
            match self.peek() {
                None => return Err(self.error(1073, open)),
                Some('\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>') => self.at += 1,
                Some(_) => {
                    let word = self.word()?;
                    if &self.text[word] == end {
                        return Ok(());
                    }
                }
            }
        }
    }

    pub(super) fn skip_to(&mut self, end: char, start: usize) -> Read<()> {
        match self.rest().find(end) {
            Some(length) => {
                self.at += length + end.len_utf8();
                Ok(())
            }
            None => Err(self.error(1009, start..start + 1)),
        }
    }

    pub(super) fn operator(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = self.rest();
        let known = [";;&", ";;", ";&", "&&", "||", "|&", ";", "&", "|"];
        self.at += known.iter().find(|it| rest.starts_with(**it)).map_or(1, |it| it.len());
        start..self.at
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
    pub(super) fn line_end(&mut self) {
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

    pub(super) fn error(&self, code: u16, range: Range<usize>) -> Error {
        let subject = self.text.get(range.clone()).unwrap_or_default();
        Error { code, subject: short(subject), range }
    }
}
