//! Changes text that the bash grammar is known to misread before it is parsed. Lengths stay the
//! same, and so do offsets.

use std::borrow::Cow;

use crate::shell::build::name_length;

/// The text that the grammar gets for a script.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let text = empty_substitutions(text);
    let text = match text {
        Cow::Borrowed(text) => plain_names(text),
        Cow::Owned(text) => Cow::Owned(plain_names(&text).into_owned()),
    };
    plain_letters(leading_blanks(text))
}

/// The offsets of words that begin with an escaped space.
pub(super) fn escaped_blanks(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_start = |at: usize| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        before.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'('))
    };
    memchr::memchr_iter(b'\\', bytes)
        .filter(move |&at| matches!(bytes.get(at + 1), Some(b' ' | b'\t')) && is_start(at))
}

/// Replaces an escaped space at the start of a word, which the grammar skips, with letters.
fn leading_blanks(text: Cow<'_, str>) -> Cow<'_, str> {
    let found: Vec<usize> = escaped_blanks(&text).collect();
    if found.is_empty() {
        return text;
    }
    let mut out = text.into_owned().into_bytes();
    for at in found {
        out[at..at + 2].fill(b'_');
    }
    // Whole characters were replaced, so this cannot fail.
    Cow::Owned(String::from_utf8(out).unwrap_or_default())
}

/// Replaces non-ASCII letters with `_`. The grammar's scanner passes them to C's `isdigit`, whose
/// table is too short: after a `{`, it reads out of bounds, and crashes for some of them.
fn plain_letters(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() {
        return text;
    }
    let plain = |byte: u8| if byte.is_ascii() { char::from(byte) } else { '_' };
    Cow::Owned(text.bytes().map(plain).collect())
}

/// Turns `$X` into `_X`, and a lone `$` into `_`. The grammar reads the second expansion in
/// `$X/$Y.tar` as a lone `$` and the word `Y.tar`, and does not support `${X:$Y}`. Expansions in
/// words are found in the script itself, see [`super::opaque`].
fn plain_names(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let Some(mut at) = memchr::memchr(b'$', bytes) else { return Cow::Borrowed(text) };
    // There may be an escape before it.
    if memchr::memchr(b'\\', &bytes[..at]).is_some() {
        at = 0;
    }
    let mut out = bytes.to_vec();
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'$', b'\\', rest)) {
        at += found;
        let length = match bytes[at] {
            b'\\' => 2,
            // The process id.
            b'$' if bytes.get(at + 1) == Some(&b'$') => 2,
            b'$' => {
                let name = name_length(&text[at + 1..]);
                let behind = &text[at + 1 + name..];
                // `$X=1` is a word, but `_X=1` would not be one.
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

/// Replaces `` `# a comment` ``, a way to put comments into a continued command, with spaces. The
/// grammar requires a command there.
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
        // In single quotes it is text, for which spaces are as good. Elsewhere, line ends must stay.
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
