//! Parses text that the builder expands into literal parts and variable references.
//!
//! A template is the text, parsed once by the rules of BuildKit's lexer
//! (`frontend/dockerfile/shell`). Its expansion depends on the variables in force and is computed
//! in the model. Syntax errors are parts of a template, because the text before them is expanded
//! first.

use std::ops::Range;

use crate::problem::Unless;

/// A text that the builder expands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The text as BuildKit's parser returns it.
    pub text: String,
    /// Its range.
    pub range: Range<usize>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Text that looks like a variable but is in single quotes.
    pub unexpanded: Vec<Unexpanded>,
}

/// `$NAME` or `${NAME` in single quotes, where it is not expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unexpanded {
    /// The name; empty if no name follows the `$`, or a backslash precedes it.
    pub name: String,
    /// From `$` to the end of the name, or to the closing brace.
    pub range: Range<usize>,
    /// The quotes and the text between them.
    pub quotes: Range<usize>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text, without quotes and escapes.
    Literal {
        /// The text.
        text: String,
        /// Whether it is quoted or escaped, so that whitespace in it does not separate words.
        is_raw: bool,
    },
    /// A variable.
    Reference(Box<Reference>),
    /// BuildKit cannot parse the text from here on.
    Error(SyntaxError),
}

/// BuildKit's error for text that it cannot expand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Its message.
    pub message: String,
    /// Whether it was found at the end of the text; an enclosing `${` then reports its own missing end
    /// instead.
    pub at_end: bool,
    /// Set if the error depends on a value that the file does not determine.
    pub unless: Option<Unless>,
}

/// `$NAME` or `${NAME…}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The variable.
    pub name: String,
    /// The whole expression.
    pub range: Range<usize>,
    /// The name alone.
    pub name_range: Range<usize>,
    /// How the value is changed.
    pub operator: Option<Operator>,
    /// The text after the operator.
    pub operand: Vec<Part>,
    /// The replacement, for [`Operator::Replace`].
    pub replacement: Vec<Part>,
    /// Whether it is in double quotes.
    pub is_raw: bool,
    /// How many parts precede it in the same quotes.
    pub quoted_before: usize,
    /// Whether the text ends after it.
    pub at_end: bool,
}

/// How `${NAME…}` changes a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operator {
    /// `-`, or `:-`, for which an empty value counts as unset.
    Default {
        /// Written with a colon.
        or_empty: bool,
    },
    /// `+` or `:+`.
    Alternative {
        /// Written with a colon.
        or_empty: bool,
    },
    /// `?` or `:?`.
    Required {
        /// Written with a colon.
        or_empty: bool,
    },
    /// `#` or `##`.
    RemovePrefix,
    /// `%` or `%%`.
    RemoveSuffix,
    /// `/` or `//`.
    Replace {
        /// Written with two slashes.
        all: bool,
    },
    /// Any other operator, which BuildKit rejects.
    Unsupported(SyntaxError),
}

/// The special characters besides `$`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoting {
    /// The escape character.
    pub(super) escape: char,
    /// Whether quotes have a meaning; they have none in heredocs.
    pub(super) quotes: bool,
}

impl Template {
    /// Parses a text at `range`. `place` maps ranges of the text to the source.
    pub(super) fn new(
        text: String,
        range: Range<usize>,
        quoting: Quoting,
        place: &dyn Fn(Range<usize>) -> Range<usize>,
    ) -> Self {
        let is_plain =
            |b: u8| b != b'$' && b != quoting.escape as u8 && !(quoting.quotes && matches!(b, b'\'' | b'"'));
        let mut unexpanded = Vec::new();
        // BuildKit's reader drops a byte order mark at the start of any text.
        let pos = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let parts = if text.bytes().all(is_plain) {
            literal(text[pos..].to_owned(), false).into_iter().collect()
        } else {
            let mut reader =
                TemplateReader { text: &text, pos, depth: 0, quoting, place, unexpanded: Vec::new() };
            let parts = reader.until(None, false).0;
            unexpanded = reader.unexpanded;
            parts
        };
        Self { text, range, parts, unexpanded }
    }

    /// Parses a text that is not in the document. Ranges in the result are in the text itself.
    pub fn of_text(text: &str, escape: char, quotes: bool) -> Self {
        Self::new(text.to_owned(), 0..text.len(), Quoting { escape, quotes }, &|range| range)
    }

    /// The text, if it contains no variables and no errors.
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal { text, .. }] => Some(text),
            _ => None,
        }
    }

    /// The range of a name that is the whole text, without quotes; `None` if the text consists of more.
    pub fn name_range(&self) -> Option<Range<usize>> {
        let name = self.literal()?;
        if name == self.text {
            return Some(self.range.clone());
        }
        let inner = self.text.get(1..self.text.len().checked_sub(1)?)?;
        (inner == name && self.range.len() == self.text.len())
            .then(|| self.range.start + 1..self.range.end - 1)
    }

    /// Calls `visit` with every reference, including those in operands.
    pub fn references<'a>(&'a self, visit: &mut dyn FnMut(&'a Reference)) {
        each_reference(&self.parts, visit);
    }
}

