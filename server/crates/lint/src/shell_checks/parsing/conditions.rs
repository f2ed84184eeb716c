//! `[ … ]` and `[[ … ]]`.

use super::{Inside, Parser, Read};

/// Operators with something on both sides.
const BINARY: [&str; 18] = [
    "=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", "\\<", "\\>", "<=",
    ">=", "=-",
];

/// Programs and builtins that POSIX has, which `[` does not run.
pub(in crate::shell_checks) const UTILITIES: [&str; 56] = [
    "awk", "basename", "cat", "cd", "chmod", "chown", "cmp", "command", "cp", "cut", "date", "dd", "df",
    "diff", "dirname", "du", "echo", "egrep", "env", "expr", "false", "fgrep", "find", "grep", "hash",
    "head", "kill", "ln", "ls", "make", "mkdir", "mv", "printf", "ps", "pwd", "read", "rm", "rmdir", "sed",
    "sh", "sleep", "sort", "tail", "tee", "test", "touch", "tr", "true", "type", "umask", "uname", "uniq",
    "unset", "wait", "wc", "xargs",
];

impl<'a> Parser<'a> {
    /// A test with so many brackets.
    pub(super) fn test(&mut self, brackets: usize) -> Read<()> {
        let start = self.at;
        self.at += brackets;
        let word = self.rest().split([' ', '\t', '\n', ';', '\\']).next().unwrap_or_default();
        if !word.is_empty() && !word.trim_end_matches(']').contains(']') {
            self.note(1035, start..self.at, "[");
        }
        let is_double = brackets == 2;
        let inside = if is_double { Inside::Construct } else { Inside::Test };
        self.within(inside, start..start + brackets, |it| {
            it.test_spaces(is_double);
            if !it.at_end_of_test() {
                if !is_double && UTILITIES.into_iter().any(|name| it.is_at(name)) {
                    it.note_at(1014, it.at, "[");
                }
                it.condition(is_double)?;
                it.test_spaces(is_double);
            }
            if !it.at_end_of_test() {
                return it.fail_at(it.at + usize::from(it.rest().starts_with('"')));
            }
            let is_pair = it.rest().starts_with("]]");
            if is_pair && !is_double {
                it.note_at(1034, start, "[");
            } else if is_double && !is_pair {
                it.note_at(1033, it.at, "[[");
            }
            it.at += if is_pair { 2 } else { 1 };
            Ok(())
        })?;
        self.spaces();
        let is_word = self.peek().is_some_and(|c| !"\n;&|()<>#".contains(c))
            && !self.rest().starts_with(|c: char| c.is_ascii_digit());
        match ["then", "do"].into_iter().find(|word| self.is_at(word)) {
            Some(keyword) => self.note(1010, self.at..self.at + keyword.len(), keyword),
            None if is_word && self.closing_word().is_none() => self.note_at(1140, self.at, "]"),
            None => {}
        }
        Ok(())
    }

    fn at_end_of_test(&self) -> bool {
        self.rest().starts_with(']')
    }

    /// Spaces; line ends are only allowed in double brackets.
    fn test_spaces(&mut self, is_double: bool) {
        self.spaces();
        if self.peek() == Some('\n') {
            if !is_double {
                self.note_at(1080, self.at, "\\");
            }
            self.blank_lines();
        }
    }

    fn condition(&mut self, is_double: bool) -> Read<()> {
        loop {
            self.term(is_double)?;
            self.spaces();
            let joint = ["&&", "||", "-a", "-o"].into_iter().find(|joint| self.rest().starts_with(joint));
            let Some(joint) = joint.filter(|joint| !joint.starts_with('-') || self.is_at(joint)) else {
                return Ok(());
            };
            self.at += joint.len();
            self.test_spaces(is_double);
            if self.at_end_of_test() {
                return self.fail_at(self.end_of_test());
            }
        }
    }

    /// The place after the bracket here.
    fn end_of_test(&self) -> usize {
        self.at + if self.rest().starts_with("]]") { 2 } else { 1 }
    }

