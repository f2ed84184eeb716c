//! Compound commands, functions and simple commands.

use std::ops::Range;

use super::{Context, Inside, MISPLACED, Parser, Read};
use dockwright_analysis::shell::quotes::end_of_arithmetic;

impl Parser<'_> {
    /// A command of any kind, with its redirections.
    pub(super) fn command(&mut self) -> Read<()> {
        self.deeper(Self::any_command)
    }

    fn any_command(&mut self) -> Read<()> {
        let start = self.at;
        if self.rest().starts_with("((") && self.arithmetic() {
            self.arithmetic.push((start..self.at, true));
            return self.redirections();
        }
        if self.rest().starts_with("((") {
            return self.doubtful_subshell();
        }
        let keyword = ["if", "while", "until", "for", "select", "case", "function", "time", "[["]
            .into_iter()
            .find(|word| self.is_at(word))
            .filter(|word| *word != "function" || self.names_function());
        let range = start..start + keyword.map_or(1, str::len);
        let construct = Inside::Construct;
        match keyword {
            Some("time") => {
                self.at = range.end;
                self.spaces();
                return if self.starts_command() { self.command() } else { Ok(()) };
            }
            Some("[[") => self.test(2)?,
            Some("function") => {
                self.at = range.end;
                self.spaces();
                return self.within(Inside::Function, range, |it| {
                    it.word()?;
                    it.spaces();
                    if it.rest().starts_with('(') {
                        it.parentheses();
                    }
                    it.body_of_function()
                });
            }
            Some(keyword) => self.within(construct, range.clone(), |it| match keyword {
                "if" => it.if_clause(range),
                "while" | "until" => {
                    it.at = range.end;
                    it.commands()?;
                    it.do_group(range, false)
                }
                "case" => it.case(),
                _ => it.for_loop(range),
            })?,
            None if self.peek() == Some('(') => self.within(construct, range, Self::subshell)?,
            None if self.is_group() => self.within(construct, range, Self::group)?,
            None if self.peek() == Some('[') => self.test(1)?,
            None if self.is_function() => return self.within(Inside::Function, range, Self::function),
            None => return self.simple(),
        }
        self.redirections()?;
        let is_more = self.peek().is_some_and(|c| !c.is_whitespace() && !";&|(){}".contains(c));
        let is_test = self.notes.last().is_some_and(|note| note.code == 1140 && note.range.start == self.at);
        if is_more && !is_test && self.closing_word().is_none() {
            let rest = self.rest();
            let end = rest.find(|c: char| c.is_whitespace() || ";&|()".contains(c)).unwrap_or(rest.len());
            self.note(1141, self.at..self.at + end, "");
        }
        Ok(())
    }

    fn subshell(&mut self) -> Read<()> {
        self.at += 1;
        self.commands()?;
        self.close(')')
    }

    /// `((` of a subshell in a subshell. If it is not one, the failure is that of a calculation.
    fn doubtful_subshell(&mut self) -> Read<()> {
        let (start, notes, contexts) = (self.at, self.notes.len(), self.contexts.clone());
        self.note_at(1105, start, "((");
        let result = self.within(Inside::Construct, start..start + 1, Self::subshell);
        if result.as_ref().is_ok() || result.as_ref().is_err_and(|failure| failure.is_too_deep) {
            result?;
            return self.redirections();
        }
        self.notes.truncate(notes);
        self.contexts = contexts;
        self.contexts.extend([0, 1].map(|_| Context { inside: Inside::Opened, range: start..start + 2 }));
        let rest = &self.text[start + 2..];
        self.fail_at(start + 2 + end_of_arithmetic(rest).unwrap_or(rest.len()))
    }

    /// Whether a name comes after `function`.
    fn names_function(&self) -> bool {
        let rest = self.rest().trim_start_matches(|c: char| c.is_ascii_alphabetic());
        rest.trim_start_matches([' ', '\t']).starts_with(|c: char| c.is_alphanumeric() || c == '_')
    }

    /// The bracket that ends something.
    pub(super) fn close(&mut self, bracket: char) -> Read<()> {
        self.blank_lines();
        if self.peek() != Some(bracket) {
            return self.fail();
        }
        self.at += bracket.len_utf8();
        Ok(())
    }

    /// `{` that is not the beginning of `{a,b}`.
    fn is_group(&self) -> bool {
        let Some(rest) = self.rest().strip_prefix('{') else { return false };
        let word =
            rest.split(|c: char| c.is_ascii_whitespace() || ";&|<>()".contains(c)).next().unwrap_or_default();
        !word.contains(['}', ',', '$'])
    }

    fn group(&mut self) -> Read<()> {
        self.at += 1;
        if self.peek().is_some_and(|c| !c.is_ascii_whitespace() && c != '\\') {
            self.note_at(1054, self.at, "{");
        }
        if !self.list()? {
            if self.is_at("}") {
                self.note_at(1055, self.at, "{");
            }
            return self.fail();
        }
        if !self.eat("}") {
            self.note_at(1056, self.at, "}");
            return self.fail();
        }
        Ok(())
    }

    fn if_clause(&mut self, keyword: Range<usize>) -> Read<()> {
        self.at = keyword.end;
        self.commands()?;
        self.then_clause(&keyword, true)?;
        loop {
            let clause = self.at..self.at + 4;
            if self.eat("elif") {
                self.within(Inside::Construct, clause.clone(), |it| {
                    it.commands()?;
                    it.then_clause(&clause, false)
                })?;
            } else if self.eat("else") {
                self.within(Inside::Construct, clause, |it| it.branch("else"))?;
                break;
            } else {
                break;
            }
        }
        if !self.eat("fi") {
            self.note_at(1046, keyword.start, "if");
            self.note_at(1047, self.at, "fi");
            return self.fail();
        }
        Ok(())
    }

    fn then_clause(&mut self, keyword: &Range<usize>, is_if: bool) -> Read<()> {
        let then = self.at..self.at + 4;
        if !self.eat("then") {
            if is_if || self.peek().is_some() {
                self.note_at(1050, self.at, "then");
            }
            if ["fi", "else", "elif"].iter().any(|word| self.is_at(word)) {
                self.note_at(1049, keyword.start, "if");
            }
            return self.fail();
        }
        if is_if { self.within(Inside::Construct, then, |it| it.branch("then")) } else { self.branch("then") }
    }

    /// The commands after `then` or `else`.
    fn branch(&mut self, keyword: &'static str) -> Read<()> {
        let (separator, empty) = if keyword == "then" { (1051, 1048) } else { (1053, 1052) };
        self.no_separator(separator);
        if self.list()? {
            return Ok(());
        }
        if ["fi", "else", "elif"].iter().any(|word| self.is_at(word)) {
            self.note_at(empty, self.at, keyword);
        }
        self.fail()
    }

    /// `;` directly after a keyword.
    fn no_separator(&mut self, code: u16) {
        self.spaces();
        if self.rest().starts_with(';') && !self.rest().starts_with(";;") {
            self.note_at(code, self.at, ";");
            self.at += 1;
        }
    }

    fn do_group(&mut self, keyword: Range<usize>, is_for: bool) -> Read<()> {
        self.blank_lines();
        let start = self.at..self.at + 2;
        if !self.eat("do") {
            self.note_at(1058, self.at, "do");
            if is_for {
                return self.fail_at(self.at);
            }
            if self.is_at("done") {
                let name = if self.text[keyword.clone()].starts_with('w') { "while" } else { "until" };
                self.note(1057, keyword, name);
            }
            return self.fail();
        }
        self.no_separator(1059);
        if !self.list()? {
            if self.is_at("done") {
                self.note(1060, start, "do");
            }
            return self.fail();
        }
        if !self.eat("done") {
            self.note(1061, start, "do");
            self.note_at(1062, self.at, "done");
            return self.fail();
        }
        Ok(())
    }

    fn for_loop(&mut self, keyword: Range<usize>) -> Read<()> {
        self.at = keyword.end;
        self.spaces();
        let start = self.at;
        if self.rest().starts_with("((") {
            return self.within(Inside::Opened, start..start + 2, |it| {
                if !it.arithmetic() {
                    let line = it.rest().find('\n').unwrap_or(it.rest().len());
                    it.note_at(1137, start + line, ")");
                    return it.fail_at(start + line);
                }
                it.loops.push(keyword.clone());
                it.arithmetic.push((start..it.at, false));
                it.spaces();
                it.at += usize::from(it.rest().starts_with(';'));
                it.body_of_loop(keyword)
            });
        }
        if !self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || "_$\"'".contains(c)) {
            return self.fail_at(self.at);
        }
        let variable = self.word()?;
        self.blank_lines();
        if self.eat("in") {
            loop {
                self.spaces();
                if self.peek().is_none_or(|c| "\n;()&|<>".contains(c)) {
                    break;
                }
                if self.is_at("do") {
                    self.note_at(1063, self.at, ";");
                    self.unseparated.push((keyword.clone(), variable));
                    break;
                }
                self.word()?;
            }
        }
        self.spaces();
        self.at += usize::from(self.rest().starts_with(';') && !self.rest().starts_with(";;"));
        self.body_of_loop(keyword)
    }

    fn body_of_loop(&mut self, keyword: Range<usize>) -> Read<()> {
        self.blank_lines();
        let range = self.at..self.at + 1;
        if self.is_at("{") {
            self.within(Inside::Construct, range, Self::group)
        } else {
            self.do_group(keyword, true)
        }
    }

    fn case(&mut self) -> Read<()> {
        self.at += 4;
        self.spaces();
        if self.peek().is_none_or(|c| "\n;()&|".contains(c)) {
            return self.fail_at(self.at);
        }
        self.word()?;
        self.blank_lines();
        if !self.eat("in") {
            return self.fail_at(self.at);
        }
        loop {
            self.blank_lines();
            if self.eat("esac") {
                return Ok(());
            }
            if self.peek().is_none_or(|c| ";&|)".contains(c)) {
                return self.fail_at(self.at);
            }
            let start = self.at;
            let length = self.peek().map_or(0, char::len_utf8);
            self.within(Inside::Construct, start..start + length, Self::arm)?;
        }
    }

    fn arm(&mut self) -> Read<()> {
        self.at += usize::from(self.peek() == Some('('));
        loop {
            self.spaces();
            if self.peek().is_some_and(|c| !"\n;()&|".contains(c)) {
                self.word()?;
                self.spaces();
            }
            match self.peek() {
                Some('|') => self.at += 1,
                Some(')') => {
                    self.at += 1;
                    break;
                }
                _ => {
                    self.note_at(1085, self.at, ";;");
                    return self.fail_at(self.at);
                }
            }
        }
        self.list()?;
        let mark = [";;&", ";;", ";&"].into_iter().find(|mark| self.rest().starts_with(mark));
        self.at += mark.map_or(0, str::len);
        if mark.is_some() || self.is_at("esac") { Ok(()) } else { self.fail() }
    }

    /// `f(`, `f (a)`; `ShellCheck` takes any text in the brackets for parameters.
    fn is_function(&mut self) -> bool {
        let rest = self.rest();
        let name =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_:.+?-@".contains(c)).unwrap_or(rest.len());
        let after = rest[name..].trim_start_matches([' ', '\t']);
        let Some(inside) = after.strip_prefix('(').filter(|_| name > 0) else { return false };
        let end = inside.find(['\n', ')', '{']);
        let is_it = end.is_some_and(|end| inside[end..].starts_with(')'));
        if !is_it {
            // The note stays, although it is read as something else then.
            let parameters = rest.len() - inside.trim_start_matches([' ', '\t']).len();
            self.note_at(1065, self.at + parameters, "(");
        }
        is_it
    }

    fn function(&mut self) -> Read<()> {
        let open = self.rest().find('(').unwrap_or(0);
        self.at += open;
        self.parentheses();
        self.body_of_function()
    }

    /// `()`, or what looks like parameters.
    fn parentheses(&mut self) {
        self.at += 1;
        self.spaces();
        if self.peek() != Some(')') {
            self.note_at(1065, self.at, "(");
            self.at += self.rest().find(')').unwrap_or(0);
        }
        self.at += usize::from(self.peek() == Some(')'));
    }

    fn body_of_function(&mut self) -> Read<()> {
        self.blank_lines();
        let is_body = self.is_group()
            || self.peek() == Some('(')
            || ["if", "while", "until", "for", "case", "[["].iter().any(|word| self.is_at(word))
            || self.peek() == Some('[');
        if !is_body {
            self.note_at(1064, self.at, "{");
            return self.fail_at(self.at);
        }
        self.command()
    }

    /// Words, assignments and redirections.
    pub(super) fn simple(&mut self) -> Read<()> {
        let start = self.at;
        let length = self.peek().map_or(0, char::len_utf8);
        self.within(Inside::Command, start..start + length, |it| {
            let (mut has_name, mut declares) = (false, false);
            loop {
                it.spaces();
                let Some(c) = it.peek() else { return Ok(()) };
                if it.is_redirection() {
                    it.redirection()?;
                    continue;
                }
                if "\n;&|()".contains(c) {
                    return Ok(());
                }
                let word = it.at;
                if has_name {
                    if let Some(keyword) = MISPLACED.into_iter().find(|keyword| it.is_at(keyword)) {
                        it.note(1010, word..word + keyword.len(), keyword);
                    } else if it.is_at("}") {
                        it.note(1083, word..word + 1, "}");
                    }
                }
                let is_assignment = (!has_name || declares) && it.is_assignment();
                let range = if is_assignment {
                    it.within(Inside::Command, word..word + 1, Self::word)?
                } else {
                    it.word()?
                };
                if !has_name && !is_assignment {
                    has_name = true;
                    declares =
                        matches!(&it.text[range], "export" | "local" | "declare" | "typeset" | "readonly");
                }
            }
        })
    }

    /// `X=`, `X+=`, `X[1]=`
    fn is_assignment(&self) -> bool {
        let rest = self.rest();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let after = &rest[name..];
        let index = after.strip_prefix('[').and_then(|rest| rest.find(']')).map_or(0, |length| length + 2);
        let after = after[index..].strip_prefix('+').unwrap_or(&after[index..]);
        name > 0 && after.starts_with('=')
    }
}