fn each_reference<'a>(parts: &'a [Part], visit: &mut dyn FnMut(&'a Reference)) {
    for part in parts {
        if let Part::Reference(reference) = part {
            visit(reference);
            each_reference(&reference.operand, visit);
            each_reference(&reference.replacement, visit);
        }
    }
}

fn literal(text: String, is_raw: bool) -> Option<Part> {
    (is_raw || !text.is_empty()).then_some(Part::Literal { text, is_raw })
}

/// References nested deeper than this are not parsed, because each level is a recursive call.
const MAX_DEPTH: usize = 100;

struct TemplateReader<'a> {
    text: &'a str,
    pos: usize,
    depth: usize,
    quoting: Quoting,
    place: &'a dyn Fn(Range<usize>) -> Range<usize>,
    unexpanded: Vec<Unexpanded>,
}

/// Whether parsing was successful; otherwise the last part is an error.
type Complete = bool;

impl TemplateReader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError { message: message.into(), at_end: self.pos == self.text.len(), unless: None }
    }

    /// Parses up to `stop`, which is consumed. Patterns keep their escapes.
    fn until(&mut self, stop: Option<char>, keeps_escapes: bool) -> (Vec<Part>, Complete) {
        let mut parts = Vec::new();
        let mut plain = String::new();
        loop {
            let Some(c) = self.peek() else {
                parts.extend(literal(plain, false));
                let Some(stop) = stop else { return (parts, true) };
                parts.push(Part::Error(
                    self.error(format!("unexpected end of statement while looking for matching {stop}")),
                ));
                return (parts, false);
            };
            if Some(c) == stop {
                self.pos += 1;
                parts.extend(literal(plain, false));
                return (parts, true);
            }
            let complete = match c {
                '$' => {
                    parts.extend(literal(std::mem::take(&mut plain), false));
                    self.dollar(None, &mut parts)
                }
                '\'' if self.quoting.quotes => {
                    parts.extend(literal(std::mem::take(&mut plain), false));
                    self.single_quotes(&mut parts)
                }
                '"' if self.quoting.quotes => {
                    parts.extend(literal(std::mem::take(&mut plain), false));
                    self.double_quotes(keeps_escapes, &mut parts)
                }
                _ if c == self.quoting.escape => {
                    self.next();
                    let escaped = self.next();
                    if keeps_escapes {
                        plain.push(c);
                        plain.extend(escaped);
                    } else if let Some(escaped) = escaped {
                        parts.extend(literal(std::mem::take(&mut plain), false));
                        parts.push(Part::Literal { text: escaped.to_string(), is_raw: true });
                    }
                    true
                }
                _ => {
                    self.next();
                    plain.push(c);
                    true
                }
            };
            if !complete {
                return (parts, false);
            }
        }
    }

    fn single_quotes(&mut self, parts: &mut Vec<Part>) -> Complete {
        self.pos += 1;
        let Some(end) = self.text[self.pos..].find('\'') else {
            self.pos = self.text.len();
            let message = "unexpected end of statement while looking for matching single-quote";
            parts.push(Part::Error(self.error(message)));
            return false;
        };
        parts.push(Part::Literal { text: self.text[self.pos..self.pos + end].to_owned(), is_raw: true });
        self.note_unexpanded(self.pos..self.pos + end);
        self.pos += end + 1;
        true
    }

    /// Records text that looks like a variable in single quotes.
    fn note_unexpanded(&mut self, inner: Range<usize>) {
        let text = &self.text[inner.clone()];
        for (at, _) in text.match_indices('$') {
            let rest = &text[at + 1..];
            let brace = usize::from(rest.starts_with('{'));
            let name = &rest[brace..];
            let is_escaped = text[..at].ends_with(['\\', self.quoting.escape]);
            let is_start = !is_escaped && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            let end = if is_start { end } else { 0 };
            let mut len = 1 + brace + end;
            len += usize::from(brace == 1 && name[end..].starts_with('}'));
            let start = inner.start + at;
            self.unexpanded.push(Unexpanded {
                name: name[..end].to_owned(),
                range: (self.place)(start..start + len),
                quotes: (self.place)(inner.start - 1..inner.end + 1),
            });
        }
    }

    fn double_quotes(&mut self, keeps_escapes: bool, parts: &mut Vec<Part>) -> Complete {
        self.pos += 1;
        let start = parts.len();
        let mut plain = String::new();
        loop {
            match self.peek() {
                None => {
                    let message = "unexpected end of statement while looking for matching double-quote";
                    parts.extend(literal(plain, true));
                    parts.push(Part::Error(self.error(message)));
                    return false;
                }
                Some('"') => {
                    self.pos += 1;
                    parts.extend(literal(plain, true));
                    return true;
                }
                Some('$') => {
                    parts.extend(literal(std::mem::take(&mut plain), true));
                    if !self.dollar(Some(start), parts) {
                        return false;
                    }
                }
                Some(c) => {
                    self.next();
                    if c == self.quoting.escape {
                        if keeps_escapes {
                            plain.push(c);
                        }
                        match self.peek() {
                            None => continue,
                            Some(next) if matches!(next, '"' | '$') || next == c => {
                                self.next();
                                plain.push(next);
                                continue;
                            }
                            Some(_) => {}
                        }
                    }
                    plain.push(c);
                }
            }
        }
    }

    /// Parses a reference, or a plain `$`. In double quotes, `quotes` is the index of their first part.
    fn dollar(&mut self, quotes: Option<usize>, parts: &mut Vec<Part>) -> Complete {
        let is_raw = quotes.is_some();
        let quoted_before = quotes.map_or(0, |first| parts.len() - first);
        let start = self.pos;
        self.pos += 1;
        if self.depth == MAX_DEPTH {
            parts.push(Part::Literal { text: "$".to_owned(), is_raw });
            return true;
        }
        let mut reference = Reference {
            name: String::new(),
            range: 0..0,
            name_range: 0..0,
            operator: None,
            operand: Vec::new(),
            replacement: Vec::new(),
            is_raw,
            quoted_before,
            at_end: false,
        };
        let mut complete = true;
        if self.peek() == Some('{') {
            self.pos += 1;
            let message = match self.peek() {
                None => Some("syntax error: missing '}'"),
                Some('{' | '}' | ':') => Some("syntax error: bad substitution"),
                Some(_) => None,
            };
            if let Some(message) = message {
                parts.push(Part::Error(self.error(message)));
                return false;
            }
            self.name(&mut reference);
            self.depth += 1;
            complete = self.operator(&mut reference);
            self.depth -= 1;
        } else {
            self.name(&mut reference);
            if reference.name.is_empty() {
                parts.push(Part::Literal { text: "$".to_owned(), is_raw });
                return true;
            }
        }
        reference.range = (self.place)(start..self.pos);
        reference.at_end = self.pos == self.text.len();
        parts.push(Part::Reference(Box::new(reference)));
        complete
    }

    fn name(&mut self, reference: &mut Reference) {
        let rest = &self.text[self.pos..];
        let len = match rest.chars().next() {
            Some('0'..='9') => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => 1,
            _ => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
        };
        rest[..len].clone_into(&mut reference.name);
        reference.name_range = (self.place)(self.pos..self.pos + len);
        self.pos += len;
    }

    /// Parses the text after the name, up to the closing brace.
    fn operator(&mut self, reference: &mut Reference) -> Complete {
        let mut written = String::new();
        let mut c = self.next();
        written.push(c.unwrap_or('\u{FFFD}'));
        let has_colon = c == Some(':');
        if has_colon {
            c = self.next();
            written.push(c.unwrap_or('\u{FFFD}'));
        }
        let unsupported = |reader: &Self| {
            Operator::Unsupported(reader.error(format!("unsupported modifier ({written}) in substitution")))
        };
        match c {
            Some('}') if !has_colon => true,
            Some('/') if !has_colon => {
                let all = self.peek() == Some('/');
                self.pos += usize::from(all);
                reference.operator = Some(Operator::Replace { all });
                let complete;
                (reference.operand, complete) = self.until(Some('/'), true);
                if !complete {
                    return false;
                }
                let complete;
                (reference.replacement, complete) = self.until(Some('}'), true);
                complete
            }
            Some('-' | '+' | '?' | '#' | '%') => {
                let is_pattern = matches!(c, Some('#' | '%'));
                let complete;
                (reference.operand, complete) = self.until(Some('}'), is_pattern);
                reference.operator = Some(match c {
                    Some('-') => Operator::Default { or_empty: has_colon },
                    Some('+') => Operator::Alternative { or_empty: has_colon },
                    Some('?') => Operator::Required { or_empty: has_colon },
                    _ if has_colon => unsupported(self),
                    Some('#') => Operator::RemovePrefix,
                    _ => Operator::RemoveSuffix,
                });
                complete
            }
            _ if has_colon => {
                let complete;
                (reference.operand, complete) = self.until(Some('}'), false);
                reference.operator = Some(unsupported(self));
                complete
            }
            _ => {
                reference.operator = Some(unsupported(self));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests;
