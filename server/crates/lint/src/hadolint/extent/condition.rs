//! `[ … ]` and `[[ … ]]`: unless they contain a condition, hadolint reads nothing of the script.

use super::{ExtentReader, Missing, Read};

impl ExtentReader<'_> {
    /// A test at its opening bracket.
    pub(super) fn test(&mut self) -> Read<()> {
        self.at += if self.is("[[") { 2 } else { 1 };
        self.space();
        if !self.is_closed() {
            self.alternatives()?;
        }
        self.space();
        if self.is_closed() {
            self.at += self.plain_word().len();
            return Ok(());
        }
        // Only one of the brackets may be there.
        Err(Missing)
    }

    /// Skips spaces and line ends.
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn is_closed(&self) -> bool {
        matches!(self.plain_word(), "]" | "]]")
    }

    fn alternatives(&mut self) -> Read<()> {
        self.negated()?;
        loop {
            self.space();
            let is_word = matches!(self.plain_word(), "-a" | "-o");
            if is_word {
                self.at += 2;
            } else if !(self.take("&&") || self.take("||")) {
                return Ok(());
            }
            self.space();
            self.negated()?;
        }
    }

    fn negated(&mut self) -> Read<()> {
        while self.plain_word() == "!" {
            self.at += 1;
            self.space();
        }
        if self.take("\\(") || self.take("(") {
            self.space();
            self.alternatives()?;
            self.space();
            return if self.take("\\)") || self.take(")") { Ok(()) } else { Err(Missing) };
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Read<()> {
        let word = self.plain_word();
        let is_unary = word.len() == 2 && is_option(word);
        self.operand()?;
        self.space();
        if is_unary {
            return self.operand();
        }
        let word = self.plain_word();
        if is_option(word) && !matches!(word, "-a" | "-o") {
            self.at += word.len();
        } else if self.take("=~") {
            self.space();
            return self.pattern();
        } else {
            let operators = ["==", "!=", "=", "\\<", "\\>", "<=", ">=", "<", ">"];
            if !operators.iter().any(|operator| self.take(operator)) {
                return Ok(());
            }
        }
        self.space();
        self.operand()
    }

    fn operand(&mut self) -> Read<()> {
        if !self.is_closed() && self.word()? { Ok(()) } else { Err(Missing) }
    }

    /// A regular expression, in which brackets need no quotes.
    fn pattern(&mut self) -> Read<()> {
        let (start, mut depth) = (self.at, 0_usize);
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' if depth == 0 => break,
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {
                    self.piece()?;
                    continue;
                }
            }
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(Missing) }
    }
}

fn is_option(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}
