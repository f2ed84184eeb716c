//! How much of a broken shell text hadolint reads.
//!
//! A text is read statement by statement. If it is complete at some point and something is left
//! over, such as a `fi` without `if`, hadolint reads the text before that. If an end is missing,
//! such as the `fi` of an `if` or a quote, it reads nothing. The shared views continue after
//! errors, so this reader only finds where to stop and builds no tree.

mod compound;
mod condition;
mod parentheses;

use dockwright_analysis::shell::quotes::{Piece, PieceKind, pieces};
pub(super) use parentheses::{has_odd_parentheses, subshells};

/// How much of a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The whole text.
    Whole,
    /// The text before an offset.
    UpTo(usize),
    /// Nothing, because an end is missing.
    Nothing,
}

/// How much of a text is read.
pub(super) fn extent(text: &str) -> Extent {
    if has_return(text) {
        return Extent::Nothing;
    }
    let mut reader = ExtentReader { text, bytes: text.as_bytes(), at: 0, heredocs: Vec::new(), depth: 0 };
    match reader.list() {
        Ok(_) if reader.at >= text.len() && reader.heredocs.is_empty() => Extent::Whole,
        Ok(_) if reader.heredocs.is_empty() => Extent::UpTo(reader.at),
        _ => Extent::Nothing,
    }
}

/// Whether there is a carriage return outside of quotes that ends no line.
fn has_return(text: &str) -> bool {
    let is_open = |piece: &Piece| !matches!(piece.kind, PieceKind::Single | PieceKind::Double);
    let has_one = |piece: Piece| {
        let mut returns = text[piece.range.clone()].match_indices('\r');
        returns.any(|(at, _)| !text[piece.range.start + at + 1..].starts_with('\n'))
    };
    text.contains('\r') && pieces(text).filter(is_open).any(has_one)
}

/// An end is missing.
#[derive(Debug)]
struct Missing;

type Read<T> = Result<T, Missing>;

/// Texts nested more deeply count as broken, because this reader is recursive.
const MAX_DEPTH: usize = 100;

/// The words that end a list in a compound command, and begin no command.
const ENDS: [&str; 8] = ["then", "else", "elif", "fi", "do", "done", "esac", "}"];

struct ExtentReader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The terminators of the heredocs whose bodies follow, and whether tabs before them are removed.
    heredocs: Vec<(String, bool)>,
    depth: usize,
}

