//! Escapes text from files and their names, so that it cannot control a terminal or fake a line of
//! output.

use std::{borrow::Cow, io};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;

/// The kind of output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Screen {
    /// Whether it is a terminal, which interprets control characters.
    pub(super) is_terminal: bool,
    /// Whether it shows colours and the user has not disabled them.
    pub(super) is_coloured: bool,
}

impl Screen {
    /// Standard output. No environment variable enables colours for a file or a pipe.
    pub(super) fn of(is_terminal: bool) -> Self {
        let is_coloured = is_terminal && AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Self { is_terminal, is_coloured }
    }

    /// Applies a style to a line if colours are shown.
    pub(super) fn paint(self, style: Style, line: &str) -> Cow<'_, str> {
        if self.is_coloured && !style.is_plain() {
            Cow::Owned(format!("{style}{line}{style:#}"))
        } else {
            Cow::Borrowed(line)
        }
    }

    /// The text of a file, unchanged if a program reads it.
    pub(super) fn lines(self, text: &str) -> Cow<'_, str> {
        if self.is_terminal { lines(text) } else { Cow::Borrowed(text) }
    }
}

/// Escapes a text for one line: every control character becomes an escape such as `\u{1b}`.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// Escapes a text of several lines.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| matches!(c, '\n' | '\t' | '\r'))
}

fn escaped(text: &str, is_kept: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_shown = |c: char| !c.is_control() || is_kept(c);
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_shown(c) { out.push(c) } else { out.extend(c.escape_unicode()) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_as_escapes() {
        assert_eq!(line("a\x1b[31m\nb\u{9b}"), "a\\u{1b}[31m\\u{a}b\\u{9b}");
        assert_eq!(lines("a\x1b\r\n\tb"), "a\\u{1b}\r\n\tb");
        assert!(matches!(line("이름"), Cow::Borrowed(_)));
    }
}
