//! Reads words: plain text, quotes and expansions, and assignments.

use super::{PLAIN, Quick, is_name};
use crate::shell::{kinds::Bash, tree::Field};

impl Quick<'_> {
    /// Reads an assignment if there is one. `is_behind` is whether a part of the command precedes it.
    pub(super) fn assignment(&mut self, is_behind: bool) -> Option<bool> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|&&byte| is_name(byte)).count();
        if length == 0 {
            return Some(false);
        }
        let (operator, width) = match rest[length..] {
            [b'=', ..] => (Bash::Assign, 1),
            [b'+', b'=', ..] => (Bash::AddAssign, 2),
            [b'+', b':', ..] | [b'[' | b'%' | b'#' | b'@' | b'?', ..] => return None,
            [b':', ..] if is_behind => return None,
            _ => return Some(false),
        };
        if rest[0].is_ascii_digit() || length == 1 && rest[0] == b'_' {
            return None;
        }
        let from = self.open.len();
        self.leaf(Bash::VariableName, true, length);
        self.is(Field::Name);
        self.token(operator, width);
        match self.peek() {
            None | Some(b' ' | b'\t' | b'\n' | b';' | b'&') => {}
            Some(b'#' | b'|' | b')' | b'<' | b'>') => return None,
            Some(_) => {
                self.literal()?;
                self.is(Field::Value);
            }
        }
        self.close(Bash::VariableAssignment, from);
        Some(true)
    }

    /// Reads a word of any kind.
    pub(super) fn literal(&mut self) -> Option<()> {
        let from = self.open.len();
        let start = self.at;
        let mut last_bare = false;
        loop {
            let is_first = self.open.len() == from;
            match self.peek() {
                Some(b'"') => self.string()?,
                Some(b'`') if is_first && !self.in_backticks => {
                    self.backticks()?;
                    self.is_word_end().then_some(())?;
                }
                Some(b'\'') => self.raw_string()?,
                Some(b'$') => {
                    self.dollar()?;
                    let last = self.tree.kind(*self.open.last()?);
                    // The grammar may split the rest of the word off.
                    if last == Bash::SimpleExpansion && !self.is_word_end() {
                        return None;
                    }
                }
                Some(b'{' | b'}' | b'[' | b']') => {
                    if self.is_brace_range() {
                        return None;
                    }
                    self.leaf(Bash::Word, true, 1);
                }
                Some(byte) if PLAIN[byte as usize] => self.plain(is_first)?,
                Some(b'\\') => self.plain(is_first)?,
                None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' | b'<' | b'>') => break,
                Some(b'`') if self.in_backticks => break,
                // The grammar may read this as the start of a function's body or an array.
                Some(b'(') if self.open.len() == from + 1 => break,
                Some(_) => return None,
            }
            last_bare =
                is_first && self.at == start + 1 && matches!(self.bytes[start], b'{' | b'}' | b'[' | b']');
        }
        match self.open.len() - from {
            0 => None,
            1 if last_bare => self.lone_special(),
            1 => Some(()),
            _ => {
                self.close(Bash::Concatenation, from);
                Some(())
            }
        }
    }

    fn is_word_end(&self) -> bool {
        matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' | b'`'))
    }

    /// The grammar reads `[ ]` as one word.
    fn lone_special(&self) -> Option<()> {
        let next = self.bytes[self.at..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n'));
        (!matches!(next, Some(b'{' | b'}' | b'[' | b']' | b'\\'))).then_some(())
    }

    /// Whether there is a range such as `{1..3}`, which is not a word.
    fn is_brace_range(&self) -> bool {
        let inside = &self.bytes[self.at + 1..];
        let digits = inside.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.peek() == Some(b'{') && inside.get(digits) == Some(&b'.')
    }

    /// Reads text without quotes and expansions. For the grammar, a number with text after it is not a
    /// number.
    fn plain(&mut self, is_first: bool) -> Option<()> {
        let start = self.at;
        let mut at = start;
        match self.bytes[at] {
            b'#' => return None,
            b'\\' if self.in_backticks => return None,
            b'\\' if !is_first && !matches!(self.peek_at(1), Some(b'"' | b'\'' | b'\\')) => return None,
            _ => {}
        }
        loop {
            match self.bytes.get(at) {
                Some(&byte) if PLAIN[byte as usize] => at += 1,
                Some(b'\\') if self.in_backticks => return None,
                Some(b'\\') => match self.bytes.get(at + 1) {
                    Some(b' ') if at > start => at += 2,
                    Some(b'!'..=b'~') => at += 2,
                    _ => return None,
                },
                _ => break,
            }
        }
        let text = &self.bytes[start..at];
        if matches!(self.bytes.get(at), Some(b'<' | b'>')) && !is_safe_before_redirection(text) {
            return None;
        }
        // The grammar skips the whitespace after a dash: `- 1>f` is read as `-1>f`.
        if text == b"-" && is_first && self.has_descriptor_behind(at) {
            return None;
        }
        // The grammar reads any following text as a number with this base.
        if text.ends_with(b"#") && is_number(&text[..text.len() - 1]) {
            return None;
        }
        let kind = if is_number(text) { Bash::Number } else { Bash::Word };
        self.leaf(kind, true, at - start);
        Some(())
    }

    /// Whether the next word is a file descriptor.
    fn has_descriptor_behind(&self, at: usize) -> bool {
        let rest = self.bytes[at..].trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits > 0 && matches!(rest.get(digits), Some(b'<' | b'>'))
    }

    /// `'…'`
    pub(super) fn raw_string(&mut self) -> Option<()> {
        let length = memchr::memchr(b'\'', &self.bytes[self.at + 1..])?;
        self.leaf(Bash::RawString, true, length + 2);
        Some(())
    }

    /// `"…"`
    pub(super) fn string(&mut self) -> Option<()> {
        let (from, start) = (self.open.len(), self.at);
        self.at += 1;
        // The start of the current text.
        let mut text = self.at;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' if self.in_backticks => return None,
                b'\\' => {
                    // The grammar merges it with the space and the following text.
                    let is_extra = matches!(self.peek_at(1), Some(b' ' | b'\t' | b'\n'));
                    if is_extra && self.bytes[text..self.at].trim_ascii().is_empty() {
                        return None;
                    }
                    matches!(self.peek_at(1)?, b'\n' | b'\t' | b' '..=b'~').then_some(())?;
                    self.at += 2;
                }
                b'$' if self.peek_at(1) == Some(b'"') => self.at += 1,
                b'$' => {
                    self.dollar()?;
                    text = self.at;
                }
                b'`' => {
                    self.backticks()?;
                    text = self.at;
                }
                b'\n' | b'\t' | b' '..=b'~' => self.at += 1,
                _ => return None,
            }
        }
        self.at += 1;
        let node = self.tree.add(Bash::Str, true, start..self.at);
        self.tree.adopt(node, &self.open[from..]);
        self.open.truncate(from);
        self.open.push(node);
        Some(())
    }

    /// Reads what begins with `$`.
    fn dollar(&mut self) -> Option<()> {
        let from = self.open.len();
        let next = self.peek_at(1)?;
        match next {
            b'{' => return self.braces(),
            b'(' => {
                if matches!(self.peek_at(2)?, b'(' | b'<' | b'>') {
                    return None;
                }
                self.token(Bash::Token, 2);
                return self.enclosed(Bash::CommandSubstitution, from);
            }
            b'?' | b'@' | b'*' | b'#' => {
                self.token(Bash::Token, 1);
                self.leaf(Bash::SpecialVariableName, true, 1);
                if self.peek().is_some_and(is_name) {
                    return None;
                }
            }
            byte if is_name(byte) => {
                self.token(Bash::Token, 1);
                let length = self.bytes[self.at..].iter().take_while(|&&byte| is_name(byte)).count();
                self.leaf(Bash::VariableName, true, length);
            }
            _ => return None,
        }
        self.close(Bash::SimpleExpansion, from);
        Some(())
    }

    /// `${…}`
    fn braces(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::Token, 2);
        if self.peek() == Some(b'#') {
            self.token(Bash::Token, 1);
            self.is(Field::Operator);
        }
        let length = self.bytes[self.at..].iter().take_while(|&&byte| is_name(byte)).count();
        if length == 0 {
            return None;
        }
        let has_length = self.open.len() - from > 1;
        self.leaf(Bash::VariableName, true, length);
        match self.bytes[self.at..] {
            [b'}', ..] => {}
            _ if has_length => return None,
            [b':', b'-' | b'+' | b'=' | b'?', ..] => self.default(2)?,
            [b'-' | b'+' | b'=' | b'?', ..] => self.default(1)?,
            [b'#', b'#', ..] | [b'%', b'%', ..] => self.pattern(2),
            [b'#' | b'%', ..] => self.pattern(1),
            _ => return None,
        }
        self.expect(b'}')?;
        self.at -= 1;
        self.token(Bash::Token, 1);
        self.close(Bash::Expansion, from);
        Some(())
    }

    /// `:-word` in `${X:-word}`.
    fn default(&mut self, width: usize) -> Option<()> {
        let kind = if self.peek() == Some(b'=') { Bash::Assign } else { Bash::Token };
        self.token(kind, width);
        self.is(Field::Operator);
        match self.peek()? {
            b'}' => {}
            b'"' => self.string()?,
            _ => {
                let is_plain = |byte: &&u8| is_name(**byte) || matches!(byte, b'.' | b'/' | b'-');
                let length = self.bytes[self.at..].iter().take_while(is_plain).count();
                let name = self.bytes[self.at..].iter().take_while(|&&byte| is_name(byte)).count();
                if length == 0 {
                    return None;
                }
                if name > 0 && self.peek_at(name) == Some(b'-') {
                    // The grammar sees a variable followed by an operator.
                    let from = self.open.len();
                    self.leaf(Bash::VariableName, true, name);
                    self.leaf(Bash::Word, true, length - name);
                    self.close(Bash::Concatenation, from);
                } else {
                    self.leaf(Bash::Word, true, length);
                }
            }
        }
        Some(())
    }

    /// `#pattern` in `${X#pattern}`.
    fn pattern(&mut self, width: usize) {
        self.token(Bash::Token, width);
        self.is(Field::Operator);
        let mut brackets = 0;
        let is_plain = |byte: &&u8| match byte {
            b'[' => {
                brackets += 1;
                brackets == 1
            }
            b']' => {
                brackets -= 1;
                brackets == 0
            }
            b'.' | b'/' | b'-' | b'*' | b':' | b',' | b'@' | b'=' | b'+' => true,
            &&byte => is_name(byte),
        };
        let length = self.bytes[self.at..].iter().take_while(is_plain).count();
        if length > 0 {
            self.leaf(Bash::Named, true, length);
        }
    }
}

/// `-?(0x)?[0-9]+(#[0-9A-Za-z@_]+)?`
fn is_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if !digits.first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let digits = digits.strip_prefix(b"0x").unwrap_or(digits);
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match digits[length..] {
        _ if length == 0 => false,
        [] => true,
        [b'#', ref base @ ..] => !base.is_empty() && base.iter().all(|&byte| is_name(byte) || byte == b'@'),
        _ => false,
    }
}

/// Whether the grammar cannot read a word, or its end, as a file descriptor.
fn is_safe_before_redirection(text: &[u8]) -> bool {
    let is_letter = text[0].is_ascii_alphabetic() || text[0] == b'/';
    is_letter || !text.last().is_some_and(u8::is_ascii_digit)
}
