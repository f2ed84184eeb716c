//! Compound commands, such as `if` and loops, and functions.

use super::{ENDS, ExtentReader, Missing, Read};

impl ExtentReader<'_> {
    /// Reads a command; returns whether there is one.
    pub(super) fn command(&mut self) -> Read<bool> {
        self.blanks();
        match self.peek() {
            None | Some(b')' | b';' | b'&' | b'|' | b'\n') if !self.is("&>") => return Ok(false),
            Some(b'(') => {
                if !(self.is("((") && self.arithmetic()) {
                    self.at += 1;
                    self.body_list()?;
                    self.lines()?;
                    self.expect(")")?;
                }
                return self.redirections();
            }
            _ => {}
        }
        let word = self.plain_word();
        if ENDS.contains(&word) {
            return Ok(false);
        }
        match word {
            "{" => {
                self.at += 1;
                self.body_list()?;
                self.expect("}")?;
            }
            "if" => self.condition()?,
            "while" | "until" => {
                self.at += word.len();
                self.body_list()?;
                self.do_group()?;
            }
            "for" | "select" => self.for_loop(word)?,
            "case" => self.case()?,
            "function" => {
                self.at += word.len();
                self.blanks();
                self.word()?;
                self.blanks();
                self.take("()");
                return self.function_body();
            }
            _ if self.is("[") => {
                self.test()?;
                while self.after_blanks(Self::redirection)? {}
                return Ok(true);
            }
            "time" | "coproc" if self.is_before_compound(word) => {
                self.at += word.len();
                return self.command();
            }
            _ if self.is_function(word) => {
                self.at += word.len();
                self.blanks();
                self.at += 1;
                self.blanks();
                self.expect(")")?;
                return self.function_body();
            }
            // Neither a function nor a command with a subshell.
            _ if self.precedes_parenthesis(word) => return Ok(false),
            _ => return self.simple(),
        }
        self.redirections()
    }

    fn expect(&mut self, text: &str) -> Read<()> {
        self.lines()?;
        if self.take(text) { Ok(()) } else { Err(Missing) }
    }

    fn expect_word(&mut self, word: &str) -> Read<()> {
        self.lines()?;
        if self.take_word(word) { Ok(()) } else { Err(Missing) }
    }

    fn redirections(&mut self) -> Read<bool> {
        loop {
            self.blanks();
            if !self.redirection()? {
                // The rest must be a word.
                let end = self.at;
                self.word()?;
                self.at = end;
                return Ok(true);
            }
        }
    }

    fn after_blanks(&mut self, read: impl Fn(&mut Self) -> Read<bool>) -> Read<bool> {
        self.blanks();
        read(self)
    }

    fn arithmetic(&mut self) -> bool {
        let start = self.at;
        self.at += 2;
        let is_it = self.until_parens().is_ok();
        if !is_it {
            self.at = start;
        }
        is_it
    }

    fn is_before_compound(&self, word: &str) -> bool {
        let rest = self.rest()[word.len()..].trim_start_matches([' ', '\t']);
        ["{", "(", "if ", "while ", "until ", "for ", "case "].iter().any(|start| rest.starts_with(start))
    }

    /// Whether `()` follows a name.
    fn is_function(&self, word: &str) -> bool {
        let rest = self.rest()[word.len()..].trim_start_matches([' ', '\t']);
        let inside = rest.strip_prefix('(').map(|rest| rest.trim_start_matches([' ', '\t']));
        !word.is_empty() && inside.is_some_and(|rest| rest.starts_with(')'))
    }

    fn precedes_parenthesis(&self, word: &str) -> bool {
        let rest = &self.rest()[word.len()..];
        let is_joined = word.ends_with(['@', '?', '*', '+', '!', '=']) && rest.starts_with('(');
        !word.is_empty() && !is_joined && rest.trim_start_matches([' ', '\t']).starts_with('(')
    }

    fn function_body(&mut self) -> Read<bool> {
        self.lines()?;
        let is_compound = self.is("(") || self.plain_word() == "{" || self.is_before_compound("");
        if is_compound && self.command()? { Ok(true) } else { Err(Missing) }
    }

    fn condition(&mut self) -> Read<()> {
        self.at += 2;
        self.body_list()?;
        self.expect_word("then")?;
        self.body_list()?;
        loop {
            self.lines()?;
            if self.take_word("elif") {
                self.body_list()?;
                self.expect_word("then")?;
                self.body_list()?;
            } else if self.take_word("else") {
                self.body_list()?;
            } else {
                return self.expect_word("fi");
            }
        }
    }

    fn do_group(&mut self) -> Read<()> {
        self.expect_word("do")?;
        self.body_list()?;
        self.expect_word("done")
    }

    fn for_loop(&mut self, keyword: &str) -> Read<()> {
        self.at += keyword.len();
        self.blanks();
        if !(self.is("((") && self.arithmetic()) {
            if !self.word()? {
                return Err(Missing);
            }
            self.lines()?;
            if self.take_word("in") {
                self.blanks();
                while self.word()? {
                    self.blanks();
                }
            }
        }
        self.blanks();
        self.take(";");
        self.lines()?;
        self.do_group()
    }

    fn case(&mut self) -> Read<()> {
        self.at += 4;
        self.blanks();
        if !self.word()? {
            return Err(Missing);
        }
        self.expect_word("in")?;
        loop {
            self.lines()?;
            if self.take_word("esac") {
                return Ok(());
            }
            self.take("(");
            loop {
                self.blanks();
                if !self.word()? {
                    return Err(Missing);
                }
                self.blanks();
                if !self.take("|") {
                    break;
                }
            }
            self.expect(")")?;
            self.list()?;
            self.lines()?;
            if !(self.take(";;&") || self.take(";;") || self.take(";&")) {
                return self.expect_word("esac");
            }
        }
    }
}
