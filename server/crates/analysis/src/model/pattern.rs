//! Matches the patterns of `${NAME#pattern}` and the related operators.
//!
//! `?` matches a character and `*` any run of characters, except line feeds; there are no bracket
//! classes. `\` escapes, whatever the escape directive says. BuildKit turns a pattern into a
//! regular expression; this module reads the text once and tracks the set of positions in the
//! pattern that can be reached, which gives the same shortest and longest match. It takes at most
//! the length of the pattern times that of the text, and returns no result if the steps run out.

use super::budget::{Budget, MAX_VALUE};

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
    /// Parses a pattern, or returns BuildKit's error message.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let mut tokens = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let token = match c {
                '*' => Token::Run,
                '?' => Token::Any,
                // The escape protects a delimiter of the expression and is not part of the pattern.
                '\\' if matches!(chars.peek(), Some('}' | '/')) => continue,
                '\\' => match chars.next() {
                    Some(escaped @ ('*' | '?' | '\\')) => Token::Char(escaped),
                    other => return Err(format!("invalid escape '\\{}'", other.unwrap_or('\u{FFFD}'))),
                },
                _ => Token::Char(c),
            };
            if token != Token::Run || tokens.last() != Some(&Token::Run) {
                tokens.push(token);
            }
        }
        Ok(Self { tokens })
    }

    /// Removes the shortest or longest match at the start.
    pub(super) fn strip_prefix<'a>(
        &self,
        value: &'a str,
        longest: bool,
        budget: &mut Budget,
    ) -> Option<&'a str> {
        let end = end(&self.tokens, value.chars(), longest, budget).ok()?;
        let mut chars = value.chars();
        if let Some(last) = end.and_then(|end| end.checked_sub(1)) {
            chars.nth(last);
        }
        Some(chars.as_str())
    }

    /// Removes the shortest or longest match at the end, for a pattern that was [`reversed`].
    pub(super) fn strip_suffix<'a>(
        &self,
        value: &'a str,
        longest: bool,
        budget: &mut Budget,
    ) -> Option<&'a str> {
        let end = end(&self.tokens, value.chars().rev(), longest, budget).ok()?;
        let mut chars = value.chars();
        if let Some(last) = end.and_then(|end| end.checked_sub(1)) {
            chars.nth_back(last);
        }
        Some(chars.as_str())
    }

    /// Replaces the first match, which is as long as possible, with the literal replacement.
    pub(super) fn replace_first(
        &self,
        value: &str,
        replacement: &str,
        budget: &mut Budget,
    ) -> Option<String> {
        let text = Searched::new(self, value, budget)?;
        let Some(start) = text.next_start(0) else { return Some(value.to_owned()) };
        let end = text.end(start, budget)?;
        let mut out: String = text.chars[..start].iter().collect();
        out.push_str(replacement);
        out.extend(&text.chars[end..]);
        (out.len() <= MAX_VALUE).then_some(out)
    }

    /// Replaces all matches. Here Go expands `$0` in the replacement to the match, and other `$names`
    /// to nothing.
    pub(super) fn replace_all(&self, value: &str, replacement: &str, budget: &mut Budget) -> Option<String> {
        let text = Searched::new(self, value, budget)?;
        let mut out = String::new();
        let (mut done, mut last_end) = (0, None);
        let mut next = text.next_start(0);
        while let Some(start) = next {
            let end = text.end(start, budget)?;
            // An empty match directly after a match does not count.
            if start < end || last_end != Some(start) {
                out.extend(&text.chars[done..start]);
                expand_groups(replacement, &text.chars[start..end], &mut out);
                if out.len() > MAX_VALUE || !budget.spend(replacement.len()) {
                    return None;
                }
                (done, last_end) = (end, Some(end));
            }
            next = text.next_start(end.max(start + 1));
        }
        out.extend(&text.chars[done..]);
        (out.len() <= MAX_VALUE).then_some(out)
    }
}

/// A text in which all matches of a pattern are searched for.
struct Searched<'a> {
    tokens: &'a [Token],
    chars: Vec<char>,
    /// Whether a match starts before each character, and after the last one.
    starts: Vec<bool>,
}