    fn term(&mut self, is_double: bool) -> Read<()> {
        while self.eat("!") {
            self.test_spaces(is_double);
        }
        let open = ["\\(", "("].into_iter().find(|open| self.rest().starts_with(open));
        let is_bare = |bracket: &str| bracket.len() == 1 && !is_double;
        if let Some(open) = open {
            if is_bare(open) {
                self.note_at(1028, self.at, "(");
            }
            self.at += open.len();
            self.test_spaces(is_double);
            self.deeper(|it| it.condition(is_double))?;
            self.test_spaces(is_double);
            let close = ["\\)", ")"].into_iter().find(|close| self.rest().starts_with(close));
            let Some(close) = close else { return self.fail_at(self.at) };
            if is_bare(close) {
                self.note_at(1028, self.at, ")");
            }
            self.at += close.len();
            return Ok(());
        }
        let start = self.at;
        let word = self.operand()?;
        let is_unary = word.len() == 2
            && word.starts_with('-')
            && word[1..].bytes().all(|byte| byte.is_ascii_alphabetic());
        self.spaces();
        let binary = BINARY.into_iter().find(|operator| self.is_at(operator));
        // An unknown one, as in `[ a -x b ]`.
        let letters = self.rest().strip_prefix('-').map_or(0, |rest| {
            rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count()
        });
        let unknown = (letters > 0 && !is_unary).then(|| &self.rest()[..=letters]);
        let unknown =
            unknown.filter(|it| !matches!(*it, "-a" | "-o") && !it.contains("--") && self.is_at(it));
        let sign = ['<', '>'].into_iter().find(|sign| self.rest().starts_with(*sign));
        let operator = self.at;
        let known = binary.map(str::len).or(sign.map(char::len_utf8));
        if let Some(length) = known.or(unknown.map(str::len)) {
            self.at += length;
            self.test_spaces(is_double);
            if self.at_end_of_test() {
                self.note_at(1027, operator, "=");
                return self.fail_at(self.end_of_test());
            }
            if binary == Some("=~") {
                return self.expression();
            }
            self.operand()?;
        } else if self.rest().starts_with('=') && !is_unary {
            // `a =b`
            self.at += self.rest().len() - self.rest().trim_start_matches('=').len();
            self.note_at(1035, self.at, "=");
            self.operand()?;
        } else if is_unary && (!matches!(word, "-a" | "-o") || self.at_end_of_test()) {
            if self.at_end_of_test() {
                self.note_at(1019, self.at, "-f");
                return self.fail_at(self.end_of_test());
            }
            if self.peek().is_some_and(|c| !"\n;&|()".contains(c)) {
                let before = self.notes.len();
                let operand = self.at;
                if let Err(failure) = self.operand() {
                    if self.notes[before..].iter().any(|note| note.code == 1020) {
                        self.note_at(1019, operand, "-f");
                    }
                    return Err(failure);
                }
            }
        } else if word.ends_with('=') && word.len() > 1 {
            let at = if word.starts_with(['$', '"']) { word.find('=').unwrap_or(0) } else { 0 };
            self.note(1108, start + at..start + word.len(), "=");
        }
        Ok(())
    }

    /// A word, which must not end with the bracket.
    fn operand(&mut self) -> Read<&'a str> {
        if self.peek().is_none_or(|c| "\n;&|()".contains(c)) {
            return self.fail_at(self.at);
        }
        let word = self.word()?;
        let text = &self.text[word.clone()];
        // `[a]` is a list of characters.
        if text.len() > 1 && text.ends_with(']') && text.matches('[').count() < text.matches(']').count() {
            self.note_at(1020, word.end, " ");
            return self.fail_at(word.end);
        }
        Ok(&self.text[word])
    }

    /// A regular expression: brackets belong to it.
    fn expression(&mut self) -> Read<()> {
        let mut depth = 0usize;
        while let Some(c) = self.peek() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '\\' => {
                    self.at += 1;
                }
                '"' | '\'' | '$' | '`' => {
                    self.piece()?;
                    continue;
                }
                c if depth == 0 && c.is_ascii_whitespace() => break,
                _ => {}
            }
            self.step();
        }
        Ok(())
    }
}
