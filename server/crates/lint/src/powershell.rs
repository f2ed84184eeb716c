//! Finds what is certainly wrong with scripts for PowerShell.
//!
//! The grammar that reads them has gaps, so an error in its tree says little. Instead, quotes and
//! brackets are paired here. Windows splits a command line before PowerShell reads it: it drops a
//! `"` and turns `\"` into `"`, while PowerShell on Linux gets the text unchanged. Which of the two
//! runs a script is not always known, so only what is wrong in both is reported.

use std::ops::Range;

use dockwright_analysis::shell::Script;

use crate::{
    shell_checks::{ShellFound, Unless},
    shells::Shells,
};

/// Deeper nesting is not followed.
const MAX_DEPTH: usize = 64;

/// Why PowerShell cannot parse a script.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// A quote or a bracket that is never closed.
    Unclosed(Range<usize>),
    /// A closing bracket without an opening one.
    Unopened(Range<usize>),
}

/// The finding in a script, in the form of `ShellCheck`'s findings for other shells.
pub fn found(script: &Script) -> Option<ShellFound> {
    let (code, place) = match fault(&script.text)? {
        Fault::Unclosed(place) => (1078, place),
        Fault::Unopened(place) => (1089, place),
    };
    Some(ShellFound {
        code,
        subject: script.text[place.clone()].into(),
        range: script.source_range(place),
        edits: Vec::new(),
        shells: Shells::ALL,
        is_minor: false,
        unless: Unless::Never,
    })
}

/// What is wrong with a script, no matter how its quotes are read.
fn fault(script: &str) -> Option<Fault> {
    // Placeholders of templates, quotes of word processors, and arguments that are not parsed.
    const UNCERTAIN: [&str; 9] = ["{{", "{%", "<%", "--%", "‘", "’", "“", "”", "„"];
    if UNCERTAIN.iter().any(|text| script.contains(text)) {
        return None;
    }
    let plain: Vec<_> = script.char_indices().collect();
    let fault = Reader::new(&plain).fault()?;
    if !script.contains('"') {
        return Some(fault);
    }
    Reader::new(&from_command_line(&plain)).fault()
}

/// Where the statements end that another one follows, in a script whose quotes and brackets pair.
pub fn statement_ends(script: &str) -> Option<Vec<usize>> {
    let plain: Vec<_> = script.char_indices().collect();
    let mut reader = Reader::new(&plain);
    reader.code(None, 0).ok()?;
    let mut ends = reader.ends;
    ends.retain(|&end| !script[end..].trim_matches(|c: char| c == ';' || c.is_whitespace()).is_empty());
    Some(ends)
}

/// The characters that a program gets of its command line on Windows, each with its place in the command line.
fn from_command_line(plain: &[(usize, char)]) -> Vec<(usize, char)> {
    let mut out = Vec::with_capacity(plain.len());
    let mut at = 0;
    while let Some(&(place, c)) = plain.get(at) {
        let slashes = plain[at..].iter().take_while(|(_, c)| *c == '\\').count();
        let is_quote = plain.get(at + slashes).is_some_and(|(_, c)| *c == '"');
        match (slashes, is_quote) {
            (0, true) => at += 1,
            (0, false) => {
                out.push((place, c));
                at += 1;
            }
            (_, true) => {
                out.extend_from_slice(&plain[at..at + slashes / 2]);
                at += slashes;
                if slashes % 2 == 1 {
                    out.push(plain[at]);
                    at += 1;
                }
            }
            (_, false) => {
                out.extend_from_slice(&plain[at..at + slashes]);
                at += slashes;
            }
        }
    }
    out
}

/// Why reading ends early.
enum Stop {
    Fault(Fault),
    /// It is unknown what follows.
    Unknown,
}