impl<'a> ExtentReader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn is(&self, text: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    fn take(&mut self, text: &str) -> bool {
        let is_it = self.is(text);
        if is_it {
            self.at += text.len();
        }
        is_it
    }

    /// The unquoted word at the place, if it has no special characters.
    fn plain_word(&self) -> &'a str {
        let rest = self.rest();
        let is_end = |c: char| c.is_ascii_whitespace() || ";&|<>()'\"`$\\".contains(c);
        let end = rest.find(is_end).unwrap_or(rest.len());
        if rest[end..].starts_with(['\'', '"', '`', '$', '\\']) { "" } else { &rest[..end] }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_it = self.plain_word() == word;
        if is_it {
            self.at += word.len();
        }
        is_it
    }

    /// Skips spaces, and a comment that follows.
    fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\\') if matches!(self.bytes.get(self.at + 1), Some(b'\n')) => self.at += 2,
                Some(b'#') => {
                    self.at += memchr::memchr(b'\n', &self.bytes[self.at..]).unwrap_or(self.rest().len());
                }
                _ => return,
            }
        }
    }

    /// Skips line ends and the heredocs after them.
    fn lines(&mut self) -> Read<()> {
        self.blanks();
        while self.take("\n") {
            for (name, is_chomped) in std::mem::take(&mut self.heredocs) {
                self.body(&name, is_chomped)?;
            }
            self.blanks();
        }
        Ok(())
    }

    fn body(&mut self, name: &str, is_chomped: bool) -> Read<()> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return Err(Missing);
            }
            let end = rest.find('\n').unwrap_or(rest.len());
            let line = if is_chomped { rest[..end].trim_start_matches('\t') } else { &rest[..end] };
            if line == name {
                self.at += end;
                self.take("\n");
                return Ok(());
            }
            self.at = (self.at + end + 1).min(self.text.len());
        }
    }

    /// Reads statements; returns whether there are any.
    fn list(&mut self) -> Read<bool> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Missing);
        }
        let mut is_any = false;
        loop {
            self.lines()?;
            let start = self.at;
            if !self.and_or()? {
                self.at = start;
                break;
            }
            is_any = true;
            self.blanks();
            let is_separated = match self.peek() {
                Some(b';') if self.bytes.get(self.at + 1) != Some(&b';') && !self.is(";&") => self.take(";"),
                Some(b'&') => self.take("&"),
                Some(b'\n') => true,
                _ => false,
            };
            if !is_separated {
                break;
            }
        }
        self.depth -= 1;
        Ok(is_any)
    }

    /// A list that must have a statement.
    fn body_list(&mut self) -> Read<()> {
        if self.list()? { Ok(()) } else { Err(Missing) }
    }

    fn and_or(&mut self) -> Read<bool> {
        if !self.pipeline()? {
            return Ok(false);
        }
        loop {
            self.blanks();
            if !(self.take("&&") || self.take("||")) {
                return Ok(true);
            }
            self.lines()?;
            if !self.pipeline()? {
                return Err(Missing);
            }
        }
    }

    fn pipeline(&mut self) -> Read<bool> {
        let mut is_negated = false;
        while self.take_word("!") {
            is_negated = true;
            self.blanks();
        }
        if !self.command()? {
            return if is_negated { Err(Missing) } else { Ok(false) };
        }
        loop {
            self.blanks();
            if self.is("||") || !self.take("|") {
                return Ok(true);
            }
            self.take("&");
            self.lines()?;
            if !self.command()? {
                return Err(Missing);
            }
        }
    }

    /// Reads words, assignments and redirections; returns whether there are any.
    fn simple(&mut self) -> Read<bool> {
        let mut is_any = false;
        loop {
            self.blanks();
            if !(self.redirection()? || self.word()?) {
                return Ok(is_any);
            }
            is_any = true;
        }
    }

    fn redirection(&mut self) -> Read<bool> {
        let digits = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let operator = self.at + digits;
        let start = match self.bytes.get(operator) {
            Some(b'<' | b'>') => operator,
            Some(b'&') if digits == 0 && self.bytes.get(operator + 1) == Some(&b'>') => operator + 1,
            _ => return Ok(false),
        };
        if digits == 0 && self.bytes.get(start + 1) == Some(&b'(') {
            return Ok(false);
        }
        self.at = start;
        let is_heredoc = self.is("<<") && !self.is("<<<");
        let is_chomped = self.is("<<-");
        let length = self.bytes[start..].iter().take(3).take_while(|byte| b"<>&|-".contains(byte)).count();
        let is_closing = self.bytes[start..start + length].ends_with(b"-") && !is_heredoc;
        self.at += length;
        if is_closing {
            return Ok(true);
        }
        self.blanks();
        let from = self.at;
        if !self.word()? {
            return Err(Missing);
        }
        if is_heredoc {
            let name = self.text[from..self.at].replace(['\'', '"', '\\'], "");
            self.heredocs.push((name, is_chomped));
        }
        Ok(true)
    }

    /// Reads a word; returns whether there is one.
    fn word(&mut self) -> Read<bool> {
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'<' | b'>' if self.bytes.get(self.at + 1) == Some(&b'(') => {
                    self.at += 2;
                    self.closed_list()?;
                }
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b')' | b'<' | b'>' => break,
                b'(' => {
                    let before = self.at.checked_sub(1).filter(|_| self.at > start);
                    match before.map(|before| self.bytes[before]) {
                        Some(b'=') => self.array()?,
                        // A pattern, in which there are no spaces.
                        Some(b'@' | b'?' | b'*' | b'+' | b'!') if self.is_pattern() => self.array()?,
                        _ => break,
                    }
                }
                _ => self.piece()?,
            }
        }
        self.at = self.at.min(self.text.len());
        Ok(self.at > start)
    }

    fn is_pattern(&self) -> bool {
        let end = self.rest().find(')').unwrap_or_default();
        !self.rest()[..end].contains([' ', '\t', '\n'])
    }

    /// A character, an escaped one, or what quotes and brackets enclose.
    fn piece(&mut self) -> Read<()> {
        match self.bytes[self.at] {
            b'\\' => self.at += 2,
            b'\'' => {
                let end = memchr::memchr(b'\'', &self.bytes[self.at + 1..]).ok_or(Missing)?;
                self.at += end + 2;
            }
            b'"' => self.double()?,
            b'`' => self.backticks()?,
            b'$' => self.dollar()?,
            _ => self.at += 1,
        }
        Ok(())
    }

    fn double(&mut self) -> Read<()> {
        self.at += 1;
        loop {
            match self.peek().ok_or(Missing)? {
                b'"' => break,
                b'\'' => self.at += 1,
                b'$' if self.bytes.get(self.at + 1) == Some(&b'\'') => self.at += 1,
                _ => self.piece()?,
            }
        }
        self.at += 1;
        Ok(())
    }

    fn backticks(&mut self) -> Read<()> {
        self.at += 1;
        while self.peek().ok_or(Missing)? != b'`' {
            self.at += if self.is("\\") { 2 } else { 1 };
        }
        self.at += 1;
        // The text continues after them, no matter what is in them.
        Ok(())
    }

    fn dollar(&mut self) -> Read<()> {
        self.at += 1;
        match self.peek() {
            Some(b'(') if self.is("((") => {
                let start = self.at;
                self.at += 2;
                if self.until_parens().is_err() {
                    self.at = start + 1;
                    self.closed_list()?;
                }
            }
            Some(b'(') => {
                self.at += 1;
                self.closed_list()?;
            }
            Some(b'{') => self.braces()?,
            Some(b'\'') => {
                self.at += 1;
                while self.peek().ok_or(Missing)? != b'\'' {
                    self.at += if self.is("\\") { 2 } else { 1 };
                }
                self.at += 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn braces(&mut self) -> Read<()> {
        self.at += 1;
        while self.peek().ok_or(Missing)? != b'}' {
            self.piece()?;
        }
        self.at += 1;
        Ok(())
    }

    /// Arithmetic up to its `))`.
    fn until_parens(&mut self) -> Read<()> {
        let mut depth = 0;
        loop {
            match self.peek().ok_or(Missing)? {
                b'(' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b')' => return if self.take("))") { Ok(()) } else { Err(Missing) },
                _ => self.piece()?,
            }
        }
    }

    /// A list and the `)` after it.
    fn closed_list(&mut self) -> Read<()> {
        self.list()?;
        self.lines()?;
        if self.take(")") { Ok(()) } else { Err(Missing) }
    }

    /// The words of an array, or a pattern, and the `)` after it.
    fn array(&mut self) -> Read<()> {
        self.at += 1;
        loop {
            match self.peek().ok_or(Missing)? {
                b')' => break,
                b'(' => self.array()?,
                _ => self.piece()?,
            }
        }
        self.at += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, extent};

    #[test]
    fn whole_texts() {
        for text in [
            "",
            "a",
            "a; b & c && d | e |& f",
            "if a; then b; elif c; then d; else e; fi > f",
            "for i in a b; do c; done; for ((i=0;i<3;i++)); do a; done",
            "for i; do a; done",
            "while a; do b; done < c | until d; do e; done",
            "case $x in a|b) c ;; (d) e ;; *) ;; esac",
            "f() { a; }; function g { b; }; function h() ( c )",
            "(a; b) && { c; }",
            "[[ a && ( b || c ) ]] && (( 1 < 2 ))",
            "[ a ] || [ -f b -a ! -d c ] || [ a = b ] || [ $# -ne 0 ]",
            "[[ $x =~ ^(a|b)$ && $y == @(a|b) ]] && [ a =b ] && [ \\( a -o b \\) ]",
            "a=$(b \"$(c)\") d=(e f) g",
            "echo \"it's ${x:-\"y\"}\" 'a\"' $'it\\'s' `b \\`c\\``",
            "cat <<E <<-'F' > x\na ( b\nE\nc\n\tF\nd",
            "a 2>&1 >&- &> x <<< y",
            "a \\; b # c ) (",
            "a $((1 + (2))) $( (a) )",
            "! a",
        ] {
            assert_eq!(extent(text), Extent::Whole, "{text}");
        }
    }

    #[test]
    fn broken_texts() {
        for (text, end) in [("a; fi", Some(3)), ("a) b", Some(1)), ("a; done; b", Some(3))] {
            assert_eq!(extent(text), end.map_or(Extent::Nothing, Extent::UpTo), "{text}");
        }
        for text in ["if a; then b", "'a", "a &&", "( a", "\"a", "a | ", "$(a", "{ a", "a `b", "cat <<E\na"] {
            assert_eq!(extent(text), Extent::Nothing, "{text}");
        }
        for text in [
            "a\r; b",
            "a\r",
            "[ a",
            "[ a; b ]",
            "[ -f a] && b",
            "[ -z ]",
            "[ a b ]",
            "[ a = ]",
            "[a]",
            "[[ a || ]]",
        ] {
            assert_eq!(extent(text), Extent::Nothing, "{text}");
        }
    }
}
