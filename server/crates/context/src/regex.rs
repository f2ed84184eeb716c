//! The subset of Go's regular expressions that an ignore pattern can turn into.
//!
//! BuildKit translates each pattern into a regular expression, and odd patterns get their meaning
//! from it: `[*]` becomes `[[^/]*]`. So this module parses the expression itself, with the syntax
//! of Go's `regexp/syntax`: single characters, `.`, classes, escapes, groups, `*` and `?`. A
//! translated pattern contains nothing else.
//!
//! A match takes time proportional to the length of the path times that of the expression.

/// An expression that must match the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Regex {
    program: Vec<Step>,
}

/// Go would reject the expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadRegex;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Matches one character of a set.
    Set(Set),
    /// Continues both at the given step and at the next one.
    Split(usize),
    /// Continues at the given step.
    Jump(usize),
    /// Matches a position and consumes no character.
    Place(Place),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}

/// A set of characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Set {
    ranges: Vec<(char, char)>,
    is_negated: bool,
}

const DIGITS: &[(char, char)] = &[('0', '9')];
const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
const SPACES: &[(char, char)] = &[('\t', '\n'), ('\u{c}', '\r'), (' ', ' ')];

impl Set {
    fn of(character: char) -> Self {
        Self { ranges: vec![(character, character)], is_negated: false }
    }

    fn class(ranges: &[(char, char)], is_negated: bool) -> Self {
        Self { ranges: ranges.to_vec(), is_negated }
    }

    fn has(&self, character: char) -> bool {
        self.ranges.iter().any(|&(first, last)| (first..=last).contains(&character)) != self.is_negated
    }
}

impl Regex {
    /// Parses an expression, anchored at both ends.
    pub(crate) fn new(text: &str) -> Result<Self, BadRegex> {
        let mut parser = Parser { rest: text, program: Vec::new() };
        parser.sequence(0)?;
        if parser.rest.is_empty() { Ok(Self { program: parser.program }) } else { Err(BadRegex) }
    }

    /// Whether it matches the whole text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let end = self.program.len();
        let mut now = Steps::new(end);
        let mut next = Steps::new(end);
        now.add(&self.program, 0, None, text.chars().next());
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let after = characters.peek().copied();
            for &step in &now.list {
                if let Some(Step::Set(set)) = self.program.get(step)
                    && set.has(character)
                {
                    next.add(&self.program, step + 1, Some(character), after);
                }
            }
            std::mem::swap(&mut now, &mut next);
            next.clear();
            if now.list.is_empty() {
                return false;
            }
        }
        now.has[end]
    }
}

/// The steps that a match may have reached.
struct Steps {
    list: Vec<usize>,
    has: Vec<bool>,
}

impl Steps {
    fn new(end: usize) -> Self {
        Self { list: Vec::new(), has: vec![false; end + 1] }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.has.fill(false);
    }

    /// Adds a step and all steps that can be reached from it without a character.
    fn add(&mut self, program: &[Step], step: usize, before: Option<char>, after: Option<char>) {
        let mut open = vec![step];
        while let Some(step) = open.pop() {
            if std::mem::replace(&mut self.has[step], true) {
                continue;
            }
            self.list.push(step);
            match program.get(step) {
                Some(Step::Split(other)) => open.extend([*other, step + 1]),
                Some(Step::Jump(other)) => open.push(*other),
                Some(Step::Place(place)) if place.is_at(before, after) => open.push(step + 1),
                Some(Step::Place(_) | Step::Set(_)) | None => {}
            }
        }
    }
}

