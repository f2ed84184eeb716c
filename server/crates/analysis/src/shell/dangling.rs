//! Finds operators in shell text that lack the command after them: `a &&`, `a | | b`.
//!
//! The shell's grammar has an error somewhere in such a text, so the operators are found with
//! POSIX's quoting rules alone. If a quote is not closed, nothing is found: the text is invalid for
//! a different reason.

use std::ops::Range;

/// An operator without a command after it, and the operator that follows it instead, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    pub operator: Range<usize>,
    pub next: Option<Range<usize>>,
}

/// The first such operator in a text.
pub fn dangling(text: &str) -> Option<Dangling> {
    let bytes = text.as_bytes();
    if !may_dangle(bytes) || is_multiline_with_heredoc(text) {
        return None;
    }
    let mut scan = Scan { bytes, at: 0 };
    let mut pending: Option<Range<usize>> = None;
    while let Some(&byte) = bytes.get(scan.at) {
        let start = scan.at;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => scan.at += 1,
            b'#' if scan.is_word_start() => scan.skip_line(),
            b'&' | b'|' | b';' => {
                scan.at += 1;
                let second = bytes.get(scan.at).copied();
                if byte == b'&' && second == Some(b'>') {
                    scan.at += 1;
                    pending = None;
                    continue;
                }
                let is_double = second == Some(byte) || (byte == b'|' && second == Some(b'&'));
                scan.at += usize::from(is_double);
                let operator = start..scan.at;
                if let Some(before) = pending {
                    return Some(Dangling { operator: before, next: Some(operator) });
                }
                let needs_command = byte == b'|' || (byte == b'&' && is_double);
                pending = needs_command.then_some(operator);
            }
            b'\\' if bytes.get(scan.at + 1) == Some(&b'\n') => scan.at += 2,
            _ => {
                pending = None;
                scan.word()?;
            }
        }
    }
    pending.map(|operator| Dangling { operator, next: None })
}

/// Whether an operator may be followed by the end of the text, another operator or a comment,
/// ignoring quotes. This excludes nearly all texts.
fn may_dangle(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'&', b'|', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        match rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\\')) {
            // The second character of `&&`, `||` or `|&` is checked separately.
            Some(0) => matches!(rest[0], b';' | b'#'),
            Some(next) => matches!(rest[next], b'&' | b'|' | b';' | b'#'),
            None => true,
        }
    })
}

/// The bodies of heredocs are not commands, and this module does not determine where they end.
fn is_multiline_with_heredoc(text: &str) -> bool {
    text.contains('\n') && text.contains("<<")
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn is_word_start(&self) -> bool {
        self.at == 0 || b" \t\r\n;&|()".contains(&self.bytes[self.at - 1])
    }

    fn skip_line(&mut self) {
        self.at = memchr::memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |end| self.at + end);
    }

    /// Skips one piece of text that is not an operator; `None` if a quote is not closed.
    fn word(&mut self) -> Option<()> {
        let rest = &self.bytes[self.at..];
        if self.is_word_start() && (rest.starts_with(b"[[ ") || rest.starts_with(b"((")) {
            let close: &[u8] = if rest[0] == b'[' { b" ]]" } else { b"))" };
            self.at += memchr::memmem::find(rest, close)? + close.len();
            return Some(());
        }
        match rest[0] {
            b'\\' => self.at += 2,
            b'\'' => self.at += memchr::memchr(b'\'', &rest[1..])? + 2,
            b'"' | b'`' => self.quoted(rest[0])?,
            b'$' => match rest.get(1) {
                Some(b'(') => self.nested(2, b'(', b')')?,
                Some(b'{') => self.nested(2, b'{', b'}')?,
                Some(b'\'') => {
                    self.at += 2;
                    self.until(b'\'')?;
                }
                _ => self.at += 1,
            },
            b'<' | b'>' if rest.get(1) == Some(&b'(') => self.nested(2, b'(', b')')?,
            b'<' | b'>' => {
                let is_part = |byte: &&u8| b"<>&|".contains(byte);
                self.at += 1 + rest[1..].iter().take(2).take_while(is_part).count();
            }
            _ => self.at += 1,
        }
        (self.at <= self.bytes.len()).then_some(())
    }

    fn quoted(&mut self, quote: u8) -> Option<()> {
        self.at += 1;
        loop {
            match *self.bytes.get(self.at)? {
                byte if byte == quote => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => self.at += 2,
                b'$' if quote == b'"' => match self.bytes.get(self.at + 1) {
                    Some(b'(') => self.nested(2, b'(', b')')?,
                    Some(b'{') => self.nested(2, b'{', b'}')?,
                    _ => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
    }

    /// Skips a text between brackets, given the length of the opening one.
    fn nested(&mut self, length: usize, open: u8, close: u8) -> Option<()> {
        self.at += length;
        let mut depth = 1;
        while depth > 0 {
            match *self.bytes.get(self.at)? {
                b'\\' => self.at += 2,
                b'\'' if open == b'(' => {
                    self.at += memchr::memchr(b'\'', self.bytes.get(self.at + 1..)?)? + 2;
                }
                b'"' => self.until_quote()?,
                byte => {
                    depth = if byte == open {
                        depth + 1
                    } else if byte == close {
                        depth - 1
                    } else {
                        depth
                    };
                    self.at += 1;
                }
            }
        }
        Some(())
    }

    /// Skips a double-quoted text inside brackets, without looking at brackets in it.
    fn until_quote(&mut self) -> Option<()> {
        self.at += 1;
        self.until(b'"')
    }

    fn until(&mut self, close: u8) -> Option<()> {
        loop {
            match *self.bytes.get(self.at)? {
                b'\\' => self.at += 2,
                byte => {
                    self.at += 1;
                    if byte == close {
                        return Some(());
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_without_a_command() {
        for (text, operator, next) in [
            ("a &&", "&&", None),
            ("a || ", "||", None),
            ("a |", "|", None),
            ("a |&", "|&", None),
            ("a && # why", "&&", None),
            ("a &&\n\n", "&&", None),
            ("a && \\\n", "&&", None),
            ("a && && b", "&&", Some("&&")),
            ("a || | b", "||", Some("|")),
            ("a && ; b", "&&", Some(";")),
            ("echo \"$(a && b)\" '&&' &&", "&&", None),
            ("a ${x:-\"}\"} |", "|", None),
        ] {
            let found = dangling(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(&text[found.operator], operator, "{text}");
            assert_eq!(found.next.map(|range| &text[range]), next, "{text}");
        }
    }

    #[test]
    fn operators_with_one() {
        for text in [
            "",
            "a && b",
            "a &",
            "a ;",
            "echo '&&'",
            "echo \"a &&\"",
            "echo a \\&\\&",
            "a # b &&",
            "a && # b\nc",
            "a &&\n b",
            "a > x 2>&1",
            "a &> x",
            "a && > x",
            "a >| x",
            "[[ a || b ]] && c",
            "[[ $x =~ ^(|a)$ ]]",
            "(( a || b ))",
            "$((1 | 2))",
            "case x in a|b) c ;; esac",
            "echo `a &&`",
            "echo \"open &&",
            "echo $'it\\'s &&' x",
            "find . -exec a {} \\; || true",
            "cat <(a | b) && c",
            "echo ${a#*&&}",
            "cat <<E &&\nx\nE\ny",
            "echo a\\",
        ] {
            assert_eq!(dangling(text), None, "{text}");
        }
    }
}
