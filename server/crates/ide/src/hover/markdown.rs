//! Formats names and values as Markdown code, whatever characters they contain.

use dockwright_texts::{Language, ide::hover::markdown as texts};

/// The maximum number of characters of a value before it is cut.
const LONGEST: usize = 200;

/// Formats a text as code on one line.
pub(crate) fn code(text: &str) -> String {
    let shown = one_line(text, LONGEST);
    // The fence must be longer than any run of backticks in the text.
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // Markdown strips one space from both ends.
    let is_padded = shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']);
    let blank = if is_padded { " " } else { "" };
    format!("{fence}{blank}{shown}{blank}{fence}")
}

/// Formats a value as code, or as a word if it is empty.
pub(super) fn value(text: &str, language: Language) -> String {
    if text.is_empty() { texts::empty().text(language) } else { code(text) }
}

/// Replaces line ends and invisible characters, and cuts a long text.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let mut shown: String = text.chars().take(longest).map(visible).collect();
    if text.chars().nth(longest).is_some() {
        shown.push('…');
    }
    shown
}

fn visible(c: char) -> char {
    match c {
        '\n' => '⏎',
        // Unicode has a control picture for each of them.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('␦'),
        // Characters that are invisible or change the text direction.
        '\x7f' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '␦',
        c => c,
    }
}

/// `a`, `b` and 3 more.
pub(super) fn list(items: &[String], longest: usize, language: Language) -> String {
    let shown = if items.len() > longest + 1 { longest } else { items.len() };
    let text = items[..shown].join(", ");
    match items.len() - shown {
        0 => text,
        rest => texts::More { items: &text, rest: rest.to_string() }.message().text(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_anything() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code("a\n\tb\u{202e}"), "`a⏎␉b␦`");
        assert_eq!(code(&"한".repeat(201)), format!("`{}…`", "한".repeat(200)));
        assert_eq!(value("", Language::English), "empty");
    }

    #[test]
    fn lists_are_short() {
        let items: Vec<String> = (0..5).map(|i| i.to_string()).collect();
        assert_eq!(list(&items, 4, Language::English), "0, 1, 2, 3, 4");
        assert_eq!(list(&items, 2, Language::English), "0, 1 and 3 more");
    }
}
