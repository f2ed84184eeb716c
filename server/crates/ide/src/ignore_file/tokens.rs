//! Semantic tokens of an ignore file: comments, `!`, wildcards, character classes and escapes.

use std::ops::Range;

use dockwright_syntax::{PositionEncoding, Text};

use super::IgnoreDocument;
use crate::{RelativeToken, SemanticToken, TokenModifiers, TokenType, encoded_tokens};

/// The tokens that intersect a byte range, with columns in this encoding.
pub fn ignore_file_tokens(
    document: &IgnoreDocument,
    text: &Text,
    range: &Range<usize>,
    encoding: PositionEncoding,
) -> Vec<RelativeToken> {
    let mut tokens = Vec::new();
    each(document, &mut |token, token_type| {
        if token.end > range.start && range.end > token.start {
            tokens.push(SemanticToken { range: token, token_type, modifiers: TokenModifiers::NONE });
        }
    });
    encoded_tokens(tokens, text, encoding)
}

fn each(document: &IgnoreDocument, take: &mut dyn FnMut(Range<usize>, TokenType)) {
    let mut start = 0;
    let mut rules = document.file.rules.iter().peekable();
    for line in document.source.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\r', '\n']).len();
        let text = line.trim_start_matches('\u{feff}');
        let first = start + (line.len() - text.len());
        start += line.len();
        if text.starts_with('#') {
            take(first..end, TokenType::Comment);
        } else if let Some(rule) = rules.next_if(|rule| rule.range.start < start) {
            let text = document.text(rule);
            if text.starts_with('!') {
                take(rule.range.start..rule.range.start + 1, TokenType::Operator);
            }
            parts(text, &mut |part, token_type| {
                take(rule.range.start + part.start..rule.range.start + part.end, token_type);
            });
        }
    }
}

/// The special characters of a pattern.
fn parts(text: &str, take: &mut dyn FnMut(Range<usize>, TokenType)) {
    let mut at = 0;
    while let Some(found) = text[at..].find(['*', '?', '[', '\\']) {
        let start = at + found;
        let rest = &text[start..];
        let stars = rest.len() - rest.trim_start_matches('*').len();
        let (length, token_type) = match rest.as_bytes()[0] {
            b'*' => (stars, TokenType::Keyword),
            b'?' => (1, TokenType::Keyword),
            b'\\' => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), TokenType::EscapeSequence),
            _ => (class(rest), TokenType::EnumMember),
        };
        take(start..start + length, token_type);
        at = start + length;
    }
}

/// The length of a character class with its brackets, or 1 if it is not closed.
fn class(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' => is_escaped = true,
            ']' => return at + 1,
            _ => {}
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_have_tokens() {
        let source = "\u{feff}# 주석\r\n!**/a?[^b\\]]\\*.md \n x\n[\n";
        let document = IgnoreDocument::new(source.to_owned());
        let mut found = Vec::new();
        each(&document, &mut |range, token_type| found.push((&source[range], token_type)));
        assert_eq!(
            found,
            [
                ("# 주석", TokenType::Comment),
                ("!", TokenType::Operator),
                ("**", TokenType::Keyword),
                ("?", TokenType::Keyword),
                ("[^b\\]]", TokenType::EnumMember),
                ("\\*", TokenType::EscapeSequence),
                ("[", TokenType::EnumMember),
            ]
        );
        let text = Text::new(source);
        let tokens = ignore_file_tokens(&document, &text, &(0..source.len()), PositionEncoding::Utf16);
        let places: Vec<_> = tokens.iter().map(|it| (it.lines, it.columns, it.length)).collect();
        assert_eq!(places, [(0, 1, 4), (1, 0, 1), (0, 1, 2), (0, 4, 1), (0, 1, 6), (0, 6, 2), (2, 0, 1)]);
        let line =
            ignore_file_tokens(&document, &text, &(source.len() - 2..source.len()), PositionEncoding::Utf8);
        assert_eq!(line.len(), 1);
        let document = IgnoreDocument::new("# a\rb\n".to_owned());
        assert_eq!(
            ignore_file_tokens(&document, &Text::new("# a\rb\n"), &(0..9), PositionEncoding::Utf8),
            []
        );
    }
}
