//! Parses a `.dockerignore` file into the patterns that BuildKit matches.
//!
//! Source: `moby/patternmatcher`, `ignorefile/ignorefile.go` and `patternmatcher.go`.

use std::ops::Range;

use crate::{clean, glob, pattern::Pattern};

/// The text of an ignore file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IgnoreFile {
    /// Its patterns, in the order of the lines.
    pub rules: Vec<IgnoreRule>,
}

/// A line with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreRule {
    /// The number of the line, 0-based.
    pub line: usize,
    /// Byte range of the line's content, without the surrounding whitespace.
    pub range: Range<usize>,
    /// Starts with `!`: the files that it matches are sent after all.
    pub is_exception: bool,
    /// The pattern in the form that BuildKit matches.
    pub pattern: Pattern,
    /// Why the build fails at this line, before BuildKit looks at any file.
    pub fault: Option<IgnoreFault>,
}

/// Why the build fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IgnoreFault {
    /// A `!` with nothing after it.
    EmptyException,
    /// A bracket without its closing bracket, or a backslash at the end.
    Syntax,
}

impl IgnoreFault {
    /// BuildKit's error message.
    pub fn message(self) -> &'static str {
        match self {
            Self::EmptyException => "illegal exclusion pattern: \"!\"",
            Self::Syntax => "syntax error in pattern",
        }
    }
}

/// Patterns beyond this number are ignored.
const MAX_RULES: usize = 20_000;

impl IgnoreFile {
    /// Parses the text of the file. A byte order mark at its start is not part of the first pattern.
    pub fn new(text: &str) -> Self {
        let mut rules = Vec::new();
        let mut start = 0;
        for (number, line) in text.split('\n').enumerate() {
            let at = start;
            start += line.len() + 1;
            let mark = if number == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            rules.extend(rule(number, at + mark, line[mark..].strip_suffix('\r').unwrap_or(&line[mark..])));
            if rules.len() == MAX_RULES {
                break;
            }
        }
        Self { rules }
    }

    /// Whether any pattern is an exception.
    pub fn has_exceptions(&self) -> bool {
        self.rules.iter().any(|rule| rule.is_exception)
    }

    /// The first line at which the build fails.
    pub fn fault(&self) -> Option<&IgnoreRule> {
        self.rules.iter().find(|rule| rule.fault.is_some())
    }
}

fn rule(number: usize, start: usize, line: &str) -> Option<IgnoreRule> {
    if line.starts_with('#') {
        return None;
    }
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return None;
    }
    let from = start + (line.len() - line.trim_start().len());
    let range = from..from + trimmed.len();
    let exception = trimmed.strip_prefix('!').map(str::trim);
    let text = exception.unwrap_or(trimmed);
    let mut cleaned = if text.is_empty() { String::new() } else { clean(text) };
    if cleaned.len() > 1 && cleaned.starts_with('/') {
        cleaned.remove(0);
    }
    // The matcher trims and cleans the pattern again, this time with its `!`.
    let again = format!("{}{cleaned}", if exception.is_some() { "!" } else { "" });
    let again = clean(again.trim());
    let (is_exception, cleaned) = match again.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, again.as_str()),
    };
    let fault = match glob::matches(cleaned, ".") {
        _ if is_exception && cleaned.is_empty() => Some(IgnoreFault::EmptyException),
        Err(_) => Some(IgnoreFault::Syntax),
        Ok(_) => None,
    };
    Some(IgnoreRule { line: number, range, is_exception, pattern: Pattern::new(cleaned), fault })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_patterns() {
        for (line, pattern) in [
            ("x", "x"),
            (" x\t", "x"),
            ("\u{a0}x", "x"),
            ("./x/", "x"),
            ("a//b/../c", "a/c"),
            ("/x", "x"),
            ("//x", "x"),
            ("! x", "!x"),
            ("!/x", "!x"),
            ("!!x", "!!x"),
            ("x # y", "x # y"),
            (" #x", "#x"),
            ("x\r", "x"),
            ("a\rb", "a\rb"),
            ("../x", "../x"),
            (".", "."),
            ("/", "/"),
        ] {
            let file = IgnoreFile::new(line);
            let [rule] = file.rules.as_slice() else { panic!("{line}: {file:?}") };
            let mark = if rule.is_exception { "!" } else { "" };
            assert_eq!(format!("{mark}{}", rule.pattern.text()), pattern, "{line}");
            assert_eq!(rule.fault, None, "{line}");
        }
        for line in ["", "  ", "#x", "\u{feff}#x"] {
            assert_eq!(IgnoreFile::new(line).rules, [], "{line}");
        }
    }

    #[test]
    fn ranges_are_those_of_the_text() {
        let text = "\u{feff}a\r\n  !b c \n#\n한글";
        let file = IgnoreFile::new(text);
        let found: Vec<_> = file.rules.iter().map(|rule| (rule.line, &text[rule.range.clone()])).collect();
        assert_eq!(found, [(0, "a"), (1, "!b c"), (3, "한글")]);
    }

    #[test]
    fn what_stops_the_build() {
        for (line, fault) in [
            ("!", Some(IgnoreFault::EmptyException)),
            ("! ", Some(IgnoreFault::EmptyException)),
            ("[", Some(IgnoreFault::Syntax)),
            ("a[b-", Some(IgnoreFault::Syntax)),
            ("x\\", Some(IgnoreFault::Syntax)),
            ("src\\lib", None),
        ] {
            assert_eq!(IgnoreFile::new(line).rules[0].fault, fault, "{line}");
        }
    }
}
