//! Matches one pattern of an ignore file against one path.
//!
//! Source: `moby/patternmatcher`, which translates a pattern into a regular expression, unless a
//! plain string comparison is enough.

use crate::regex::Regex;

/// A pattern in cleaned form, without its `!`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// Matches the path that equals the pattern.
    Exact,
    /// Matches paths that begin with the text before the trailing `**`.
    Prefix,
    /// Matches paths that end with the text after the leading `**`.
    Suffix,
    Regex(Regex),
    /// BuildKit stops the build when it first matches the pattern against a path.
    Bad,
}

/// Longer patterns match nothing: they cannot name a file, and their regular expressions would use
/// too much memory.
const MAX_LEN: usize = 4096;

impl Pattern {
    /// Parses a pattern that is already cleaned.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), kind: if text.len() > MAX_LEN { Kind::Exact } else { kind(text) } }
    }

    /// The pattern.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it contains no special character.
    pub fn is_literal(&self) -> bool {
        self.kind == Kind::Exact
    }

    /// Whether it makes the build fail.
    pub fn is_bad(&self) -> bool {
        self.kind == Kind::Bad
    }

    /// The text up to the first special character, with which every matching path begins.
    pub fn literal_prefix(&self) -> &str {
        let end = self.text.find(['*', '?', '[', ']', '\\', '^']).unwrap_or(self.text.len());
        &self.text[..end]
    }

    /// Whether it matches the path itself. Files inside a matching folder are left to
    /// [`walk`](crate::walk).
    pub fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Exact => path == self.text,
            Kind::Prefix => path.starts_with(&self.text[..self.text.len() - 2]),
            Kind::Suffix => {
                let suffix = &self.text[2..];
                path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path)
            }
            Kind::Regex(regex) => regex.matches(path),
            Kind::Bad => false,
        }
    }
}

fn kind(text: &str) -> Kind {
    let mut regex = String::new();
    let mut kind = Kind::Exact;
    let mut needs_regex = false;
    let mut characters = text.chars().peekable();
    let mut is_first = true;
    while let Some(character) = characters.next() {
        match character {
            '*' if characters.peek() == Some(&'*') => {
                characters.next();
                // `**/` is treated like `**`.
                if characters.peek() == Some(&'/') {
                    characters.next();
                }
                if characters.peek().is_some() {
                    regex.push_str("(.*/)?");
                    needs_regex = true;
                } else if needs_regex || kind != Kind::Exact {
                    regex.push_str(".*");
                    needs_regex = true;
                } else {
                    kind = Kind::Prefix;
                }
                if is_first {
                    kind = Kind::Suffix;
                    needs_regex = false;
                }
            }
            '*' => {
                regex.push_str("[^/]*");
                needs_regex = true;
            }
            '?' => {
                regex.push_str("[^/]");
                needs_regex = true;
            }
            '.' | '+' | '(' | ')' | '|' | '{' | '}' | '$' => {
                regex.push('\\');
                regex.push(character);
            }
            '\\' => {
                regex.push('\\');
                if let Some(escaped) = characters.next() {
                    regex.push(escaped);
                    needs_regex = true;
                }
            }
            '[' | ']' => {
                regex.push(character);
                needs_regex = true;
            }
            _ => regex.push(character),
        }
        is_first = false;
    }
    if !needs_regex {
        return kind;
    }
    Regex::new(&regex).map_or(Kind::Bad, Kind::Regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_paths() {
        for (pattern, yes, no) in [
            ("x", &["x"][..], &["a/x", "x/y", "X"][..]),
            ("*.md", &["a.md", ".md"], &["a/b.md", "a.mdx"]),
            ("a?c", &["abc", "a한c"], &["a/c", "ac"]),
            ("**.md", &["a.md", "a/b.md"], &["a.mdx"]),
            ("**/x", &["x", "a/x", "a/b/x"], &["ax"]),
            ("**x", &["x", "ax", "a/x"], &["x/a"]),
            ("**", &["a", "a/b"], &[]),
            ("a/**", &["a/b", "a/b/c"], &["a"]),
            ("a**", &["a", "ab", "a/b"], &["b"]),
            ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["a/xb"]),
            ("*/**", &["a/b", "a/b/c"], &["a"]),
            ("[a-c].x", &["b.x"], &["d.x"]),
            ("[!a]", &["!", "a"], &["b"]),
            ("[^a]", &["b"], &["a"]),
            (r"a\*b", &["a*b"], &["axb"]),
            ("a.b+(c)", &["a.b+(c)"], &["axb+(c)"]),
            ("a b # c", &["a b # c"], &[]),
        ] {
            let pattern = Pattern::new(pattern);
            for path in yes {
                assert!(pattern.matches(path), "{pattern:?} {path}");
            }
            for path in no {
                assert!(!pattern.matches(path), "{pattern:?} {path}");
            }
        }
    }

    #[test]
    fn bad_patterns() {
        for (pattern, is_bad) in
            [("[", true), (r"src\lib", true), (r"a\d", false), ("a[b-", true), ("a]", false)]
        {
            assert_eq!(Pattern::new(pattern).is_bad(), is_bad, "{pattern}");
        }
    }
}
