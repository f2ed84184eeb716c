//! Parses a heredoc marker such as `3<<-"EOF"`.
//!
//! Source: BuildKit's heredoc expression and `ParseHeredoc`. This module reads a single word; the
//! grammar decides which words are markers and where bodies end.

/// A parsed heredoc marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The delimiter without quotes and escapes.
    pub name: String,
    /// The file descriptor before `<<`, 0 if there is none. Like BuildKit, it takes the largest number
    /// if the descriptor is too large.
    pub fd: u64,
    /// `<<-`: leading tabs are stripped.
    pub chomp: bool,
    /// No part of the delimiter is quoted, so variables in the body are expanded.
    pub expand: bool,
}

/// Parses a marker from its operator (`3<<-`) and its delimiter as written, without line
/// continuations.
pub fn marker(operator: &str, delimiter: &str) -> Marker {
    let digits = operator.split('<').next().unwrap_or_default();
    let delimiter = delimiter_of(delimiter);
    let (name, expand) =
        delimiter.map_or((String::new(), true), |delimiter| (delimiter.name, !delimiter.is_quoted));
    Marker { name, fd: descriptor(digits), chomp: operator.ends_with('-'), expand }
}

/// Parses a word of a list, such as `<<EOF` in `COPY a <<EOF`. `None` if it is not a marker.
pub fn parse(word: &str) -> Option<Marker> {
    let after_digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = after_digits.strip_prefix("<<")?;
    let (rest, chomp) = rest.strip_prefix('-').map_or((rest, false), |rest| (rest, true));
    let rest = rest.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']);
    let delimiter = delimiter_of(rest).filter(|_| !rest.contains('<'))?;
    let fd = descriptor(&word[..word.len() - after_digits.len()]);
    Some(Marker { name: delimiter.name, fd, chomp, expand: !delimiter.is_quoted })
}

fn descriptor(digits: &str) -> u64 {
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}

struct Delimiter {
    name: String,
    /// Whether quotes were removed from it.
    is_quoted: bool,
}

/// The single word of a delimiter; `None` if the text is not exactly one word or cannot be read.
fn delimiter_of(text: &str) -> Option<Delimiter> {
    let mut reader = DelimiterReader {
        rest: text.strip_prefix('\u{feff}').unwrap_or(text),
        word: String::new(),
        is_quoted: false,
    };
    let mut words = Vec::new();
    reader.read(None, false, &mut words)?;
    match <[String; 1]>::try_from(words) {
        Ok([name]) => Some(Delimiter { name, is_quoted: reader.is_quoted }),
        Err(_) => None,
    }
}

/// BuildKit's word lexer with no variables defined: references are kept as written.
struct DelimiterReader<'a> {
    rest: &'a str,
    /// The word so far. An operand of `${…}` uses the same buffer and so discards the start of the
    /// word, as in BuildKit.
    word: String,
    is_quoted: bool,
}

