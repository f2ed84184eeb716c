//! Reads commands: decides what a command is, and reads simple commands and declarations.

use super::{PLAIN, Quick, is_name};
use crate::shell::{kinds::Bash, tree::Field};

impl Quick<'_> {
    pub(super) fn command(&mut self) -> Option<()> {
        match self.peek()? {
            b'(' => self.subshell(),
            b'{' => self.group(),
            b'[' => self.test(),
            b'!' if matches!(self.peek_at(1), Some(b' ' | b'\t')) => self.negated(),
            b'a'..=b'z' => match self.keyword() {
                b"if" => self.if_statement(),
                b"while" => self.while_loop(Bash::While),
                b"until" => self.while_loop(Bash::Until),
                b"for" => self.for_loop(),
                b"export" | b"readonly" | b"local" | b"declare" | b"typeset" => {
                    self.declaration(Bash::DeclarationCommand)
                }
                b"unset" | b"unsetenv" => self.declaration(Bash::UnsetCommand),
                b"case" => self.case(),
                b"select" | b"function" | b"do" | b"done" | b"then" | b"else" | b"elif" | b"fi" | b"esac"
                | b"in" => None,
                _ => self.simple_command(),
            },
            _ => self.simple_command(),
        }
    }

    fn negated(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::Not, 1);
        self.blanks()?;
        match self.peek()? {
            b'{' | b'!' => return None,
            b'a'..=b'z' => match self.keyword() {
                b"if" | b"while" | b"until" | b"for" | b"case" | b"export" | b"readonly" | b"local"
                | b"declare" | b"typeset" | b"unset" | b"unsetenv" => return None,
                _ => self.command()?,
            },
            _ => self.command()?,
        }
        let inside = self.open.last().map(|&inside| self.tree.kind(inside));
        if matches!(inside, Some(Bash::VariableAssignments | Bash::FunctionDefinition)) {
            return None;
        }
        self.close(Bash::NegatedCommand, from);
        Some(())
    }

    fn simple_command(&mut self) -> Option<()> {
        let from = self.open.len();
        let mut assignments = 0;
        while self.assignment(assignments > 0)? {
            assignments += 1;
            self.blanks()?;
        }
        if assignments > 0 {
            if self.is_redirection() {
                return None;
            }
            if self.is_end() {
                if assignments > 1 {
                    self.loses_line_end = true;
                    self.close(Bash::VariableAssignments, from);
                }
                return Some(());
            }
        }
        let name = self.open.len();
        // The grammar may read other characters as parts of names here.
        let is_usual =
            |byte: u8| is_name(byte) || matches!(byte, b'/' | b'.' | b'~' | b':' | b'$' | b'"' | b'\'');
        if !is_usual(self.peek()?) || self.is_reserved() {
            return None;
        }
        self.literal()?;
        if self.peek() == Some(b'(') {
            return if assignments == 0 { self.function(from) } else { None };
        }
        self.close(Bash::CommandName, name);
        self.is(Field::Name);
        loop {
            self.blanks()?;
            if matches!(self.bytes[self.at..], [b'<', b'<', b'<', ..]) {
                self.herestring()?;
                continue;
            }
            if self.is_end() || self.is_redirection() {
                break;
            }
            let start = self.at;
            self.literal()?;
            // The text after these is not a word.
            if matches!(self.bytes[start..self.at], [b'=', b'=' | b'~', ..]) {
                return None;
            }
        }
        self.close(Bash::Command, from);
        Some(())
    }

    /// Reads `<<< word`, which the grammar makes a part of the command.
    fn herestring(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::Herestring, 3);
        self.blanks()?;
        self.literal()?;
        self.close(Bash::HerestringRedirect, from);
        self.is(Field::Redirect);
        Some(())
    }

    /// Whether there is a reserved word here, alone or directly followed by a character that is not
    /// part of a plain word.
    fn is_reserved(&self) -> bool {
        const RESERVED: [&[u8]; 22] = [
            b"if",
            b"then",
            b"else",
            b"elif",
            b"fi",
            b"for",
            b"while",
            b"until",
            b"do",
            b"done",
            b"case",
            b"esac",
            b"in",
            b"select",
            b"function",
            b"export",
            b"readonly",
            b"local",
            b"declare",
            b"typeset",
            b"unset",
            b"unsetenv",
        ];
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        (2..9).contains(&length)
            && !rest.get(length).is_some_and(|&byte| PLAIN[byte as usize])
            && RESERVED.contains(&&rest[..length])
    }

    /// Whether the command has no further word.
    pub(super) fn is_end(&self) -> bool {
        match self.peek() {
            None | Some(b'\n' | b';' | b'|' | b')' | b'#') => true,
            Some(b'`') => self.in_backticks,
            Some(b'&') => self.peek_at(1) != Some(b'>'),
            _ => false,
        }
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
                None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' | b'`') => {
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
}
