//! Letter case and printable characters as defined by Go, the language BuildKit is written in.
//!
//! Go maps each character to one character, while Rust follows the full rules of Unicode: here `ß`
//! has no capital, and the dotted capital `İ` becomes a plain `i`.

/// The text in lower case.
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(lower_char).collect() }
}

/// The text in upper case.
pub fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.chars().map(upper_char).collect() }
}

fn lower_char(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(first), None) => first,
        // The dotted capital I is the only letter whose lower case is two characters.
        _ => 'i',
    }
}

fn upper_char(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next(), c) {
        (Some(first), None, _) => first,
        // Greek letters with an iota below have a single title-case character.
        (_, _, '\u{1f80}'..='\u{1faf}') => char::from_u32(u32::from(c) | 8).unwrap_or(c),
        (_, _, '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}') => char::from_u32(u32::from(c) + 9).unwrap_or(c),
        _ => c,
    }
}

/// Whether Go prints a character without escaping it: a letter, mark, number, punctuation
/// character, symbol or space.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    // Rust escapes the same characters, and also combining marks at the start of a text.
    ['a', c].iter().collect::<String>().escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_becomes_one() {
        assert_eq!(lower("WOR\u{212a}DIR"), "workdir");
        assert_eq!(lower("ONBU\u{130}LD"), "onbuild");
        assert_eq!(lower("\u{17f}\u{131}"), "\u{17f}\u{131}");
        assert_eq!(upper("straße"), "STRAßE");
        assert_eq!(upper("\u{17f}\u{131}"), "SI");
        assert_eq!(upper("\u{1f80}\u{1fb3}"), "\u{1f88}\u{1fbc}");
    }

    #[test]
    fn what_is_printed() {
        for c in ['a', ' ', 'é', '한', '\u{301}', '\u{fffd}', '😀'] {
            assert!(is_printable(c), "{c:?}");
        }
        for c in
            ['\t', '\u{7f}', '\u{80}', '\u{a0}', '\u{200b}', '\u{2028}', '\u{feff}', '\u{e000}', '\u{10ffff}']
        {
            assert!(!is_printable(c), "{c:?}");
        }
    }
}
