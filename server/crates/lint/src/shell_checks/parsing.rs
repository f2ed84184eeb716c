//! Why a shell cannot read a script.
//!
//! The tree recovers from errors, reads some of them as words, and does not say what they are. So
//! the script is read again, strictly, and the first thing that no shell allows is reported.
//!
//! - 1009: a quote or bracket that is never closed
//! - 1073: `if`, `while`, `case`, `{` without its end, or with an empty body
//! - 1089: a word or bracket that ends nothing
//! - 1088: `(` where a command does not expect one
//! - 1072: an operator without a command

mod words;

use std::ops::Range;

use super::{Unless, script::Script};

pub(super) fn check(script: &mut Script<'_>) {
    let mut heredocs: Vec<Range<usize>> =
        script.view.heredocs.iter().map(|it| it.body.start as usize..it.end.end as usize).collect();
    heredocs.sort_by_key(|range| range.start);
    let whole = script.view.scopes[0].span.range();
    let Some(text) = script.text.get(..whole.end.min(script.text.len())) else { return };
    let mut parser = Parser { text, at: whole.start, open: Vec::new(), is_compound: false, heredocs };
    if let Err(error) = parser.list(None) {
        let Error { code, range, subject } = error;
        let found = script.push_about(code, range, subject);
        if code == 1072 {
            // Another rule reports operators without a command.
            found.unless = Unless::Meant;
        }
    }
}

struct Error {
    code: u16,
    range: Range<usize>,
    subject: String,
}

type Read<T> = Result<T, Error>;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// What is open: its first word, its place, and whether commands follow it already.
    open: Vec<Open>,
    /// The last command ended with a keyword or a bracket, so that another keyword may follow at once.
    is_compound: bool,
    heredocs: Vec<Range<usize>>,
}

struct Open {
    word: &'static str,
    range: Range<usize>,
    /// `then`, `do` or a similar keyword has been read.
    has_body: bool,
    is_empty: bool,
}

/// Words that only mean something where a command may begin.
const OPENERS: [&str; 7] = ["if", "while", "until", "for", "select", "case", "{"];

/// Words that continue or end an open construct.
const CLOSERS: [&str; 8] = ["then", "do", "elif", "else", "fi", "done", "esac", "}"];