impl<'a> Searched<'a> {
    /// Matches backwards, from the end of the text and of the pattern: a position at which the start of
    /// the pattern is reached begins a match.
    fn new(pattern: &'a Pattern, value: &str, budget: &mut Budget) -> Option<Self> {
        if !budget.spend(value.len() + pattern.tokens.len()) {
            return None;
        }
        let chars: Vec<char> = value.chars().collect();
        let backward: Vec<Token> = pattern.tokens.iter().rev().copied().collect();
        let mut starts = vec![false; chars.len() + 1];
        let (mut reached, mut next) = (Vec::new(), Vec::new());
        for (at, start) in starts.iter_mut().enumerate().rev() {
            next.clear();
            reach(&backward, 0, &mut next);
            if let Some(c) = chars.get(at) {
                step(&backward, &reached, *c, &mut next);
            }
            std::mem::swap(&mut reached, &mut next);
            *start = reached.last() == Some(&backward.len());
            if !budget.spend(reached.len()) {
                return None;
            }
        }
        Some(Self { tokens: &pattern.tokens, chars, starts })
    }

    fn next_start(&self, from: usize) -> Option<usize> {
        let starts = self.starts.get(from..)?;
        Some(from + starts.iter().position(|is| *is)?)
    }

    /// The end of the longest match that starts at a position.
    fn end(&self, start: usize, budget: &mut Budget) -> Option<usize> {
        let len = end(self.tokens, self.chars[start..].iter().copied(), true, budget).ok()?;
        Some(start + len.unwrap_or_default())
    }
}

/// The steps are used up.
struct UsedUp;

/// The number of characters of the shortest or longest match at the start, if there is one.
fn end(
    tokens: &[Token],
    mut text: impl Iterator<Item = char>,
    longest: bool,
    budget: &mut Budget,
) -> Result<Option<usize>, UsedUp> {
    let (mut reached, mut next) = (Vec::new(), Vec::new());
    reach(tokens, 0, &mut reached);
    let (mut found, mut len) = (None, 0);
    loop {
        if reached.last() == Some(&tokens.len()) {
            found = Some(len);
            if !longest {
                return Ok(found);
            }
        }
        if !budget.spend(reached.len()) {
            return Err(UsedUp);
        }
        let Some(c) = text.next().filter(|_| !reached.is_empty()) else { return Ok(found) };
        next.clear();
        step(tokens, &reached, c, &mut next);
        std::mem::swap(&mut reached, &mut next);
        len += 1;
    }
}

/// Adds the positions that a character reaches from others. All are in ascending order.
fn step(tokens: &[Token], reached: &[usize], c: char, next: &mut Vec<usize>) {
    for &at in reached {
        match tokens.get(at) {
            Some(Token::Run) if c != '\n' => reach(tokens, at, next),
            Some(Token::Any) if c != '\n' => reach(tokens, at + 1, next),
            Some(Token::Char(expected)) if *expected == c => reach(tokens, at + 1, next),
            _ => {}
        }
    }
}

/// Adds a position, and the one after it if a run starts there, since the run may be empty.
fn reach(tokens: &[Token], at: usize, reached: &mut Vec<usize>) {
    let after = at + usize::from(tokens.get(at) == Some(&Token::Run));
    for place in at..=after {
        if reached.last().is_none_or(|last| *last < place) {
            reached.push(place);
        }
    }
}

/// Reverses a pattern, keeping escapes before their characters. BuildKit matches suffixes this way,
/// and quotes the pattern in this form in error messages.
pub(super) fn reversed(pattern: &str) -> String {
    let mut pieces = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        pieces.push([Some(c), escaped]);
    }
    pieces.into_iter().rev().flatten().flatten().collect()
}

