//! Splits the text of an instruction as BuildKit does: flags, lists, and the words of ENV, LABEL
//! and ARG.
//!
//! Source: `extractBuilderFlags`, `parseWords` and their callers in BuildKit's
//! `frontend/dockerfile/parser`. Variables are not expanded, and quotes are only skipped.

use std::ops::Range;

use crate::{
    logical::{is_list_space, is_space},
    source_map::SourceMap,
};

/// A word and its range in the split text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as BuildKit sees it.
    pub text: String,
    /// Byte range in the text that was split.
    pub range: Range<usize>,
}

/// A flag and its range in the split text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagWord {
    /// The flag as BuildKit sees it, without quotes and escapes.
    pub text: String,
    /// Byte range in the text that was split.
    pub range: Range<usize>,
    /// Maps offsets in `text` to the text that was split.
    pub map: SourceMap,
}

/// Splits at the first run of whitespace: returns the keyword, and the offset of the rest.
pub fn split_keyword(text: &str) -> (&str, usize) {
    let end = text.find(is_list_space).unwrap_or(text.len());
    let rest = &text[end..];
    (&text[..end], end + (rest.len() - rest.trim_start_matches(is_list_space).len()))
}

/// Whitespace where BuildKit reads each byte as a character.
pub fn is_byte_space(b: u8) -> bool {
    matches!(b, b'\t'..=b'\r' | b' ' | 0x85 | 0xA0)
}

/// Removes the flags from the start of `text`, which follows the keyword. Returns them and the
/// offset of the arguments.
///
/// BuildKit reads bytes here and makes a Latin-1 character of each: non-ASCII values are decoded
/// wrongly, and the bytes 85 and A0 split words as spaces do.
pub fn extract_flags(text: &str, escape: char) -> (Vec<FlagWord>, usize) {
    let bytes = text.as_bytes();
    let mut flags = Vec::new();
    let mut pos = 0;
    loop {
        while pos < bytes.len() && is_byte_space(bytes[pos]) {
            pos += 1;
        }
        if !bytes[pos..].starts_with(b"--") {
            return (flags, floor(text, pos));
        }
        let start = pos;
        let mut word = String::new();
        let mut map = SourceMap::default();
        let mut push = |word: &mut String, at: usize| {
            map.push(word.len(), floor(text, at));
            word.push(char::from(bytes[at]));
        };
        let mut quote = None;
        while let Some(&b) = bytes.get(pos) {
            if char::from(b) == escape {
                pos += 1;
                if pos < bytes.len() {
                    push(&mut word, pos);
                    pos += 1;
                }
                continue;
            }
            match quote {
                Some(open) if b == open => quote = None,
                None if is_byte_space(b) => break,
                None if b == b'\'' || b == b'"' => quote = Some(b),
                _ => push(&mut word, pos),
            }
            pos += 1;
        }
        if word == "--" {
            return (flags, floor(text, pos));
        }
        flags.push(FlagWord { text: word, range: floor(text, start)..floor(text, pos), map });
    }
}

/// The start of the character that contains `pos`: the bytes 85 and A0 can end a flag inside a
/// character.
fn floor(text: &str, pos: usize) -> usize {
    (0..=pos).rev().find(|&p| text.is_char_boundary(p)).unwrap_or(0)
}

/// Splits at runs of whitespace, without quoting.
pub fn split_list(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split(is_list_space) {
        if !piece.is_empty() {
            words.push(Word { text: piece.to_owned(), range: start..start + piece.len() });
        }
        start += piece.len() + 1;
    }
    words
}

/// Splits the text of ENV, LABEL or ARG at whitespace outside of quotes; quotes and escapes stay in
/// the words.
pub fn split_pairs(text: &str, escape: char) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if is_space(c) {
            chars.next();
            continue;
        }
        let mut word = String::new();
        let mut quote = None;
        let mut end = text.len();
        while let Some(&(at, c)) = chars.peek() {
            if quote.is_none() && is_space(c) {
                end = at;
                break;
            }
            chars.next();
            match quote {
                Some(open) if c == open => quote = None,
                None if c == '\'' || c == '"' => quote = Some(c),
                _ => {}
            }
            if c == escape && quote != Some('\'') {
                // BuildKit drops an escape at the very end.
                let Some((_, next)) = chars.next() else { break };
                word.push(c);
                word.push(next);
                continue;
            }
            word.push(c);
        }
        if !word.is_empty() {
            words.push(Word { text: word, range: start..end });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }

    fn flag_texts(flags: &[FlagWord]) -> Vec<&str> {
        flags.iter().map(|flag| flag.text.as_str()).collect()
    }

    #[test]
    fn flags_end_at_the_first_argument() {
        let (flags, rest) = extract_flags(" --a=b --c x --d", '\\');
        assert_eq!(flag_texts(&flags), ["--a=b", "--c"]);
        assert_eq!(rest, 11);
    }

    #[test]
    fn flags_lose_quotes_and_escapes() {
        let (flags, rest) = extract_flags("--a='x \"y' --b=\"c\\\"d\" --e=f\\ g", '\\');
        assert_eq!(flag_texts(&flags), ["--a=x \"y", "--b=c\"d", "--e=f g"]);
        assert_eq!(rest, 30);
        assert_eq!(flags[0].map.range(&flags[0].text, 4..6), 5..7);
        assert_eq!(flags[1].map.range(&flags[1].text, 5..7), 18..20);
    }

    #[test]
    fn two_dashes_end_the_flags() {
        let text = "--a -- --b";
        let (flags, rest) = extract_flags(text, '\\');
        assert_eq!(flag_texts(&flags), ["--a"]);
        assert_eq!(&text[rest..], " --b");
    }

    #[test]
    fn flag_bytes_become_latin_1() {
        let (flags, _) = extract_flags("--a=é x", '\\');
        assert_eq!(flag_texts(&flags), ["--a=Ã©"]);
    }

    #[test]
    fn pairs_keep_their_quotes() {
        assert_eq!(
            texts(&split_pairs("A=1 B=\"x y\" C=a\\ b 'd e'", '\\')),
            ["A=1", "B=\"x y\"", "C=a\\ b", "'d e'"]
        );
        assert_eq!(texts(&split_pairs("A='x\\' y'", '\\')), ["A='x\\'", "y'"]);
        assert_eq!(texts(&split_pairs("A=\"x", '\\')), ["A=\"x"]);
    }

    #[test]
    fn lists_know_no_quotes() {
        let words = split_list("\"a b\"  c");
        assert_eq!(texts(&words), ["\"a", "b\"", "c"]);
        assert_eq!(words[2].range, 7..8);
    }
}
