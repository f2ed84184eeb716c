//! Scans quotes in shell text: finds where quoted parts, escapes and nested texts of a word end. No
//! other module does this.
//!
//! The meaning of a text comes from its tree; this scanner is for words, which the grammar often
//! leaves whole, and for texts that are checked before they are parsed.
//!
//! It is not used for text that BuildKit splits by its own rules (words, flags, templates, and
//! half-typed versions of them), for the byte stream from which semantic tokens are made, in which
//! parts may be missing, and for the formatter's check of its own result, which must be
//! independent.

use std::ops::Range;

use super::structure::{QuoteKind, Quoting};

/// A part of shell text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its kind.
    pub kind: PieceKind,
    /// Its range, including quotes.
    pub range: Range<usize>,
}

/// The kind of a part of shell text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Neither quoted nor escaped.
    Plain,
    /// A backslash and the character after it.
    Escape,
    /// `'…'`, `$'…'`
    Single,
    /// `"…"`
    Double,
    /// `$( … )`, `${ … }` or backticks, which contain a separate text.
    Nested,
}

/// The parts of a text, in order. A part that is not closed extends to the end.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = first_piece(rest);
        let range = at..at + length;
        at = range.end;
        Some(Piece { kind, range })
    })
}

/// The length of the first part of a text.
pub(super) fn piece_length(text: &str) -> usize {
    first_piece(text).1
}

fn first_piece(text: &str) -> (PieceKind, usize) {
    const ANY: u8 = Mark::QUOTE | Mark::EXPANSION;
    match text.as_bytes() {
        [b'\\', ..] => (PieceKind::Escape, 1 + text[1..].chars().next().map_or(0, char::len_utf8)),
        [b'\'', ..] => (PieceKind::Single, text[1..].find('\'').map_or(text.len(), |end| end + 2)),
        [b'$', b'\'', ..] => (PieceKind::Single, 2 + ansi_length(&text[2..])),
        [b'"', ..] => (PieceKind::Double, double_length(text)),
        [b'`', ..] => (PieceKind::Nested, closing_backtick(text)),
        [b'$', b'(', ..] => (PieceKind::Nested, closing(text, b'(', b')')),
        [b'$', b'{', ..] => (PieceKind::Nested, closing(text, b'{', b'}')),
        _ => {
            let bytes = text.as_bytes();
            let mut end = 1;
            while let Some(found) = bytes[end.min(bytes.len())..].iter().position(|&byte| has(byte, ANY)) {
                end += found;
                if bytes[end] != b'$' || matches!(bytes.get(end + 1), Some(b'\'' | b'(' | b'{')) {
                    return (PieceKind::Plain, end);
                }
                end += 1;
            }
            (PieceKind::Plain, text.len())
        }
    }
}

/// The quoted parts of a script, including those in substitutions.
#[derive(Debug, Default)]
pub struct Quoted(Vec<Piece>);

impl Quoted {
    /// Finds the quoted parts of a text.
    pub fn of(text: &str) -> Self {
        let mut found = Self::default();
        found.add(text, 0, 0);
        found
    }

    fn add(&mut self, text: &str, start: usize, depth: usize) {
        /// Deeper nesting counts as unquoted.
        const MAX_DEPTH: usize = 20;
        for Piece { kind, range } in pieces(text) {
            match kind {
                PieceKind::Single | PieceKind::Double => {
                    self.0.push(Piece { kind, range: start + range.start..start + range.end });
                }
                PieceKind::Nested if depth < MAX_DEPTH => {
                    let open = if text[range.start..].starts_with('$') { 2 } else { 1 };
                    let inner = (range.start + open).min(range.end)..range.end;
                    self.add(&text[inner.clone()], start + inner.start, depth + 1);
                }
                PieceKind::Nested | PieceKind::Plain | PieceKind::Escape => {}
            }
        }
    }

    /// The kind of quotes around an offset.
    pub fn at(&self, offset: usize) -> Option<QuoteKind> {
        let next = self.0.partition_point(|piece| piece.range.end <= offset);
        let piece = self.0.get(next).filter(|piece| piece.range.start < offset)?;
        Some(if piece.kind == PieceKind::Single { QuoteKind::Single } else { QuoteKind::Double })
    }
}

/// The characters that mark a word as more than plain text: a set of flags.
pub(super) struct Mark;

impl Mark {
    /// `$` and the backtick.
    pub(super) const EXPANSION: u8 = 1;
    /// `(`
    pub(super) const PARENTHESIS: u8 = 2;
    /// `\`
    pub(super) const ESCAPE: u8 = 4;
    /// Quotes and `\`.
    pub(super) const QUOTE: u8 = 8;