struct Reader<'a> {
    text: &'a [(usize, char)],
    at: usize,
    /// Where `;` or a line break is outside of all brackets.
    ends: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a [(usize, char)]) -> Self {
        Self { text, at: 0, ends: Vec::new() }
    }

    fn fault(mut self) -> Option<Fault> {
        match self.code(None, 0) {
            Err(Stop::Fault(fault)) => Some(fault),
            Ok(()) | Err(Stop::Unknown) => None,
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).map(|(_, c)| *c)
    }

    /// The place of the character at an index.
    fn place(&self, at: usize) -> Range<usize> {
        let (start, c) = self.text[at];
        start..start + c.len_utf8()
    }

    fn unclosed<T>(&self, opening: usize) -> Result<T, Stop> {
        Err(Stop::Fault(Fault::Unclosed(self.place(opening))))
    }

    /// Reads statements up to the bracket that closes the one at `opening`.
    fn code(&mut self, opening: Option<usize>, depth: usize) -> Result<(), Stop> {
        if depth > MAX_DEPTH {
            return Err(Stop::Unknown);
        }
        let is_paren = opening.is_some_and(|at| self.text[at].1 == '(');
        while let Some(c) = self.peek(0) {
            let start = self.at;
            self.at += 1;
            match c {
                ';' | '\n' if opening.is_none() && self.is_end(start) => self.ends.push(self.text[start].0),
                '`' => self.at += 1,
                '\'' | '"' if start > 0 && self.text[start - 1].1 == '@' && self.is_at_line_end() => {
                    self.here_string(c, start)?;
                }
                '\'' => self.single_quoted(start)?,
                '"' => self.double_quoted(start, depth)?,
                '#' if start > 0 && self.text[start - 1].1 == '<' => self.block_comment()?,
                '#' if self.is_token_start(start) => self.skip_past('\n'),
                '$' if self.peek(0) == Some('{') => {
                    let brace = self.at;
                    self.skip_past('}');
                    if self.text[self.at - 1].1 != '}' {
                        return self.unclosed(brace);
                    }
                }
                '(' | '{' => self.code(Some(start), depth + 1)?,
                ')' | '}' => {
                    return match opening {
                        Some(_) if (c == ')') == is_paren => Ok(()),
                        Some(opening) => self.unclosed(opening),
                        None => Err(Stop::Fault(Fault::Unopened(self.place(start)))),
                    };
                }
                _ => {}
            }
        }
        opening.map_or(Ok(()), |opening| self.unclosed(opening))
    }

    fn single_quoted(&mut self, opening: usize) -> Result<(), Stop> {
        loop {
            self.skip_past('\'');
            if self.text[self.at - 1].1 != '\'' || self.at - 1 == opening {
                return self.unclosed(opening);
            }
            if self.peek(0) != Some('\'') {
                return Ok(());
            }
            self.at += 1;
            if self.peek(0).is_none() {
                return self.unclosed(opening);
            }
        }
    }

    fn double_quoted(&mut self, opening: usize, depth: usize) -> Result<(), Stop> {
        while let Some(c) = self.peek(0) {
            let start = self.at;
            self.at += 1;
            match c {
                '`' => self.at += 1,
                '"' if self.peek(0) == Some('"') => self.at += 1,
                '"' => return Ok(()),
                '$' if self.peek(0) == Some('(') => {
                    self.at += 1;
                    self.code(Some(start + 1), depth + 1)?;
                }
                _ => {}
            }
        }
        self.unclosed(opening)
    }

    /// Reads up to a line that begins with the end of the text.
    fn here_string(&mut self, quote: char, opening: usize) -> Result<(), Stop> {
        while self.peek(0).is_some() {
            self.skip_past('\n');
            if self.peek(0) == Some(quote) && self.peek(1) == Some('@') {
                self.at += 2;
                return Ok(());
            }
        }
        self.unclosed(opening)
    }

    fn block_comment(&mut self) -> Result<(), Stop> {
        while self.peek(0).is_some() {
            self.skip_past('#');
            if self.peek(0) == Some('>') {
                self.at += 1;
                return Ok(());
            }
        }
        Err(Stop::Unknown)
    }

    /// Moves past the next character of this kind, or to the end.
    fn skip_past(&mut self, wanted: char) {
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if c == wanted {
                return;
            }
        }
    }

    fn is_at_line_end(&self) -> bool {
        let mut rest = self.text[self.at..].iter().map(|(_, c)| *c);
        rest.find(|c| !matches!(c, ' ' | '\t' | '\r')) == Some('\n')
    }

    /// Whether a statement ends at a `;` or a line break: a pipe, for example, is continued on the next line.
    fn is_end(&self, at: usize) -> bool {
        let mut before = self.text[..at].iter().rev().map(|(_, c)| *c);
        let last = before.find(|c| !c.is_whitespace());
        self.text[at].1 == ';' || last.is_some_and(|c| !"|,=+;".contains(c))
    }

    /// Whether a token may begin at an index; inside a token, `#` is an ordinary character.
    fn is_token_start(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.text[before].1);
        before.is_none_or(|c| c.is_whitespace() || "(){};|&,".contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a script with its fault marked: `«` before what is never closed, `»` before what is never opened.
    #[track_caller]
    fn check(marked: &str) {
        let script = marked.replace(['«', '»'], "");
        let expected = marked.find(['«', '»']).map(|at| {
            let place = at..at + script[at..].chars().next().unwrap().len_utf8();
            if marked[at..].starts_with('«') { Fault::Unclosed(place) } else { Fault::Unopened(place) }
        });
        assert_eq!(fault(&script), expected, "{script}");
    }

    #[test]
    fn quotes_and_brackets_that_do_not_pair() {
        check("Write-Host «'a");
        check("Write-Host «'a''");
        check("Write-Host «'");
        check("if ($a) «{ b; c");
        check("if «($a { b }");
        check("a; b »}");
        check("a (b) »)");
        check("Write-Host don«'t");
        check("$x = @«{ a = 1; b = (2)");
        check("if (a) «{ b # why not c }");
        check("$«{a");
        check("Write-Host \\«\"a $(b)");
        check("Write-Host \\\"a $(b\\«\"");
    }

    #[test]
    fn scripts_that_can_be_parsed() {
        for script in [
            "",
            "a 'it''s' \"b $(c 'd)') `\" e\" # it's }",
            "Expand-Archive \\\"${Env:ProgramFiles(x86)}\\a\\\"",
            "if ($a -ne 'b') { c } else { d(\"e\"); }",
            "'a' -replace '\\(', '{' | % { $_ }",
            "a <# it's ( #> b",
            "a `( `{ `'",
            "$s = @'\nit's (\n'@\nb",
            "a#b's'; C:\\a\\'b c'\\d",
            "a \"b\\\" c'\" d'",
        ] {
            check(script);
        }
    }

    #[test]
    fn statements_end_outside_of_brackets() {
        let ends = |script: &str| statement_ends(script).unwrap();
        assert_eq!(ends("a; b { c; d } ; 'e;f'; "), [1, 14]);
        assert_eq!(ends("a |\n b\nc\n"), [6]);
        assert!(ends("a `\n b").is_empty());
        assert_eq!(statement_ends("a (; b"), None);
    }

    #[test]
    fn what_is_uncertain_is_not_reported() {
        for script in [
            // On Windows the quotes are gone, on Linux the bracket is in them.
            "Write-Host \"(\"",
            "Write-Host \"a",
            "icacls --% a (b",
            "Write-Host ‘(’",
            "{{ if x }}a (b",
            &"(".repeat(100),
        ] {
            check(script);
        }
    }
}