/// Expands a replacement like Go's `Regexp.Expand`, for an expression without groups.
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
            Some(braced) => {
                let (name, after) = braced.split_at(braced.find(|c| !is_name(c)).unwrap_or(braced.len()));
                match after.strip_prefix('}') {
                    Some(after) if !name.is_empty() => (name, after),
                    _ => ("", rest),
                }
            }
            None => rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len())),
        };
        if name.is_empty() {
            out.push('$');
        } else if name == "0" {
            out.extend(matched);
        }
        if out.len() > MAX_VALUE {
            // The caller discards it.
            return;
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Unlimited(Pattern);

    impl Unlimited {
        fn strip_prefix<'a>(&self, value: &'a str, longest: bool) -> &'a str {
            self.0.strip_prefix(value, longest, &mut Budget::default()).unwrap()
        }

        fn strip_suffix<'a>(&self, value: &'a str, longest: bool) -> &'a str {
            self.0.strip_suffix(value, longest, &mut Budget::default()).unwrap()
        }

        fn replace_first(&self, value: &str, replacement: &str) -> String {
            self.0.replace_first(value, replacement, &mut Budget::default()).unwrap()
        }

        fn replace_all(&self, value: &str, replacement: &str) -> String {
            self.0.replace_all(value, replacement, &mut Budget::default()).unwrap()
        }
    }

    #[track_caller]
    fn pattern(text: &str) -> Unlimited {
        Unlimited(Pattern::new(text).unwrap())
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
    fn lines_end_runs() {
        assert_eq!(pattern("a*b").replace_all("a1b2b\na3b4\na5\n6b", "-"), "-\n-4\na5\n6b");
        assert_eq!(pattern("*").replace_all("a\nb", "x"), "x\nx");
        assert_eq!(pattern("a\n*").replace_all("a\na\nb", "x"), "x\nb");
    }

    /// All ends, found by trying every position; the reference for the faster algorithm.
    fn ends(tokens: &[Token], text: &[char], at: usize, found: &mut Vec<usize>) {
        match tokens.split_first() {
            None => found.push(at),
            Some((Token::Run, rest)) => {
                ends(rest, text, at, found);
                if text.get(at).is_some_and(|c| *c != '\n') {
                    ends(tokens, text, at + 1, found);
                }
            }
            Some((token, rest)) => {
                let is_match = |c: &char| match token {
                    Token::Char(expected) => c == expected,
                    _ => *c != '\n',
                };
                if text.get(at).is_some_and(is_match) {
                    ends(rest, text, at + 1, found);
                }
            }
        }
    }

    #[test]
    fn matches_are_those_of_the_definition() {
        let mut seed = 7_u32;
        let mut below = |limit: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % limit
        };
        for _ in 0..20_000 {
            let pattern: String = (0..below(6)).map(|_| b"ab?*\n"[below(5) as usize] as char).collect();
            let text: String = (0..below(9)).map(|_| b"aab\n"[below(4) as usize] as char).collect();
            let (pattern, chars) = (Pattern::new(&pattern).unwrap(), text.chars().collect::<Vec<_>>());
            let (mut expected, mut start, mut last_end) = (String::new(), 0, None);
            while start <= chars.len() {
                let mut found = Vec::new();
                ends(&pattern.tokens, &chars, start, &mut found);
                let end = found.into_iter().max().filter(|end| *end > start || last_end != Some(start));
                if let Some(end) = end {
                    expected.push('x');
                    last_end = Some(end);
                    if end > start {
                        start = end;
                        continue;
                    }
                }
                expected.extend(chars.get(start));
                start += 1;
            }
            let replaced = pattern.replace_all(&text, "x", &mut Budget::default());
            assert_eq!(replaced.as_deref(), Some(expected.as_str()), "{pattern:?} in {text:?}");
        }
    }

    #[test]
    fn steps_are_bounded_and_runs_are_one() {
        let (text, runs) = ("a".repeat(20_000), "*".repeat(20_000));
        assert_eq!(pattern(&format!("{runs}b")).replace_all(&text, "x"), text);
        let hard = Pattern::new(&format!("b{}", "*a".repeat(3000))).unwrap();
        let mut budget = Budget::of(1_000_000);
        assert_eq!(hard.replace_all(&text[..6000], "x", &mut budget), None);
        assert!(budget.is_used_up());
        let each = Pattern::new("a").unwrap();
        assert_eq!(each.replace_all(&text, &text, &mut Budget::default()), None);
        let grows = "$0".repeat(20_000);
        assert_eq!(Pattern::new("*").unwrap().replace_all(&text, &grows, &mut Budget::default()), None);
    }

    #[test]
    fn odd_escapes_are_refused() {
        assert_eq!(Pattern::new("\\x").unwrap_err(), "invalid escape '\\x'");
        assert_eq!(Pattern::new("a\\").unwrap_err(), "invalid escape '\\\u{FFFD}'");
    }
}