impl Parser<'_> {
    /// Commands up to a closing bracket or the end of the text.
    fn list(&mut self, close: Option<char>) -> Read<()> {
        let depth = self.open.len();
        // The operator that wants a command after it.
        let mut pending: Option<Range<usize>> = None;
        loop {
            self.spaces();
            let Some(c) = self.peek() else {
                return match (pending, self.open.get(depth..).and_then(<[Open]>::last)) {
                    (Some(operator), _) => Err(self.error(1072, operator)),
                    (None, Some(open)) => {
                        Err(Error { code: 1073, range: open.range.clone(), subject: open.word.into() })
                    }
                    (None, None) => Ok(()),
                };
            };
            let start = self.at;
            match c {
                '\n' => self.line_end(),
                ')' if close == Some(')') && self.open.len() == depth => {
                    return match pending {
                        Some(operator) => Err(self.error(1072, operator)),
                        None => Ok(()),
                    };
                }
                ')' => return Err(self.error(1089, start..start + 1)),
                ';' | '&' | '|' => {
                    let operator = self.operator();
                    if self.text[operator.clone()].starts_with(";;") || self.text[operator.clone()] == *";&" {
                        if !self.ends_arm() {
                            return Err(self.error(1089, operator));
                        }
                        self.arm()?;
                        continue;
                    }
                    return Err(self.error(1072, pending.unwrap_or(operator)));
                }
                _ => {
                    if self.command(pending.is_some())? {
                        // A keyword such as `then`: a command may follow at once.
                        pending = None;
                        continue;
                    }
                    if let Some(open) = self.open.last_mut() {
                        open.is_empty = false;
                    }
                    pending = self.after_command(close, depth)?;
                }
            }
        }
    }

    /// Reads the text after a command: an operator that needs another command, a separator, or the end.
    fn after_command(&mut self, close: Option<char>, depth: usize) -> Read<Option<Range<usize>>> {
        self.spaces();
        match self.peek() {
            None | Some('\n') => Ok(None),
            Some(')') if close == Some(')') && self.open.len() == depth => Ok(None),
            Some(')') => Err(self.error(1089, self.at..self.at + 1)),
            Some('(') => Err(self.error(1088, self.at..self.at + 1)),
            Some(';' | '&' | '|') => {
                let start = self.at;
                let operator = self.operator();
                Ok(match &self.text[operator.clone()] {
                    ";;" | ";&" | ";;&" => {
                        self.at = start;
                        None
                    }
                    ";" | "&" => None,
                    _ => Some(operator),
                })
            }
            Some(_) => {
                let start = self.at;
                let word = self.word()?;
                if self.is_compound && CLOSERS.contains(&&self.text[word.clone()]) {
                    self.at = start;
                    return Ok(None);
                }
                Err(self.error(1089, word))
            }
        }
    }

    /// Reads a command or a keyword; returns whether a command may follow directly.
    fn command(&mut self, is_wanted: bool) -> Read<bool> {
        let start = self.at;
        self.is_compound = true;
        if self.rest().starts_with("((") && self.arithmetic() {
            return Ok(false);
        }
        if self.peek() == Some('(') {
            self.at += 1;
            self.nested(start)?;
            return self.redirections().map(|()| false);
        }
        let word = self.word()?;
        let text = &self.text[word.clone()];
        if let Some(opener) = OPENERS.iter().find(|opener| **opener == text) {
            self.open.push(Open { word: opener, range: word, has_body: *opener == "{", is_empty: true });
            match *opener {
                "for" | "select" => self.header()?,
                "case" => {
                    self.spaces();
                    if self.peek().is_none_or(|c| c == '\n') {
                        return Err(self.error(1073, start..start + 4));
                    }
                    self.word()?;
                    self.blank_lines();
                    let keyword = self.word()?;
                    if &self.text[keyword.clone()] != "in" {
                        return Err(self.error(1073, start..start + 4));
                    }
                    self.arm()?;
                }
                _ => {}
            }
            return Ok(true);
        }
        match text {
            "!" => return Ok(true),
            "then" | "do" => return self.body(text == "then", word, is_wanted),
            "elif" | "else" => {
                let is_elif = text == "elif";
                return match self.open.last_mut() {
                    Some(open) if open.word == "if" && open.has_body && !open.is_empty && !is_wanted => {
                        (open.has_body, open.is_empty) = (!is_elif, true);
                        Ok(true)
                    }
                    Some(Open { word: "if", .. }) => Err(self.error(1073, word)),
                    _ => Err(self.error(1089, word)),
                };
            }
            "fi" | "done" | "esac" | "}" => {
                self.end(word, is_wanted)?;
                return self.redirections().map(|()| false);
            }
            "function" => {
                self.spaces();
                self.word()?;
                self.spaces();
                if self.rest().starts_with('(') {
                    self.parentheses()?;
                }
                self.blank_lines();
                return Ok(true);
            }
            "[[" => return self.until_word("]]", word).map(|()| false),
            _ => {}
        }
        self.simple(word)
    }

    /// `then` or `do`.
    fn body(&mut self, is_then: bool, word: Range<usize>, is_wanted: bool) -> Read<bool> {
        let is_own = |open: &Open| {
            if is_then {
                open.word == "if"
            } else {
                matches!(open.word, "while" | "until" | "for" | "select")
            }
        };
        match self.open.last_mut() {
            Some(open) if is_own(open) && !open.has_body && !is_wanted => {
                if open.is_empty && !matches!(open.word, "for" | "select") {
                    return Err(self.error(1073, word));
                }
                (open.has_body, open.is_empty) = (true, true);
                Ok(true)
            }
            _ => Err(self.error(1089, word)),
        }
    }

    /// A keyword that ends something.
    fn end(&mut self, word: Range<usize>, is_wanted: bool) -> Read<()> {
        let text = &self.text[word.clone()];
        let is_own = |open: &Open| match text {
            "fi" => open.word == "if",
            "done" => matches!(open.word, "while" | "until" | "for" | "select"),
            "esac" => open.word == "case",
            _ => open.word == "{",
        };
        match self.open.last() {
            Some(open) if is_own(open) && !is_wanted => {
                if (!open.has_body || open.is_empty) && text != "esac" {
                    return Err(Error { code: 1073, range: open.range.clone(), subject: open.word.into() });
                }
                self.open.pop();
                Ok(())
            }
            _ => Err(self.error(1089, word)),
        }
    }

    /// The rest of a simple command, or the definition of a function.
    fn simple(&mut self, name: Range<usize>) -> Read<bool> {
        self.is_compound = false;
        let is_test = &self.text[name.clone()] == "[";
        let mut last = name.clone();
        let mut count = 1;
        loop {
            self.spaces();
            match self.peek() {
                None | Some('\n' | ';' | '|' | ')') => break,
                Some('&') if !self.rest().starts_with("&>") => break,
                Some('&') => self.redirection()?,
                Some('<' | '>') => {
                    if self.rest()[1..].starts_with('(') {
                        self.word()?;
                    } else {
                        self.redirection()?;
                    }
                }
                Some('(') => {
                    let is_empty = self.rest()[1..].trim_start_matches([' ', '\t']).starts_with(')');
                    if count == 1 && is_empty {
                        self.parentheses()?;
                        self.blank_lines();
                        return match self.peek() {
                            Some('{' | '(') => Ok(true),
                            _ if self.rest().starts_with("if ") => Ok(true),
                            _ => Err(self.error(1088, self.at..self.at)),
                        };
                    }
                    return Err(self.error(1088, self.at..self.at + 1));
                }
                Some(_) => {
                    last = self.word()?;
                    count += 1;
                }
            }
        }
        if is_test && &self.text[last.clone()] != "]" {
            return Err(self.error(1073, name));
        }
        Ok(false)
    }

    /// The redirections after a compound command.
    fn redirections(&mut self) -> Read<()> {
        loop {
            self.spaces();
            let rest = self.rest();
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if rest[digits..].starts_with(['<', '>']) || rest.starts_with("&>") {
                self.at += digits;
                self.redirection()?;
            } else {
                return Ok(());
            }
        }
    }

    fn redirection(&mut self) -> Read<()> {
        let start = self.at;
        let length = self.rest().bytes().take_while(|byte| b"<>&|-".contains(byte)).count();
        self.at += length.min(4);
        let operator = start..self.at;
        self.spaces();
        if self.rest().starts_with('-') {
            self.at += 1;
            return Ok(());
        }
        if operator.len() > 1
            && self.text[operator.clone()].ends_with('-')
            && !self.text[operator.clone()].starts_with("<<")
        {
            return Ok(());
        }
        match self.peek() {
            None | Some('\n' | ';' | '|' | '&' | ')' | '(') => Err(self.error(1072, operator)),
            Some('<' | '>') if !self.rest()[1..].starts_with('(') => Err(self.error(1072, operator)),
            Some(_) => self.word().map(drop),
        }
    }

    /// `X in a b` of `for`, up to the separator.
    fn header(&mut self) -> Read<()> {
        self.spaces();
        if self.rest().starts_with("((") {
            let start = self.at;
            if !self.arithmetic() {
                return Err(self.error(1009, start..start + 2));
            }
        } else {
            if self.peek().is_none_or(|c| matches!(c, '\n' | ';')) {
                let open = self.open.last().map(|open| open.range.clone());
                return Err(self.error(1073, open.unwrap_or(self.at..self.at)));
            }
            self.word()?;
            self.blank_lines();
            let start = self.at;
            if self.rest().starts_with("in") {
                let word = self.word()?;
                if &self.text[word] != "in" {
                    self.at = start;
                }
                loop {
                    self.spaces();
                    match self.peek() {
                        None | Some('\n' | ';') => break,
                        Some('(' | ')' | '&' | '|') => return Err(self.error(1088, self.at..self.at + 1)),
                        Some(_) => {
                            self.word()?;
                        }
                    }
                }
            }
        }
        self.spaces();
        if self.peek() == Some(';') {
            self.at += 1;
        }
        Ok(())
    }

    /// Whether `;;` ends an arm here.
    fn ends_arm(&self) -> bool {
        self.open.last().is_some_and(|open| open.word == "case")
    }

    /// The pattern of an arm, or the `esac` after the last one.
    fn arm(&mut self) -> Read<()> {
        self.blank_lines();
        let case = self.open.last().map(|open| open.range.clone()).unwrap_or_default();
        if self.rest().starts_with("esac") {
            return Ok(());
        }
        if self.peek() == Some('(') {
            self.at += 1;
        }
        loop {
            self.spaces();
            match self.peek() {
                Some(')') => {
                    self.at += 1;
                    return Ok(());
                }
                Some('|') => self.at += 1,
                None | Some('\n' | ';' | '&' | '(') => return Err(self.error(1073, case)),
                Some(_) => {
                    self.word()?;
                    self.spaces();
                    if !matches!(self.peek(), Some('|' | ')')) {
                        return Err(self.error(1073, case));
                    }
                }
            }
        }
    }
}
