//! Patterns of `${NAME#pattern}` and its kin.
//!
//! `?` is a character, `*` any run of them, neither matches a line feed; there are no bracket classes. `\` escapes,
//! whatever the escape directive says. BuildKit makes a regular expression of a pattern; here the reachable ends are
//! computed, which gives the same shortest and longest match in bounded time. Source: language.md 5.2.

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    Any,
    Run,
}

impl Pattern {
    /// Reads a pattern, or says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let mut tokens = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            tokens.push(match c {
                '*' => Token::Run,
                '?' => Token::Any,
                // The delimiters of the expression are escaped for its sake, not for the pattern's.
                '\\' if matches!(chars.peek(), Some('}' | '/')) => continue,
                '\\' => match chars.next() {
                    Some(escaped @ ('*' | '?' | '\\')) => Token::Char(escaped),
                    other => return Err(format!("invalid escape '\\{}'", other.unwrap_or('\u{FFFD}'))),
                },
                _ => Token::Char(c),
            });
        }
        Ok(Self { tokens })
    }

    /// The end of the shortest or longest match that starts at the start of `text`.
    fn end(tokens: &[Token], text: &[char], longest: bool) -> Option<usize> {
        let mut reachable = vec![false; text.len() + 1];
        reachable[0] = true;
        for token in tokens {
            match token {
                Token::Run => {
                    for at in 0..text.len() {
                        reachable[at + 1] |= reachable[at] && text[at] != '\n';
                    }
                }
                Token::Any | Token::Char(_) => {
                    for at in (0..text.len()).rev() {
                        let matches = match token {
                            Token::Char(c) => text[at] == *c,
                            _ => text[at] != '\n',
                        };
                        reachable[at + 1] = reachable[at] && matches;
                    }
                    reachable[0] = false;
                }
            }
        }
        if longest { reachable.iter().rposition(|&is| is) } else { reachable.iter().position(|&is| is) }
    }

    /// What is left without the shortest or longest match at the start.
    pub(super) fn strip_prefix<'a>(&self, value: &'a str, longest: bool) -> &'a str {
        let chars: Vec<char> = value.chars().collect();
        match Self::end(&self.tokens, &chars, longest) {
            Some(end) => &value[chars[..end].iter().map(|c| c.len_utf8()).sum()..],
            None => value,
        }
    }

    /// What is left without the shortest or longest match at the end, for a pattern that was [`reversed`].
    pub(super) fn strip_suffix<'a>(&self, value: &'a str, longest: bool) -> &'a str {
        let chars: Vec<char> = value.chars().rev().collect();
        match Self::end(&self.tokens, &chars, longest) {
            Some(end) => &value[..value.len() - chars[..end].iter().map(|c| c.len_utf8()).sum::<usize>()],
            None => value,
        }
    }

    /// Replaces the first match, taken as long as possible, as it stands.
    pub(super) fn replace_first(&self, value: &str, replacement: &str) -> String {
        let chars: Vec<char> = value.chars().collect();
        for start in 0..=chars.len() {
            if let Some(len) = Self::end(&self.tokens, &chars[start..], true) {
                let mut out: String = chars[..start].iter().collect();
                out.push_str(replacement);
                out.extend(&chars[start + len..]);
                return out;
            }
        }
        value.to_owned()
    }

    /// Replaces all matches. Here Go expands `$0` in the replacement to the match, and other `$names` to nothing.
    pub(super) fn replace_all(&self, value: &str, replacement: &str) -> String {
        let chars: Vec<char> = value.chars().collect();
        let mut out = String::new();
        let mut start = 0;
        let mut last_end = None;
        while start <= chars.len() {
            let matched = Self::end(&self.tokens, &chars[start..], true);
            // An empty match right behind a match does not count.
            if let Some(len) = matched.filter(|&len| len > 0 || last_end != Some(start)) {
                expand_groups(replacement, &chars[start..start + len], &mut out);
                last_end = Some(start + len);
                if len > 0 {
                    start += len;
                    continue;
                }
            }
            out.extend(chars.get(start));
            start += 1;
        }
        out
    }
}

/// A pattern from its end to its start, escapes before their characters: so BuildKit looks for a suffix, and so it quotes
/// the pattern where something is wrong with it.
pub(super) fn reversed(pattern: &str) -> String {
    let mut pieces = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        pieces.push([Some(c), escaped]);
    }
    pieces.into_iter().rev().flatten().flatten().collect()
}

/// A replacement as Go's `Regexp.Expand` reads it, for an expression without groups.
fn expand_groups(replacement: &str, matched: &[char], out: &mut String) {
    let mut rest = replacement;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let (name, after) = match rest.strip_prefix('{') {
            Some(braced) => match braced.split_once('}') {
                Some((name, after)) if !name.is_empty() && name.chars().all(is_name) => (name, after),
                _ => ("", rest),
            },
            None => rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len())),
        };
        if name.is_empty() {
            out.push('$');
        } else if name == "0" {
            out.extend(matched);
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn pattern(text: &str) -> Pattern {
        Pattern::new(text).unwrap()
    }

    #[test]
    fn prefixes_and_suffixes() {
        assert_eq!(pattern("f*b").strip_prefix("foobarbaz", false), "arbaz");
        assert_eq!(pattern("f*b").strip_prefix("foobarbaz", true), "az");
        assert_eq!(pattern("*b").strip_suffix("foobarbaz", false), "foobar");
        assert_eq!(pattern("*b").strip_suffix("foobarbaz", true), "foo");
        assert_eq!(reversed("a\\*b\\"), "\\b\\*a");
        assert_eq!(pattern("f\\*").strip_prefix("foo", true), "foo");
        assert_eq!(pattern("[a-z]").strip_prefix("foo", true), "foo");
        assert_eq!(pattern("*").strip_prefix("한글\nx", true), "\nx");
    }

    #[test]
    fn replacements() {
        assert_eq!(pattern("o*b").replace_first("foobarbaz", "-"), "f-az");
        assert_eq!(pattern("").replace_first("foo", "x"), "xfoo");
        assert_eq!(pattern("").replace_all("ab", "x"), "xaxbx");
        assert_eq!(pattern("b?").replace_all("foobarbaz", "_"), "foo_r_z");
        assert_eq!(pattern("a").replace_all("aba", "[$0$1$$]"), "[a$]b[a$]");
    }

    #[test]
    fn odd_escapes_are_refused() {
        assert_eq!(Pattern::new("\\x").unwrap_err(), "invalid escape '\\x'");
        assert_eq!(Pattern::new("a\\").unwrap_err(), "invalid escape '\\\u{FFFD}'");
    }
}