impl Place {
    fn is_at(self, before: Option<char>, after: Option<char>) -> bool {
        let is_word = |it: Option<char>| it.is_some_and(|it| it == '_' || it.is_ascii_alphanumeric());
        match self {
            Self::Start => before.is_none(),
            Self::End => after.is_none(),
            Self::WordBoundary => is_word(before) != is_word(after),
            Self::NoWordBoundary => is_word(before) == is_word(after),
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    program: Vec<Step>,
}

/// Real patterns never nest groups this deeply.
const MAX_DEPTH: usize = 100;

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// Parses parts up to the end of the group.
    fn sequence(&mut self, depth: usize) -> Result<(), BadRegex> {
        if depth > MAX_DEPTH {
            return Err(BadRegex);
        }
        while let Some(character) = self.peek().filter(|&it| it != ')') {
            let start = self.program.len();
            self.next();
            match character {
                '(' => {
                    self.sequence(depth + 1)?;
                    if self.next() != Some(')') {
                        return Err(BadRegex);
                    }
                }
                '[' => {
                    let set = self.class()?;
                    self.program.push(Step::Set(set));
                }
                '.' => self.program.push(Step::Set(Set::class(&[('\n', '\n')], true))),
                '^' => self.program.push(Step::Place(Place::Start)),
                '$' => self.program.push(Step::Place(Place::End)),
                '\\' => {
                    let step = self.escape()?;
                    self.program.push(step);
                }
                '*' | '?' | '+' => return Err(BadRegex),
                character => self.program.push(Step::Set(Set::of(character))),
            }
            self.repeat(start)?;
        }
        Ok(())
    }

    /// Parses the `?`, `*` or other repetition after a part.
    fn repeat(&mut self, start: usize) -> Result<(), BadRegex> {
        let Some(operator) = self.peek().filter(|it| matches!(it, '*' | '?')) else { return Ok(()) };
        self.next();
        // Go accepts `a*?`, the lazy form, which matches the same texts, and rejects `a**`.
        if self.peek() == Some('?') {
            self.next();
        }
        if matches!(self.peek(), Some('*' | '?' | '+')) {
            return Err(BadRegex);
        }
        for step in &mut self.program[start..] {
            if let Step::Split(other) | Step::Jump(other) = step {
                *other += 1;
            }
        }
        let is_loop = operator == '*';
        let end = self.program.len() + 1 + usize::from(is_loop);
        self.program.insert(start, Step::Split(end));
        if is_loop {
            self.program.push(Step::Jump(start));
        }
        Ok(())
    }

    /// Parses an escape outside of classes, after its backslash.
    fn escape(&mut self) -> Result<Step, BadRegex> {
        let place = match self.peek().ok_or(BadRegex)? {
            'A' => Place::Start,
            'z' => Place::End,
            'b' => Place::WordBoundary,
            'B' => Place::NoWordBoundary,
            _ => return self.escaped_set().map(Step::Set),
        };
        self.next();
        Ok(Step::Place(place))
    }

    /// Parses an escape such as `\d`, which has the same meaning inside and outside of a class.
    fn escaped_set(&mut self) -> Result<Set, BadRegex> {
        Ok(match self.next().ok_or(BadRegex)? {
            'd' => Set::class(DIGITS, false),
            'D' => Set::class(DIGITS, true),
            'w' => Set::class(WORD, false),
            'W' => Set::class(WORD, true),
            's' => Set::class(SPACES, false),
            'S' => Set::class(SPACES, true),
            'a' => Set::of('\u{7}'),
            'f' => Set::of('\u{c}'),
            'n' => Set::of('\n'),
            'r' => Set::of('\r'),
            't' => Set::of('\t'),
            'v' => Set::of('\u{b}'),
            character if character.is_ascii() && !character.is_ascii_alphanumeric() => Set::of(character),
            // Go also accepts octal and hexadecimal numbers and `\p{…}`, but ignore files do not contain them.
            _ => return Err(BadRegex),
        })
    }

    /// Parses a class, after its opening bracket.
    fn class(&mut self) -> Result<Set, BadRegex> {
        let mut set = Set { ranges: Vec::new(), is_negated: self.peek() == Some('^') };
        if set.is_negated {
            self.next();
        }
        let mut is_first = true;
        loop {
            match self.peek().ok_or(BadRegex)? {
                ']' if !is_first => {
                    self.next();
                    return Ok(set);
                }
                // Go allows a `-` only at either end of a class, or escaped.
                '-' if !is_first && self.rest.len() > 1 && !self.rest[1..].starts_with(']') => {
                    return Err(BadRegex);
                }
                _ => {}
            }
            is_first = false;
            let Some(first) = self.class_character(&mut set)? else { continue };
            let has_end = self.rest.starts_with('-') && !self.rest[1..].starts_with(']');
            if !has_end {
                set.ranges.push((first, first));
                continue;
            }
            self.next();
            let last = self.class_character(&mut set)?.ok_or(BadRegex)?;
            if last < first {
                return Err(BadRegex);
            }
            set.ranges.push((first, last));
        }
    }

    /// Parses a character of a class; `None` if it was an escape that added several characters to the
    /// set.
    fn class_character(&mut self, set: &mut Set) -> Result<Option<char>, BadRegex> {
        match self.next().ok_or(BadRegex)? {
            '\\' => {
                let escaped = self.escaped_set()?;
                if let ([(first, last)], false) = (escaped.ranges.as_slice(), escaped.is_negated)
                    && first == last
                {
                    return Ok(Some(*first));
                }
                set.ranges.extend(escaped.complete());
                Ok(None)
            }
            character => Ok(Some(character)),
        }
    }
}

impl Set {
    /// The ranges of the set, inverted if the set is negated.
    fn complete(self) -> Vec<(char, char)> {
        if !self.is_negated {
            return self.ranges;
        }
        let mut out = Vec::new();
        let mut from = '\0';
        for (first, last) in self.ranges {
            if let Some(before) = char::from_u32(u32::from(first).wrapping_sub(1)).filter(|&it| it >= from) {
                out.push((from, before));
            }
            from = char::from_u32(u32::from(last) + 1).unwrap_or(char::MAX);
        }
        out.push((from, char::MAX));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_texts_are_matched() {
        for (regex, yes, no) in [
            ("a[^/]*b", &["ab", "axxb"][..], &["a/b", "abc", ""][..]),
            ("(.*/)?x", &["x", "a/x", "a/b/x"], &["ax", "x/"]),
            ("[[^/]*]", &["]", "[]", "^/]"], &["a]", "["]),
            (r"a\.b", &["a.b"], &["axb"]),
            (r"\d\w\s", &["1a ", "0_\t"], &["a1 "]),
            (r"a\bb", &[], &["ab"]),
            (r"a\b\.", &["a."], &["a"]),
            ("a^b", &[], &["ab", "a^b"]),
            ("[a-c]x?", &["a", "bx"], &["d", "ax-"]),
            (r"[^\d]", &["a"], &["1"]),
            (r"[\D]", &["a", "\u{10ffff}"], &["1", "5"]),
            ("[]a]", &["]", "a"], &["b"]),
            ("[-a]", &["-", "a"], &["b"]),
            (".*", &["", "한/글"], &["a\nb"]),
        ] {
            let regex = Regex::new(regex).unwrap();
            for text in yes {
                assert!(regex.matches(text), "{regex:?} {text}");
            }
            for text in no {
                assert!(!regex.matches(text), "{regex:?} {text}");
            }
        }
    }

    #[test]
    fn expressions_that_go_rejects() {
        for regex in ["[", "[]", "[a", "[b-a]", r"\l", "\\", "*", "a**", "(a", "a)", r"[\l]", "[a-\\d]"] {
            assert_eq!(Regex::new(regex), Err(BadRegex), "{regex}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let regex = Regex::new(&"(.*/)?[^/]*a".repeat(200)).unwrap();
        assert!(!regex.matches(&"a/".repeat(2_000)));
    }
}