    /// The marks of all bytes.
    const OF: [u8; 256] = {
        let mut marks = [0; 256];
        marks[b'$' as usize] = Self::EXPANSION;
        marks[b'`' as usize] = Self::EXPANSION;
        marks[b'(' as usize] = Self::PARENTHESIS;
        marks[b'\\' as usize] = Self::ESCAPE | Self::QUOTE;
        marks[b'\'' as usize] = Self::QUOTE;
        marks[b'"' as usize] = Self::QUOTE;
        marks
    };
}

/// Whether a byte has one of some marks.
fn has(byte: u8, marks: u8) -> bool {
    Mark::OF[usize::from(byte)] & marks != 0
}

/// Whether a text contains any of some marks. Words are short, and a search optimised for long
/// texts takes longer to start.
pub(super) fn has_mark(text: &str, marks: u8) -> bool {
    text.bytes().any(|byte| has(byte, marks))
}

/// Visits the quoted parts of a word, and returns how the whole word is quoted.
pub(super) fn quoting(word: &str, mut visit: impl FnMut(QuoteKind, Range<usize>)) -> Quoting {
    let Some(first) = word.bytes().position(|byte| has(byte, Mark::QUOTE)) else { return Quoting::None };
    // Most words with quotes are in double quotes as a whole.
    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\');
    if let [b'"', inner @ .., b'"'] = word.as_bytes()
        && first == 0
        && inner.iter().all(is_plain)
    {
        visit(QuoteKind::Double, 0..word.len());
        return Quoting::Double;
    }
    let (mut whole, mut is_first) = (Quoting::None, true);
    for piece in pieces(word) {
        let own = match piece.kind {
            PieceKind::Plain | PieceKind::Nested => Quoting::None,
            PieceKind::Escape => Quoting::Escaped,
            PieceKind::Single => Quoting::Single,
            PieceKind::Double => Quoting::Double,
        };
        match own {
            Quoting::Single => visit(QuoteKind::Single, piece.range),
            Quoting::Double => visit(QuoteKind::Double, piece.range),
            _ => {}
        }
        whole = match (std::mem::replace(&mut is_first, false), whole, own) {
            (true, _, own) => own,
            (_, whole, own) if whole == own => whole,
            (_, Quoting::None | Quoting::Escaped, Quoting::None | Quoting::Escaped) => Quoting::Escaped,
            _ => Quoting::Mixed,
        };
    }
    whole
}

/// The text of a word before its first expansion, without quotes and escapes.
pub(super) fn lead(word: &str) -> Box<str> {
    // Most words have plain text before it, perhaps after a quote.
    let inner = word.strip_prefix('"').unwrap_or(word);
    let end = inner.bytes().position(|byte| has(byte, Mark::QUOTE | Mark::EXPANSION));
    if let Some(end) = end
        && has(inner.as_bytes()[end], Mark::EXPANSION)
        && !inner[end..].starts_with("$'")
    {
        return inner[..end].into();
    }
    let mut out = String::new();
    for (_, content) in contents(word) {
        let Some(content) = content else { break };
        let end = content.find(['$', '`']).unwrap_or(content.len());
        out.push_str(&content[..end]);
        if end < content.len() {
            break;
        }
    }
    out.into()
}

/// The text of a word as the shell reads it, in pieces: the offset and the text of each, with
/// expansions as written. The text is `None` for a substitution outside of quotes, and for `$'…'`
/// with escapes.
pub(super) fn contents(word: &str) -> impl Iterator<Item = (usize, Option<&str>)> {
    pieces(word).flat_map(move |Piece { kind, range }| {
        let text = &word[range.clone()];
        let inner = |open: usize, quote: char| {
            let inner = &text[open..];
            (range.start + open, inner.strip_suffix(quote).unwrap_or(inner))
        };
        match kind {
            PieceKind::Plain => vec![(range.start, Some(text))],
            PieceKind::Nested => vec![(range.start, None)],
            PieceKind::Escape if text.len() == 1 => vec![(range.start, Some(text))],
            PieceKind::Escape => vec![(range.start + 1, Some(text[1..].trim_start_matches('\n')))],
            PieceKind::Single if text.starts_with('$') => {
                let (at, inner) = inner(2, '\'');
                vec![(at, Some(inner).filter(|inner| !inner.contains('\\')))]
            }
            PieceKind::Single => {
                let (at, inner) = inner(1, '\'');
                vec![(at, Some(inner))]
            }
            PieceKind::Double => {
                let (at, inner) = inner(1, '"');
                unescaped(at, inner)
            }
        }
    })
}

/// The text between double quotes, without the backslashes that the shell removes.
fn unescaped(start: usize, text: &str) -> Vec<(usize, Option<&str>)> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = memchr::memchr(b'\\', &text.as_bytes()[at..]) {
        let slash = at + found;
        at = (slash + 2).min(text.len());
        match text.as_bytes().get(slash + 1) {
            Some(b'$' | b'`' | b'"' | b'\\') => {
                parts.push((start + from, Some(&text[from..slash])));
                from = slash + 1;
            }
            Some(b'\n') => {
                parts.push((start + from, Some(&text[from..slash])));
                from = slash + 2;
            }
            _ => at = slash + 1,
        }
    }
    parts.push((start + from, Some(&text[from..])));
    parts
}

