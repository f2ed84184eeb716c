//! Commands with commands in them, declarations and tests.

use super::{MAX_DEPTH, Quick, is_name};
use crate::shell::{kinds::Bash, tree::Field};

impl Quick<'_> {
    /// Runs `inside` one level deeper.
    fn deeper(&mut self, inside: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        inside(self)?;
        self.depth -= 1;
        Some(())
    }

    /// A keyword that must be here.
    fn word(&mut self, kind: Bash, text: &[u8]) -> Option<()> {
        if self.keyword() != text {
            return None;
        }
        self.token(kind, text.len());
        Some(())
    }

    /// `( … )`
    pub(super) fn subshell(&mut self) -> Option<()> {
        if self.peek_at(1) == Some(b'(') {
            return None;
        }
        let from = self.open.len();
        self.token(Bash::OpenParen, 1);
        self.enclosed(Bash::Subshell, from)
    }

    /// Statements up to `)`, behind what opens them.
    pub(super) fn enclosed(&mut self, kind: Bash, from: usize) -> Option<()> {
        self.deeper(|it| {
            let read = it.statements(0)?;
            (read.count > 0 && it.peek() == Some(b')')).then(|| it.token(Bash::CloseParen, 1))
        })?;
        self.close(kind, from);
        Some(())
    }

    /// `{ … }`
    pub(super) fn group(&mut self) -> Option<()> {
        if !matches!(self.peek_at(1), Some(b' ' | b'\t' | b'\n')) {
            return None;
        }
        let from = self.open.len();
        self.token(Bash::Token, 1);
        self.deeper(|it| {
            let count = it.terminated(Field::None)?;
            (count > 0 && it.peek() == Some(b'}')).then(|| it.token(Bash::Token, 1))
        })?;
        self.close(Bash::CompoundStatement, from);
        self.ends_alone()
    }

    /// Nothing may be glued to the end of a compound command.
    fn ends_alone(&self) -> Option<()> {
        matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')')).then_some(())
    }

    /// `name() { … }`, behind the name.
    pub(super) fn function(&mut self, from: usize) -> Option<()> {
        let &[name] = &self.open[from..] else { return None };
        let is_plain = self.bytes[self.tree.range(name)].iter().all(|&byte| is_name(byte));
        if self.tree.kind(name) != Bash::Word || !is_plain {
            return None;
        }
        self.is(Field::Name);
        self.token(Bash::OpenParen, 1);
        (self.peek() == Some(b')')).then(|| self.token(Bash::CloseParen, 1))?;
        let has_blank = matches!(self.peek(), Some(b' ' | b'\n'));
        while matches!(self.peek(), Some(b' ' | b'\n')) {
            self.at += 1;
        }
        if !has_blank || self.peek() != Some(b'{') {
            return None;
        }
        self.group()?;
        self.is(Field::Body);
        self.close(Bash::FunctionDefinition, from);
        // A redirection behind it belongs to it.
        self.blanks()?;
        (!self.is_redirection()).then_some(())
    }

    /// `if …; then …; elif …; then …; else …; fi`
    pub(super) fn if_statement(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::If, 2);
        self.deeper(|it| {
            it.condition(Field::Condition)?;
            it.terminated(Field::None)?;
            while it.keyword() == b"elif" {
                let clause = it.open.len();
                it.token(Bash::Elif, 4);
                it.condition(Field::None)?;
                it.terminated(Field::None)?;
                it.close_clause(Bash::ElifClause, clause);
            }
            if it.keyword() == b"else" {
                let clause = it.open.len();
                it.token(Bash::Else, 4);
                it.terminated(Field::None)?;
                it.close_clause(Bash::ElseClause, clause);
            }
            it.word(Bash::Fi, b"fi")
        })?;
        self.close(Bash::IfStatement, from);
        Some(())
    }

    /// Makes a clause of what is open. It reaches behind the line end that ends it; comments behind that are not in it.
    fn close_clause(&mut self, kind: Bash, from: usize) {
        let is_comment = |node: &&u32| self.tree.kind(**node) == Bash::Comment;
        let comments = self.open[from..].iter().rev().take_while(is_comment).count();
        let comments = self.open.split_off(self.open.len() - comments);
        let node = self.close(kind, from);
        self.tree.reach(node, self.ended);
        self.open.extend(comments);
    }

    /// What `if` asks, with `then`.
    fn condition(&mut self, field: Field) -> Option<()> {
        let count = self.terminated(field)?;
        if count == 0 {
            return None;
        }
        self.word(Bash::Then, b"then")
    }

    /// `while …; do …; done`
    pub(super) fn while_loop(&mut self, kind: Bash) -> Option<()> {
        let from = self.open.len();
        self.token(kind, 5);
        self.deeper(|it| {
            (it.terminated(Field::Condition)? > 0).then_some(())?;
            it.do_group()
        })?;
        self.close(Bash::WhileStatement, from);
        Some(())
    }

    fn do_group(&mut self) -> Option<()> {
        let from = self.open.len();
        self.word(Bash::Do, b"do")?;
        self.terminated(Field::None)?;
        self.word(Bash::Done, b"done")?;
        self.close(Bash::DoGroup, from);
        self.is(Field::Body);
        Some(())
    }

    /// `for X in …; do …; done`
    pub(super) fn for_loop(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::For, 3);
        self.blanks()?;
        let length = self.bytes[self.at..].iter().take_while(|&&byte| is_name(byte)).count();
        if length == 0 || self.peek()?.is_ascii_digit() {
            return None;
        }
        self.leaf(Bash::VariableName, true, length);
        self.is(Field::Variable);
        matches!(self.peek(), Some(b' ' | b'\t')).then_some(())?;
        self.blanks()?;
        self.word(Bash::In, b"in")?;
        let words = self.open.len();
        loop {
            self.blanks()?;
            match self.peek()? {
                b';' if self.peek_at(1) != Some(b';') => {
                    self.are(words, Field::Value);
                    self.token(Bash::Semicolon, 1);
                    break;
                }
                b'\n' => {
                    self.are(words, Field::Value);
                    break;
                }
                b';' | b'&' | b'|' | b')' | b'#' | b'<' | b'>' => return None,
                _ if self.is_redirection() => return None,
                _ => self.literal()?,
            }
        }
        if self.open.len() - words < 2 && self.tree.kind(*self.open.last()?) == Bash::Semicolon
            || self.open.len() == words
        {
            return None;
        }
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n')) {
            self.at += 1;
        }
        self.deeper(Self::do_group)?;
        self.close(Bash::ForStatement, from);
        Some(())
    }

    /// `export X=1 Y`, `unset X`
    pub(super) fn declaration(&mut self, kind: Bash) -> Option<()> {
        let from = self.open.len();
        let length = self.keyword().len();
        self.token(Bash::Token, length);
        loop {
            self.blanks()?;
            if self.is_end() || self.is_redirection() {
                break;
            }
            let rest = &self.bytes[self.at..];
            let name = rest.iter().take_while(|&&byte| is_name(byte)).count();
            match rest.get(name) {
                _ if name == 0 => {
                    let letters = rest.iter().skip(1).take_while(|byte| byte.is_ascii_alphabetic()).count();
                    let is_option = rest[0] == b'-' && matches!(rest.get(1 + letters), Some(b' ' | b'\t'));
                    if !is_option && !matches!(rest[0], b'"' | b'\'' | b'$') {
                        return None;
                    }
                    self.literal()?;
                }
                _ if rest[0].is_ascii_digit() => return None,
                None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')') => {
                    self.leaf(Bash::VariableName, true, name);
                }
                Some(b'=' | b'+') if kind == Bash::DeclarationCommand => {
                    self.assignment(true)?.then_some(())?;
                }
                _ => return None,
            }
        }
        self.close(kind, from);
        Some(())
    }

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
            // `! a = b` is `(! a) = b` to the grammar, and `-f a -a b` is `-f (a -a b)`.
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
        // Without quotes, patterns are read in a way of their own.
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

    /// A word of a test, and the blanks behind it.
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
