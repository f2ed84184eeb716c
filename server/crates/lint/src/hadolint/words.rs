//! How hadolint reads a word of a command: quotes and escapes removed, expansions kept as text.

use dockwright_analysis::shell::quotes::{Piece, PieceKind, pieces};

/// A word's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordText {
    /// The text that hadolint compares.
    pub(super) text: String,
    /// Nothing in the word is expanded, so it can be the name of a command.
    pub(super) is_literal: bool,
}

impl WordText {
    /// The text of a word as it is written in a script.
    pub(super) fn of(written: &str) -> Self {
        let is_special = |byte: u8| matches!(byte, b'\\' | b'\'' | b'"' | b'$' | b'`' | b'{');
        let mut word = Self { text: String::with_capacity(written.len()), is_literal: true };
        if !written.bytes().any(is_special) {
            word.text.push_str(written);
            return word;
        }
        for piece in pieces(written) {
            let text = &written[piece.range];
            match piece.kind {
                PieceKind::Plain => word.plain(text, true),
                PieceKind::Escape => word.text.push_str(text[1..].trim_start_matches('\n')),
                PieceKind::Single => {
                    let inner = text.trim_start_matches('$').trim_start_matches('\'');
                    word.text.push_str(inner.strip_suffix('\'').unwrap_or(inner));
                }
                PieceKind::Double => {
                    let inner = text.strip_prefix('"').unwrap_or(text);
                    word.double(inner.strip_suffix('"').unwrap_or(inner));
                }
                PieceKind::Nested => word.nested(text),
            }
        }
        word
    }

    /// A substitution or `${…}`. Of a substitution the text counts if it is a single command without redirections.
    fn nested(&mut self, text: &str) {
        self.is_literal = false;
        let command = text.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'));
        if text.starts_with("${") || command.is_some_and(is_simple) {
            self.text.push_str(text);
        } else {
            self.text.push_str("$(…………)");
        }
    }

    /// Text without quotes, in which `$X` becomes `${X}` and `{a,b}` becomes nothing.
    fn plain(&mut self, text: &str, has_braces: bool) {
        let mut rest = text;
        while let Some(at) = rest.find(['$', '{']) {
            self.text.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(length) = brace_expansion(rest).filter(|_| has_braces) {
                self.is_literal = false;
                rest = &rest[length..];
            } else if rest.starts_with('{') {
                self.text.push('{');
                rest = &rest[1..];
            } else {
                let name = parameter_length(&rest[1..]);
                if name > 0 {
                    self.is_literal = false;
                    self.text.push_str("${");
                    self.text.push_str(&rest[1..=name]);
                    self.text.push('}');
                } else {
                    self.text.push('$');
                }
                rest = &rest[1 + name..];
            }
        }
        self.text.push_str(rest);
    }

    fn double(&mut self, text: &str) {
        let mut at = 0;
        let mut from = 0;
        while let Some(found) = text[at..].find(['\\', '`', '$']) {
            at += found;
            let rest = &text[at..];
            match rest.as_bytes() {
                [b'\\', b'$' | b'`' | b'"' | b'\\', ..] => {
                    self.plain(&text[from..at], false);
                    self.text.push_str(&rest[1..2]);
                    at += 2;
                    from = at;
                }
                [b'\\', b'\n', ..] => {
                    self.plain(&text[from..at], false);
                    at += 2;
                    from = at;
                }
                [b'`', ..] | [b'$', b'(' | b'{', ..] => {
                    self.plain(&text[from..at], false);
                    let length = pieces(rest).next().map_or(rest.len(), |piece| piece.range.len());
                    self.nested(&rest[..length]);
                    at += length;
                    from = at;
                }
                _ => at += 1,
            }
        }
        self.plain(&text[from..], false);
    }
}

/// Whether a text is one command: no operators outside of quotes, and no assignment before its name.
fn is_simple(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_plain = |piece: Piece| match piece.kind {
        PieceKind::Plain => !text[piece.range].contains(['|', '&', ';', '<', '>', '(', '\n']),
        PieceKind::Nested => !text[piece.range].starts_with('`'),
        _ => true,
    };
    !first.contains('=') && pieces(text).all(is_plain)
}

/// The length of the parameter after a `$`: a name, a digit or a special character.
fn parameter_length(text: &str) -> usize {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    match text.as_bytes().first() {
        Some(b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0'..=b'9') => 1,
        _ => text.bytes().take_while(|byte| is_name(byte)).count(),
    }
}

/// The length of `{a,b}` or `{1..3}` at the start of a text.
fn brace_expansion(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut is_list = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return is_list.then_some(at + 1),
            b'}' => depth -= 1,
            b',' if depth == 1 => is_list = true,
            b'.' if depth == 1 => is_list |= text.as_bytes().get(at + 1) == Some(&b'.'),
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::WordText;

    #[test]
    fn words_are_text() {
        for (written, text, is_literal) in [
            ("curl", "curl", true),
            ("'a b'\"c\"\\d", "a bcd", true),
            ("$uid", "${uid}", false),
            ("a\"$b\"c", "a${b}c", false),
            ("\"${a:-b}\"", "${a:-b}", false),
            ("\"\\\"$(a \"b\")\"", "\"$(a \"b\")", false),
            ("\"{a,b}\"", "{a,b}", true),
            ("x{a,b}=1", "x=1", false),
            ("x{a}", "x{a}", true),
            ("$1a$", "${1}a$", false),
            ("s\\\nudo", "sudo", true),
        ] {
            assert_eq!(WordText::of(written), WordText { text: text.to_owned(), is_literal }, "{written}");
        }
    }
}
