//! Converts words between shell commands and JSON arrays.

use std::fmt::Write as _;

/// Quotes a string for JSON, leaving everything except control characters, quotes and backslashes
/// as it is.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\x1f' => drop(write!(out, "\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Formats strings as a JSON array.
pub fn json_array<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<String> = words.iter().map(|word| json(word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

/// Whether a character has no special meaning for a shell, anywhere in a word.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-./:@%+,=".contains(c) || !c.is_ascii()
}

/// The words of a text that a shell would pass on unchanged, without their quotes; `None` for any
/// other text.
pub fn shell_words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '"' => break,
                        '$' | '`' | '\\' | '!' => return None,
                        c => word.push(c),
                    }
                }
            }
            c if is_plain(c) => word.get_or_insert_default().push(c),
            _ => return None,
        }
    }
    words.extend(word);
    let is_assignment = |word: &String| is_name(word.split_once('=').map_or("", |(name, _)| name));
    (!words.is_empty() && !is_assignment(&words[0])).then_some(words)
}

/// The words of a text that consists only of plain words.
pub(crate) fn plain_words(text: &str) -> Option<Vec<&str>> {
    let is_fine = text.chars().all(|c| is_plain(c) || c == ' ' || c == '\t');
    is_fine.then(|| text.split_ascii_whitespace().collect())
}

/// Whether a text is a valid name of a shell variable.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Formats words as a shell command in which each word is literal.
pub fn shell_line<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<String> = words.iter().map(|word| shell_word(word.as_ref())).collect();
    words.join(" ")
}

fn shell_word(word: &str) -> String {
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Formats words as a shell command in which variables are expanded.
pub fn expanding_line<S: AsRef<str>>(words: &[S]) -> String {
    let word = |word: &S| {
        let word = word.as_ref();
        if word.contains(['$', '`']) {
            format!("\"{}\"", word.replace('"', "\\\""))
        } else {
            shell_word(word)
        }
    };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The commands that a shell runs itself, so that no such program needs to exist.
pub const BUILTINS: [&str; 39] = [
    ".", ":", "alias", "bg", "break", "case", "cd", "command", "continue", "declare", "eval", "exec", "exit",
    "export", "fg", "for", "function", "getopts", "hash", "if", "jobs", "let", "local", "read", "readonly",
    "return", "set", "shift", "shopt", "source", "trap", "typeset", "ulimit", "umask", "unalias", "unset",
    "until", "wait", "while",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_shell() {
        assert_eq!(shell_words("a -b 'c d' \"e\"f ''").unwrap(), ["a", "-b", "c d", "ef", ""]);
        for text in ["", "a $b", "a *", "A=1 b", "a && b", "a 'b", "\"$x\"", "a \\ b", "~/x"] {
            assert_eq!(shell_words(text), None, "{text}");
        }
    }

    #[test]
    fn lines_and_arrays() {
        assert_eq!(shell_line(&["a", "b c", "it's", ""]), "a 'b c' 'it'\\''s' ''");
        assert_eq!(expanding_line(&["a", "$B", "c d"]), "a \"$B\" 'c d'");
        assert_eq!(json_array(&["a\t\"b\\", "é"]), r#"["a\t\"b\\", "é"]"#);
    }
}
