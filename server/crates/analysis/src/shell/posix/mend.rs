//! Changes text that the bash grammar is known to misread before it is parsed. Lengths stay the
//! same, and so do offsets.

use std::borrow::Cow;

use crate::shell::{build::name_length, quotes::end_of_arithmetic};

/// The text that the grammar gets for a script.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let text = then(empty_substitutions(text), negations);
    let text = then(text, nested_brackets);
    let text = then(text, escaped_signs);
    let text = then(text, escapes_after_quotes);
    let text = then(text, plain_names);
    plain_letters(leading_blanks(text))
}

fn then(text: Cow<'_, str>, change: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => change(text),
        Cow::Owned(text) => Cow::Owned(change(&text).into_owned()),
    }
}

/// Whether a command may begin after a text.
fn begins_command(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    let before = before.strip_suffix("\\\n").map_or(before, str::trim_end);
    let word = before.rsplit(|c: char| !c.is_ascii_alphabetic() && c != '{').next().unwrap_or_default();
    before.is_empty()
        || before.ends_with(['\n', ';', '&', '|', '(', '!'])
        || matches!(word, "then" | "do" | "else" | "elif" | "if" | "while" | "until" | "{")
}

/// The words that the grammar does not read as keywords after `!`.
const NOT_NEGATED: [&str; 13] = [
    "if", "while", "until", "for", "case", "select", "function", "export", "readonly", "declare", "typeset",
    "local", "{",
];

/// The offset of the `!` before a construct that the grammar does not expect there.
pub(super) fn negation(text: &str, construct: usize) -> Option<usize> {
    let before = text.get(..construct)?.trim_end_matches([' ', '\t']);
    let at = before.strip_suffix('!').filter(|_| before.len() < construct)?.len();
    let rest = &text[construct..];
    let end = rest.find(|c: char| c.is_ascii_whitespace() || c == ';' || c == '(').unwrap_or(rest.len());
    (NOT_NEGATED.contains(&&rest[..end]) && begins_command(&text[..at])).then_some(at)
}

/// Replaces the `!` of `! for …` and the like with a space.
fn negations(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    for at in memchr::memchr_iter(b'!', text.as_bytes()) {
        let rest = text[at + 1..].trim_start_matches([' ', '\t']);
        if negation(text, text.len() - rest.len()) == Some(at) {
            out.get_or_insert_with(|| text.as_bytes().to_vec())[at] = b' ';
        }
    }
    out.and_then(|out| String::from_utf8(out).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Replaces the backslash in `"a"\b`, where the grammar begins a new word, with a letter.
fn escapes_after_quotes(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'\\', bytes) {
        let is_after_quote = at > 0 && matches!(bytes[at - 1], b'"' | b'\'');
        let is_name =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let length = match bytes.get(at + 1) {
            Some(b'$') if is_name(bytes.get(at + 2)) => 2,
            next if is_name(next) => 1,
            _ => continue,
        };
        if is_after_quote {
            out.get_or_insert_with(|| bytes.to_vec())[at..at + length].fill(b'_');
        }
    }
    out.and_then(|out| String::from_utf8(out).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Replaces the `\<` and `\>` of a test with an operator that the grammar knows.
fn escaped_signs(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'<', b'>', bytes) {
        let is_alone = bytes.get(at + 1) == Some(&b' ') && bytes[..at].ends_with(b" \\");
        if is_alone {
            let out = out.get_or_insert_with(|| bytes.to_vec());
            (out[at - 1], out[at]) = (b'!', b'=');
        }
    }
    out.and_then(|out| String::from_utf8(out).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How many double brackets are considered: each is read up to its end.
const MAX_BRACKETS: usize = 100;

/// Replaces the inner brackets of `((a b))`, a subshell in a subshell, with spaces. The grammar reads a calculation.
fn nested_brackets(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), "((").take(MAX_BRACKETS) {
        let before = &text[..at];
        let Some(length) = double_brackets(&text[at..]) else { continue };
        let inside = &text[at + 2..at + length - 2];
        if (before.ends_with('$') || begins_command(before)) && end_of_arithmetic(inside).is_some() {
            let out = out.get_or_insert_with(|| text.as_bytes().to_vec());
            (out[at + 1], out[at + length - 2]) = (b' ', b' ');
        }
    }
    out.and_then(|out| String::from_utf8(out).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The length of a text in two pairs of brackets that close together.
fn double_brackets(text: &str) -> Option<usize> {
    let (mut depth, mut inner) = (0, None);
    let mut quote = None;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'\\') => is_escaped = true,
            (None, b'(') => depth += 1,
            (None, b')') => depth -= 1,
            (Some(_) | None, _) => {}
        }
        match depth {
            1 if at > 0 && byte == b')' => inner = Some(at),
            0 => return (inner? + 1 == at).then_some(at + 1),
            _ => {}
        }
    }
    None
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
