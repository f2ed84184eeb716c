//! Letters as Go sees them, which BuildKit is written in.
//!
//! Go maps a character to one character, where Rust follows the full rules of Unicode: `ß` has no capital here, and the
//! dotted capital `İ` becomes a plain `i`.

/// The text in small letters.
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(lower_char).collect() }
}

/// The text in capitals.
pub fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.chars().map(upper_char).collect() }
}

fn lower_char(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(first), None) => first,
        // The dotted capital I is the only letter with two small ones.
        _ => 'i',
    }
}

fn upper_char(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next(), c) {
        (Some(first), None, _) => first,
        // Greek letters with an iota below have a single capital for titles.
        (_, _, '\u{1f80}'..='\u{1faf}') => char::from_u32(u32::from(c) | 8).unwrap_or(c),
        (_, _, '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}') => char::from_u32(u32::from(c) + 9).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character is a letter, a mark, a number, a sign or a space: what Go prints as it is.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    // Rust escapes the same characters. At the start of a text it also escapes marks that belong to a letter.
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
