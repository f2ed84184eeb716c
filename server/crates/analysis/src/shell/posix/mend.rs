//! Texts that the bash grammar is known to misread, changed before it sees them. Lengths stay, so that places do.

use std::borrow::Cow;

use crate::shell::build::name_length;

/// What the grammar gets for a script.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let text = empty_substitutions(text);
    let text = match text {
        Cow::Borrowed(text) => plain_names(text),
        Cow::Owned(text) => Cow::Owned(plain_names(&text).into_owned()),
    };
    plain_letters(leading_blanks(text))
}

/// Where words begin with an escaped blank.
pub(super) fn escaped_blanks(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_start = |at: usize| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        before.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'('))
    };
    memchr::memchr_iter(b'\\', bytes)
        .filter(move |&at| matches!(bytes.get(at + 1), Some(b' ' | b'\t')) && is_start(at))
}

/// A word that begins with an escaped blank, which the grammar passes over, begins with letters instead.
fn leading_blanks(text: Cow<'_, str>) -> Cow<'_, str> {
    let found: Vec<usize> = escaped_blanks(&text).collect();
    if found.is_empty() {
        return text;
    }
    let mut out = text.into_owned().into_bytes();
    for at in found {
        out[at..at + 2].fill(b'_');
    }
    // Whole characters were replaced, so that this loses nothing.
    Cow::Owned(String::from_utf8(out).unwrap_or_default())
}

/// Letters beyond ASCII become `_`. The grammar's scanner looks them up with C's `isdigit`, whose table ends long
/// before: behind a `{` that is a read out of bounds, and a crash for some of them.
fn plain_letters(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() {
        return text;
    }
    let plain = |byte: u8| if byte.is_ascii() { char::from(byte) } else { '_' };
    Cow::Owned(text.bytes().map(plain).collect())
}

/// `$X` becomes `_X`, and a lone `$` becomes `_`. The grammar takes the second expansion of `$X/$Y.tar` for a lone `$` and the word `Y.tar`, and
/// knows no `${X:$Y}`. Expansions in words are found in the script itself, see [`super::opaque`].
fn plain_names(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let Some(mut at) = memchr::memchr(b'$', bytes) else { return Cow::Borrowed(text) };
    // Escapes may stand before it.
    if memchr::memchr(b'\\', &bytes[..at]).is_some() {
        at = 0;
    }
    let mut out = bytes.to_vec();
    while at < bytes.len() {
        let length = match bytes[at] {
            b'\\' => 2,
            // The process number.
            b'$' if bytes.get(at + 1) == Some(&b'$') => 2,
            b'$' => {
                let name = name_length(&text[at + 1..]);
                let behind = &text[at + 1 + name..];
                // `$X=1` is a word, and `_X=1` would be none.
                let is_lone = name == 0
                    && !behind.starts_with(|c: char| c.is_ascii_digit() || "{([*@#?-!'\"`".contains(c));
                if is_lone || (name > 0 && !behind.starts_with('=') && !behind.starts_with("+=")) {
                    out[at] = b'_';
                }
                1 + name
            }
            _ => 1,
        };
        at += length;
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// `` `# a comment` ``, a way to write comments into a continued command: blanks. The grammar wants a command there.
fn empty_substitutions(text: &str) -> Cow<'_, str> {
    if !text.contains("`#") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("`#") {
        let Some(length) = rest[start + 1..].find('`').map(|end| end + 2) else { break };
        let comment = &rest[start..start + length];
        out.push_str(&rest[..start]);
        // In single quotes it is text, and blanks are as good a text as any. Elsewhere a line end must stay.
        out.extend(comment.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        rest = &rest[start + length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_gets_ascii_of_the_same_length() {
        for text in ["echo {한글}", "${\u{f7189}/x", "a=é; `# 한`", "$X한 $ é"] {
            let mended = mended(text);
            assert!(mended.is_ascii() && mended.len() == text.len(), "{mended:?}");
        }
    }
}