impl DelimiterReader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Reads up to `stop`, consumes it and returns the text; the words found are added to `words`.
    fn read(&mut self, stop: Option<char>, keeps_escapes: bool, words: &mut Vec<String>) -> Option<String> {
        let mut text = String::new();
        self.word.clear();
        while let Some(c) = self.next() {
            if Some(c) == stop {
                words.extend(Some(std::mem::take(&mut self.word)).filter(|word| !word.is_empty()));
                return Some(text);
            }
            match c {
                '$' => {
                    let reference = self.reference()?;
                    text.push_str(&reference);
                    reference.chars().for_each(|c| self.push(c, words));
                }
                '\'' | '"' => {
                    let quoted =
                        if c == '"' { self.double_quotes(keeps_escapes)? } else { self.single_quotes()? };
                    text.push_str(&quoted);
                    self.word.push_str(&quoted);
                }
                '\\' => {
                    for c in keeps_escapes.then_some(c).into_iter().chain(self.next()) {
                        text.push(c);
                        self.word.push(c);
                    }
                }
                _ => {
                    text.push(c);
                    self.push(c, words);
                }
            }
        }
        words.extend(Some(std::mem::take(&mut self.word)).filter(|word| !word.is_empty()));
        stop.is_none().then_some(text)
    }

    fn push(&mut self, c: char, words: &mut Vec<String>) {
        if !c.is_whitespace() {
            self.word.push(c);
        } else if !self.word.is_empty() {
            words.push(std::mem::take(&mut self.word));
        }
    }

    fn single_quotes(&mut self) -> Option<String> {
        self.is_quoted = true;
        let (quoted, rest) = self.rest.split_once('\'')?;
        self.rest = rest;
        Some(quoted.to_owned())
    }

    fn double_quotes(&mut self, keeps_escapes: bool) -> Option<String> {
        self.is_quoted = true;
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Some(text),
                '$' => text.push_str(&self.reference()?),
                '\\' => {
                    if keeps_escapes {
                        text.push('\\');
                    }
                    match self.rest.chars().next() {
                        Some('"' | '$' | '\\') => text.extend(self.next()),
                        _ => text.push('\\'),
                    }
                }
                c => text.push(c),
            }
        }
    }

    /// Reads a variable reference after its `$`, and returns it with the `$`.
    fn reference(&mut self) -> Option<String> {
        let mut text = String::from("$");
        let braced = self.rest.starts_with('{');
        if braced {
            text.extend(self.next());
            if self.rest.is_empty() || self.rest.starts_with(['{', '}', ':']) {
                return None;
            }
        }
        let len = match self.rest.chars().next() {
            Some(c) if c.is_numeric() => self.rest.find(|c: char| !c.is_numeric()).unwrap_or(self.rest.len()),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => 1,
            _ => self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len()),
        };
        text.push_str(&self.rest[..len]);
        self.rest = &self.rest[len..];
        if !braced {
            return Some(text);
        }
        let mut operator = self.next()?;
        text.push(operator);
        let has_colon = operator == ':';
        if has_colon {
            operator = self.next()?;
            text.push(operator);
        }
        match operator {
            '}' if !has_colon => return Some(text),
            '/' if !has_colon => {
                // Only the first of two slashes is kept.
                self.rest = self.rest.strip_prefix('/').unwrap_or(self.rest);
                text.push_str(&self.read(Some('/'), true, &mut Vec::new())?);
                text.push('/');
                text.push_str(&self.read(Some('}'), true, &mut Vec::new())?);
            }
            '-' | '+' | '?' => text.push_str(&self.read(Some('}'), false, &mut Vec::new())?),
            '#' | '%' if !has_colon => text.push_str(&self.read(Some('}'), true, &mut Vec::new())?),
            _ => return None,
        }
        text.push('}');
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_marker_says() {
        assert_eq!(marker("<<", "EOF"), Marker { name: "EOF".into(), fd: 0, chomp: false, expand: true });
        assert_eq!(marker("3<<-", "'E F'"), Marker { name: "E F".into(), fd: 3, chomp: true, expand: false });
        assert_eq!(
            marker("<<", "E\"O\"F"),
            Marker { name: "EOF".into(), fd: 0, chomp: false, expand: false }
        );
        assert_eq!(marker("<<", "\\EOF"), Marker { name: "EOF".into(), fd: 0, chomp: false, expand: true });
    }

    #[test]
    fn a_descriptor_may_be_too_large() {
        assert_eq!(marker("99999999999999999999<<", "E").fd, u64::MAX);
        assert_eq!(parse("99999999999999999999<<E").unwrap().fd, u64::MAX);
    }

    #[test]
    fn words_that_are_markers() {
        let name = |word: &str| parse(word).map(|marker| marker.name);
        assert_eq!(name("<<EOF").as_deref(), Some("EOF"));
        assert_eq!(name("0<<-'E'").as_deref(), Some("E"));
        assert_eq!(name("<<\u{feff}E").as_deref(), Some("E"));
        assert_eq!(name("<<${X}").as_deref(), Some("${X}"));
        // The operand discards the start of its word.
        assert_eq!(name("<<E${X:-F}").as_deref(), Some("${X:-F}"));
        for word in ["<<", "<<-", "x<<E", "<<<E", "<<\"E", "<<''", "<<a\u{a0}b", "<<${", "<<$A<", "EOF"] {
            assert_eq!(name(word), None, "{word}");
        }
    }
}
