//! The layout of commands on several lines: joins their lines, and writes them with different
//! continuations.
//!
//! BuildKit joins lines before a shell sees them, even inside quotes. In a heredoc, the shell joins
//! lines, but not in single quotes. So in both, a line may end between words, and in double quotes
//! if all spaces are kept, but nowhere else.

use dockwright_analysis::shell::{QuoteKind, quotes::Quoted};

/// A command as one line, with the positions of its former line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    /// The text without continuations.
    pub(super) text: String,
    /// The offsets in it where a line started, ascending.
    pub(super) breaks: Vec<usize>,
}

/// The style of continued lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style<'a> {
    /// The escape character.
    pub(super) escape: char,
    /// The line end.
    pub(super) line_end: &'a str,
    /// The whitespace before the continued lines with the least indentation.
    pub(super) indent: &'a str,
}

impl Joined {
    /// Reads a command of a heredoc body, where lines that end with a backslash are joined; `None` if a
    /// line ends in a different way.
    pub(super) fn of_body(text: &str) -> Option<Self> {
        let mut joined = Self { text: String::with_capacity(text.len()), breaks: Vec::new() };
        let quoted = Quoted::of(text);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let is_escape = c == '\\' && quoted.at(at) != Some(QuoteKind::Single);
            if is_escape && chars.next_if(|(_, next)| *next == '\n').is_some() {
                joined.breaks.push(joined.text.len());
                continue;
            }
            if matches!(c, '\n' | '\r') {
                return None;
            }
            joined.text.push(c);
            if is_escape && let Some((_, next)) = chars.next_if(|(_, next)| *next != '\r') {
                joined.text.push(next);
            }
        }
        Some(joined)
    }

    /// The command on as many lines as before.
    pub(super) fn written(&self, style: Style<'_>) -> String {
        let mut out = String::new();
        let quoted = Quoted::of(&self.text);
        let mut at = 0;
        let base = self.indent();
        for (index, &start) in self.breaks.iter().chain([&self.text.len()]).enumerate() {
            let line = &self.text[at..start];
            if index == 0 {
                out.push_str(line);
            } else {
                push_line(&mut out, line, quoted.at(at), base, style);
            }
            at = start;
        }
        out.truncate(out.trim_end_matches([' ', '\t']).len());
        out
    }

    /// The number of spaces that all continued lines begin with.
    fn indent(&self) -> usize {
        let blanks = |&start: &usize| {
            let line = &self.text[start..];
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            (blanks > 0 || self.text[..start].ends_with([' ', '\t'])).then_some(blanks)
        };
        self.breaks.iter().filter_map(blanks).min().unwrap_or(0)
    }
}

/// Adds a line after a continuation, or to the previous line if that cannot end here.
fn push_line(out: &mut String, line: &str, quote: Option<QuoteKind>, base: usize, style: Style<'_>) {
    let visible = line.trim_start_matches([' ', '\t']);
    let kept = out.trim_end_matches([' ', '\t']).len();
    let is_apart = kept < out.len() || visible.len() < line.len();
    match quote {
        _ if visible.is_empty() || visible.starts_with('#') => out.push_str(line),
        None if is_apart => {
            // An escaped space is kept.
            if !out[..kept].ends_with('\\') {
                out.truncate(kept);
                out.push(' ');
            }
            out.push(style.escape);
            out.push_str(style.line_end);
            out.push_str(style.indent);
            out.push_str(line.get(base..line.len() - visible.len()).unwrap_or_default());
            out.push_str(visible);
        }
        Some(QuoteKind::Double) if !out.ends_with(['\\', '`']) => {
            out.push(style.escape);
            out.push_str(style.line_end);
            out.push_str(line);
        }
        _ => out.push_str(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_may() {
        let style = Style { escape: '`', line_end: "\n", indent: "  " };
        for (body, written) in [
            ("a b", "a b"),
            ("a \\\n    b \\\n      c", "a `\n  b `\n    c"),
            ("a\\\nb\\\n c", "ab `\n  c"),
            ("a \"b \\\n  c\" \\\n d", "a \"b `\n  c\" `\n  d"),
            ("a \\ \\\n b", "a \\ `\n  b"),
            ("a \\\n", "a"),
        ] {
            let joined = Joined::of_body(body).unwrap();
            assert_eq!(joined.written(style), written, "{body}");
        }
        for body in ["a\nb", "'a\\\nb'", "\"a\nb\"", "a\r"] {
            assert_eq!(Joined::of_body(body), None, "{body}");
        }
        // A line cannot end in single quotes, so the start of the next line stays there.
        let single = Joined { text: "a 'b  c' 'd'".to_owned(), breaks: vec![5, 9] };
        assert_eq!(single.written(style), "a 'b  c' `\n  'd'");
    }
}