/// The length of the rest of `$'…'`.
pub(super) fn ansi_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' if !is_escaped => return at + 1,
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// The length of `"…"` at the start of a text.
fn double_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(found) = bytes[at..].iter().position(|&byte| has(byte, Mark::QUOTE | Mark::EXPANSION)) {
        at += found;
        at += match bytes[at..] {
            [b'"', ..] => return at + 1,
            [b'$', b'\'', ..] => 2,
            [b'\\' | b'`', ..] | [b'$', b'(' | b'{', ..] => first_piece(&text[at..]).1,
            // A single quote or a dollar sign alone.
            _ => 1,
        };
    }
    text.len()
}

/// The length of `` `…` `` at the start of a text.
pub(super) fn closing_backtick(text: &str) -> usize {
    1 + text.get(1..).map_or(0, |rest| {
        let mut is_escaped = false;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'`' if !is_escaped => return at + 1,
                b'\\' => is_escaped = !is_escaped,
                _ => is_escaped = false,
            }
        }
        rest.len()
    })
}

/// The length of `$(…)` or `${…}` at the start of a text; only brackets outside of quotes count.
pub(super) fn closing(text: &str, open: u8, close: u8) -> usize {
    let bytes = text.as_bytes();
    // Nearly always there is only a name in it.
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let name = bytes.iter().skip(2).take_while(|byte| is_name(byte)).count();
    if bytes.get(1) == Some(&open) && bytes.get(2 + name) == Some(&close) {
        return 3 + name;
    }
    let (mut depth, mut quote, mut is_escaped) = (0usize, None, false);
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match (quote, byte) {
            (Some(b'\''), b'\'') | (Some(b'"'), b'"') => quote = None,
            (Some(b'\''), _) => {}
            (_, b'\\') => is_escaped = true,
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, byte) if byte == open => depth += 1,
            (None, byte) if byte == close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Where a text cannot be a calculation any more: at an operand that follows another one.
pub fn end_of_arithmetic(text: &str) -> Option<usize> {
    let is_operand = |c: char| c.is_alphanumeric() || c == '_';
    let (mut was_operand, mut has_gap) = (false, false);
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c.is_whitespace() {
            has_gap = true;
            continue;
        }
        if depth == 0 && is_operand(c) && was_operand && has_gap {
            return Some(at);
        }
        (was_operand, has_gap) = (is_operand(c) || matches!(c, ')' | ']' | '}'), false);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_in_quotes() {
        let text = "a 'b' \"c $(d 'e')\" $(f 'g') 'h";
        let quoted = Quoted::of(text);
        let kind = |letter: char| quoted.at(text.find(letter).unwrap());
        for letter in ['a', 'f'] {
            assert_eq!(kind(letter), None, "{letter}");
        }
        for letter in ['b', 'g', 'h'] {
            assert_eq!(kind(letter), Some(QuoteKind::Single), "{letter}");
        }
        for letter in ['c', 'd', 'e'] {
            assert_eq!(kind(letter), Some(QuoteKind::Double), "{letter}");
        }
    }

    #[test]
    fn words_are_quoted_in_ways() {
        for (word, expected, quotes) in [
            ("a", Quoting::None, vec![]),
            ("$X$(b 'c')", Quoting::None, vec![]),
            ("\\a", Quoting::Escaped, vec![]),
            ("a\\ b", Quoting::Escaped, vec![]),
            ("'a b'", Quoting::Single, vec!["'a b'"]),
            ("'a''b'", Quoting::Single, vec!["'a'", "'b'"]),
            ("$'a\\'b'", Quoting::Single, vec!["$'a\\'b'"]),
            ("\"a $(b \"c\") d\"", Quoting::Double, vec!["\"a $(b \"c\") d\""]),
            ("\"it's\"", Quoting::Double, vec!["\"it's\""]),
            ("\"a\\\"b\"", Quoting::Double, vec!["\"a\\\"b\""]),
            ("a\"b\"'c'", Quoting::Mixed, vec!["\"b\"", "'c'"]),
            ("\"a\"/*", Quoting::Mixed, vec!["\"a\""]),
            ("\"a", Quoting::Double, vec!["\"a"]),
            ("é'é'\\é", Quoting::Mixed, vec!["'é'"]),
        ] {
            let mut found = Vec::new();
            assert_eq!(quoting(word, |_, range| found.push(&word[range])), expected, "{word}");
            assert_eq!(found, quotes, "{word}");
        }
    }
}
