//! Reads compound commands.

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

    /// Reads a keyword that must be here.
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

    /// `` `…` ``
    pub(super) fn backticks(&mut self) -> Option<()> {
        if std::mem::replace(&mut self.in_backticks, true) {
            return None;
        }
        let from = self.open.len();
        self.token(Bash::Token, 1);
        self.enclosed_by(b'`', Bash::Token, Bash::CommandSubstitution, from)?;
        self.in_backticks = false;
        Some(())
    }

    /// Reads statements up to `)`, after the token that opens them.
    pub(super) fn enclosed(&mut self, kind: Bash, from: usize) -> Option<()> {
        self.enclosed_by(b')', Bash::CloseParen, kind, from)
    }

    fn enclosed_by(&mut self, close: u8, token: Bash, kind: Bash, from: usize) -> Option<()> {
        self.deeper(|it| {
            let read = it.statements()?;
            (read.count > 0 && it.peek() == Some(close)).then(|| it.token(token, 1))
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

    /// Nothing may directly follow a compound command.
    pub(super) fn ends_alone(&self) -> Option<()> {
        matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' | b'`'))
            .then_some(())
    }

    /// `name() { … }`, after the name.
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
        // A redirection after the body belongs to it.
        self.blanks()?;
        (!self.is_redirection()).then_some(())
    }

    /// `if …; then …; elif …; then …; else …; fi`
    pub(super) fn if_statement(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::If, 2);
        self.deeper(|it| {
            it.condition(Field::Condition)?;
            it.branch()?;
            while it.keyword() == b"elif" {
                let clause = it.open.len();
                it.token(Bash::Elif, 4);
                it.condition(Field::None)?;
                it.branch()?;
                it.close_clause(Bash::ElifClause, clause);
            }
            if it.keyword() == b"else" {
                let clause = it.open.len();
                it.token(Bash::Else, 4);
                it.branch()?;
                it.close_clause(Bash::ElseClause, clause);
            }
            it.word(Bash::Fi, b"fi")
        })?;
        self.close(Bash::IfStatement, from);
        Some(())
    }

    /// Makes a clause of the open nodes. It includes the line end that ends it, but not the comments
    /// after that.
    fn close_clause(&mut self, kind: Bash, from: usize) {
        let is_comment = |node: &&u32| self.tree.kind(**node) == Bash::Comment;
        let comments = self.open[from..].iter().rev().take_while(is_comment).count();
        let comments = self.open.split_off(self.open.len() - comments);
        let node = self.close(kind, from);
        self.tree.reach(node, self.ended);
        self.open.extend(comments);
    }

    /// The statements of a branch or a loop. Without any, the script has an error, which the grammar does not report.
    fn branch(&mut self) -> Option<()> {
        (self.terminated(Field::None)? > 0).then_some(())
    }

    /// The condition of `if`, with `then`.
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
        self.branch()?;
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
                b';' | b'&' | b'|' | b')' | b'`' | b'#' | b'<' | b'>' => return None,
                _ if self.is_redirection() => return None,
                _ => self.literal()?,
            }
        }
        if self.open.len() - words < 2 && self.tree.kind(*self.open.last()?) == Bash::Semicolon
            || self.open.len() == words
        {
            return None;
        }
        self.white();
        self.deeper(Self::do_group)?;
        self.close(Bash::ForStatement, from);
        Some(())
    }

    /// `case X in a|b) …;; esac`
    pub(super) fn case(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::Case, 4);
        self.blanks()?;
        if self.is_end() {
            return None;
        }
        self.literal()?;
        self.is(Field::Value);
        self.blanks()?;
        self.word(Bash::In, b"in")?;
        let items = self.open.len();
        self.deeper(|it| {
            loop {
                it.white();
                if it.keyword() == b"esac" {
                    break;
                }
                it.case_item()?;
            }
            it.word(Bash::Esac, b"esac")
        })?;
        if self.open.len() == items + 1 {
            return None;
        }
        self.close(Bash::CaseStatement, from);
        Some(())
    }

    /// `a|b) …;;`
    fn case_item(&mut self) -> Option<()> {
        let from = self.open.len();
        loop {
            self.pattern_of_case()?;
            self.is(Field::Value);
            self.blanks()?;
            match self.peek()? {
                b'|' => self.token(Bash::Pipe, 1),
                b')' => break,
                _ => return None,
            }
            self.blanks()?;
        }
        self.token(Bash::CloseParen, 1);
        matches!(self.peek(), Some(b' ' | b'\t' | b'\n')).then_some(())?;
        self.terminated(Field::None)?;
        self.bytes[self.at..].starts_with(b";;").then_some(())?;
        self.token(Bash::CaseEnd, 2);
        matches!(self.peek(), Some(b' ' | b'\t' | b'\n')).then_some(())?;
        self.close(Bash::CaseItem, from);
        Some(())
    }

    /// Reads a pattern without anything that the grammar treats specially.
    fn pattern_of_case(&mut self) -> Option<()> {
        match self.peek()? {
            b'\'' => self.raw_string(),
            b'"' => self.string(),
            b'*' if self.peek_at(1) == Some(b')') => {
                self.leaf(Bash::Word, true, 1);
                Some(())
            }
            byte if byte.is_ascii_alphanumeric() => {
                let is_usual = |byte: &&u8| is_name(**byte) || matches!(byte, b'.' | b'/' | b'-');
                let length = self.bytes[self.at..].iter().take_while(is_usual).count();
                self.leaf(Bash::Word, true, length);
                Some(())
            }
            _ => None,
        }
    }
}
