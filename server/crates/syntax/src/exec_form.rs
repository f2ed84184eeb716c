//! Parses the exec form: decides as BuildKit does whether an argument is a JSON array, and reads
//! its elements.
//!
//! Source: `parseJSON` and `parseMaybeJSON` in BuildKit's `frontend/dockerfile/parser`. The text
//! must be a complete array (RFC 8259, as Go's decoder reads it); anything else is not an exec
//! form, and no error.

use std::ops::Range;

use crate::{logical::is_space, source_map::SourceMap};

/// Deeper nesting is read as plain text, as in the grammar.
const MAX_DEPTH: usize = 60;

/// How an instruction that supports the exec form reads its argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExecForm {
    /// Not a JSON array: the shell form, or another form that the instruction allows.
    No,
    /// An array of strings.
    Strings(Vec<Element>),
    /// An array that BuildKit rejects because of an element that is not a string, and the range of that
    /// element.
    NotStrings(Range<usize>),
}

/// A string of an exec form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The decoded string.
    pub text: String,
    /// Byte range, including the quotes.
    pub range: Range<usize>,
    /// Maps offsets in `text` to the source text.
    pub map: SourceMap,
}

/// Reads an argument.
pub fn exec_form(text: &str) -> ExecForm {
    let start = text.len() - text.trim_start_matches(is_space).len();
    if !text[start..].starts_with('[') {
        return ExecForm::No;
    }
    let mut reader = JsonReader { text, pos: start + 1 };
    let Some((elements, odd)) = reader.top() else { return ExecForm::No };
    if !text[reader.pos..].trim_matches(is_space).is_empty() {
        return ExecForm::No;
    }
    odd.map_or(ExecForm::Strings(elements), ExecForm::NotStrings)
}

/// The string that a JSON object has for a key; `None` if the text is not an object or the value
/// not a string.
pub fn string_of_key(text: &str, key: &str) -> Option<String> {
    let mut reader = JsonReader { text, pos: 0 };
    let mut found = None;
    reader.blanks();
    reader.eat(b'{').then_some(())?;
    reader.sequence(b'}', |reader| {
        reader.blanks();
        let (name, _) = reader.string()?;
        reader.blanks();
        reader.eat(b':').then_some(())?;
        reader.blanks();
        let value = if reader.peek() == Some(b'"') { Some(reader.string()?.0) } else { None };
        if value.is_none() {
            reader.value(1)?;
        }
        if name == key {
            found = value;
        }
        Some(())
    })?;
    reader.blanks();
    found.filter(|_| reader.pos == text.len())
}

struct JsonReader<'a> {
    text: &'a str,
    pos: usize,
}

impl JsonReader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.pos += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.pos += 1;
        }
    }

    /// Reads an array after its bracket: its strings, and the first element that is not a string.
    fn top(&mut self) -> Option<(Vec<Element>, Option<Range<usize>>)> {
        let mut elements = Vec::new();
        let mut odd = None;
        self.blanks();
        if self.eat(b']') {
            return Some((elements, odd));
        }
        loop {
            self.blanks();
            let start = self.pos;
            if self.peek() == Some(b'"') {
                let (text, map) = self.string()?;
                elements.push(Element { text, range: start..self.pos, map });
            } else {
                self.value(1)?;
                odd = odd.or(Some(start..self.pos));
            }
            self.blanks();
            if self.eat(b']') {
                return Some((elements, odd));
            }
            if !self.eat(b',') {
                return None;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        self.blanks();
        match self.peek()? {
            b'"' => self.string().map(drop),
            b'[' | b'{' if depth >= MAX_DEPTH => None,
            b'[' => {
                self.pos += 1;
                self.sequence(b']', |reader| reader.value(depth + 1))
            }
            b'{' => {
                self.pos += 1;
                self.sequence(b'}', |reader| {
                    reader.blanks();
                    reader.string()?;
                    reader.blanks();
                    reader.eat(b':').then_some(())?;
                    reader.value(depth + 1)
                })
            }
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => self.number(),
        }
    }

    fn sequence(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.blanks();
        if self.eat(close) {
            return Some(());
        }
        loop {
            item(self)?;
            self.blanks();
            if self.eat(close) {
                return Some(());
            }
            self.eat(b',').then_some(())?;
        }
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        self.text[self.pos..].starts_with(word).then(|| self.pos += word.len())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.pos;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.pos += 1;
        }
        (self.pos > start).then_some(())
    }

    fn number(&mut self) -> Option<()> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Some(())
    }

    fn string(&mut self) -> Option<(String, SourceMap)> {
        self.eat(b'"').then_some(())?;
        let mut out = String::new();
        let mut map = SourceMap::starting_at(self.pos);
        loop {
            let c = self.text[self.pos..].chars().next()?;
            map.push(out.len(), self.pos);
            self.pos += c.len_utf8();
            match c {
                '"' => return Some((out, map)),
                '\\' => out.push(self.escape()?),
                '\0'..='\x1f' => return None,
                _ => out.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let b = self.peek()?;
        self.pos += 1;
        Some(match b {
            b'"' | b'\\' | b'/' => char::from(b),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex4()?;
                if let 0xD800..0xDC00 = first
                    && self.text[self.pos..].starts_with("\\u")
                {
                    let at = self.pos;
                    self.pos += 2;
                    let second = self.hex4()?;
                    if let 0xDC00..0xE000 = second {
                        return char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
                    }
                    self.pos = at;
                }
                // An unpaired surrogate becomes the replacement character.
                char::from_u32(first).unwrap_or('\u{FFFD}')
            }
            _ => return None,
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.pos..self.pos + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.pos += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> Option<Vec<String>> {
        match exec_form(text) {
            ExecForm::Strings(elements) => Some(elements.into_iter().map(|e| e.text).collect()),
            _ => None,
        }
    }

    #[test]
    fn reads_arrays_of_strings() {
        assert_eq!(strings(r#"["a", "b"]"#).unwrap(), ["a", "b"]);
        assert_eq!(strings(" [ ] ").unwrap(), Vec::<String>::new());
        assert_eq!(strings(r#"["\u00e9\n\ud83d\ude00\ud800"]"#).unwrap(), ["é\n😀\u{FFFD}"]);
    }

    #[test]
    fn anything_else_is_text() {
        for text in [
            "['a']",
            r#"["a",]"#,
            r#"["a" "b"]"#,
            r#"["a""#,
            r#"["a"] x"#,
            r#"["\w"]"#,
            "[a]",
            "[ -d x ]",
            "[[ a ]]",
        ] {
            assert_eq!(exec_form(text), ExecForm::No, "{text}");
        }
    }

    #[test]
    fn other_elements_are_refused() {
        assert_eq!(exec_form(r#"["a", 1]"#), ExecForm::NotStrings(6..7));
        assert_eq!(exec_form("[null]"), ExecForm::NotStrings(1..5));
        assert_eq!(exec_form(r#"[{"a": [1]}]"#), ExecForm::NotStrings(1..11));
    }
}
