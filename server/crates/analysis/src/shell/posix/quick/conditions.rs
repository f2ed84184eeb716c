//! Reads the common tests: `[ -f x ]`, `[ "$X" = y ]`, `[[ … ]]`.

use super::{Quick, is_name};
use crate::shell::{kinds::Bash, tree::Field};

impl Quick<'_> {
    /// `[ … ]`, `[[ … ]]`
    pub(super) fn test(&mut self) -> Option<()> {
        let from = self.open.len();
        let is_double = self.peek_at(1) == Some(b'[');
        let (open, close, width) = if is_double {
            (Bash::DoubleBracket, Bash::CloseDoubleBracket, 2)
        } else {
            (Bash::OpenBracket, Bash::CloseBracket, 1)
        };
        self.token(open, width);
        matches!(self.peek(), Some(b' ')).then_some(())?;
        let expression = self.open.len();
        let mut negations = 0;
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        while self.peek() == Some(b'!') && self.peek_at(1) == Some(b' ') {
            self.token(Bash::Not, 1);
            self.is(Field::Operator);
            negations += 1;
            self.at += 1;
        }
        if self.peek() == Some(b'-') {
            self.test_operator()?;
            self.operand()?;
            self.close(Bash::UnaryExpression, self.open.len() - 2);
        } else {
            self.operand()?;
        }
        for _ in 0..negations {
            self.close(Bash::UnaryExpression, self.open.len() - 2);
        }
        if self.peek() != Some(b']') {
            // The grammar reads `! a = b` as `(! a) = b`, and `-f a -a b` as `-f (a -a b)`.
            let is_unary = self.tree.kind(self.open[expression]) == Bash::UnaryExpression;
            if is_unary && (negations == 0 || negations > 1) {
                return None;
            }
            self.is(Field::Left);
            self.binary_test(is_double)?;
            self.close(Bash::BinaryExpression, expression);
        }
        self.bytes[self.at..].starts_with(&b"]]"[..width]).then_some(())?;
        self.token(close, width);
        self.ends_alone()?;
        self.close(Bash::TestCommand, from);
        Some(())
    }

    /// `= b`, `-eq 1`
    fn binary_test(&mut self, is_double: bool) -> Option<()> {
        let is_pattern = match &self.bytes[self.at..] {
            [b'=', b' ', ..] => {
                self.token(Bash::Assign, 1);
                is_double
            }
            [b'=' | b'!', b'=', b' ', ..] => {
                self.token(Bash::Token, 2);
                true
            }
            [b'-', ..] => {
                self.test_operator()?;
                self.is(Field::Operator);
                self.operand()?;
                self.is(Field::Right);
                return Some(());
            }
            _ => return None,
        };
        self.is(Field::Operator);
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        // The grammar treats unquoted patterns specially.
        if is_pattern && self.peek() != Some(b'"') {
            return None;
        }
        self.operand()?;
        self.is(Field::Right);
        Some(())
    }

    fn test_operator(&mut self) -> Option<()> {
        let letters = self.bytes[self.at + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0
            || self.peek_at(1 + letters) != Some(b' ')
            || matches!(&self.bytes[self.at..][..2], b"-a" | b"-o") && letters == 1
        {
            return None;
        }
        self.leaf(Bash::TestOperator, true, 1 + letters);
        self.is(Field::Operator);
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        Some(())
    }

    /// Reads a word of a test, and the whitespace after it.
    fn operand(&mut self) -> Option<()> {
        let start = self.at;
        matches!(self.peek()?, b'"' | b'\'' | b'$' | b'/' | b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z').then_some(())?;
        self.literal()?;
        let text = &self.bytes[start..self.at];
        // Other characters may be parts of patterns, or end a name.
        let is_usual = |&byte: &u8| is_name(byte) || matches!(byte, b'/' | b'.' | b'-');
        if !matches!(text[0], b'"' | b'\'' | b'$') && !text.iter().all(is_usual) {
            return None;
        }
        (self.peek() == Some(b' ')).then_some(())?;
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        Some(())
    }
}
