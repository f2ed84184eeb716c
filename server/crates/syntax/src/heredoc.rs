//! Heredoc markers: `3<<-"EOF"` and what it says.
//!
//! Source: BuildKit's heredoc expression and `ParseHeredoc`, language.md 2. Which words are markers, and where bodies
//! end, the grammar decides; this only reads a marker that it found.

/// What a heredoc marker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The delimiter without quotes and escapes.
    pub name: String,
    /// The file descriptor before `<<`, 0 where there is none.
    pub fd: u32,
    /// `<<-`: leading tabs are stripped.
    pub chomp: bool,
    /// No part of the delimiter is quoted.
    pub expand: bool,
}

/// Reads a marker from its operator (`3<<-`) and its delimiter as written, continuations removed.
pub fn marker(operator: &str, delimiter: &str) -> Marker {
    let fd = operator.split('<').next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let unquoted = unquote(delimiter);
    Marker { name: unquoted.text, fd, chomp: operator.ends_with('-'), expand: !unquoted.had_quotes }
}

/// Whether a word of a list would be taken for a marker: `COPY a <<EOF` has one as its destination.
pub fn is_marker(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(rest) = rest.strip_prefix("<<") else { return false };
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    !rest.contains('<') && !marker_name(word).is_empty()
}

/// The delimiter that a marker of a list names, empty where its quotes are open.
pub fn marker_name(word: &str) -> String {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches("<<");
    let delimiter = rest.strip_prefix('-').unwrap_or(rest);
    let unquoted = unquote(delimiter);
    if unquoted.is_open { String::new() } else { unquoted.text }
}

struct Unquoted {
    text: String,
    had_quotes: bool,
    /// A quote has no end.
    is_open: bool,
}

/// Removes quotes and escapes, with `\` whatever the escape directive says.
fn unquote(delimiter: &str) -> Unquoted {
    let mut out = String::new();
    let mut had_quotes = false;
    let mut quote = None;
    let mut chars = delimiter.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                had_quotes = true;
            }
            (Some('\''), _) => out.push(c),
            (_, '\\') => match chars.next() {
                Some(next) => {
                    if quote.is_some() && !matches!(next, '"' | '\\' | '$') {
                        out.push('\\');
                    }
                    out.push(next);
                }
                None => break,
            },
            _ => out.push(c),
        }
    }
    Unquoted { text: out, had_quotes, is_open: quote.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_marker_says() {
        assert_eq!(marker("<<", "EOF"), Marker { name: "EOF".into(), fd: 0, chomp: false, expand: true });
        assert_eq!(marker("3<<-", "'E F'"), Marker { name: "E F".into(), fd: 3, chomp: true, expand: false });
        assert_eq!(
            marker("<<", "E\"O\"F"),
            Marker { name: "EOF".into(), fd: 0, chomp: false, expand: false }
        );
        assert_eq!(marker("<<", "\\EOF"), Marker { name: "EOF".into(), fd: 0, chomp: false, expand: true });
    }
}
