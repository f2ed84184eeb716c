//! Logical lines: the physical lines of an instruction, joined as BuildKit joins them.
//!
//! Source: BuildKit's `frontend/dockerfile/parser`, language.md 1.5. Offsets into the joined text map back to the
//! source, so that everything found in the joined text can be shown where it stands. Heredoc bodies are not part of
//! a logical line.

use std::ops::Range;

use crate::source_map::SourceMap;

/// An instruction's text without continuations, and the comment and blank lines among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogicalLine {
    /// The joined text, trimmed at the end.
    pub text: String,
    /// The blanks that were trimmed off.
    pub trailing: String,
    /// Where the runs of text come from.
    pub map: SourceMap,
    /// The blank lines that the instruction goes on over, in the source.
    pub blank_lines: Vec<Range<usize>>,
}

/// What may be added to and taken from the ends of lines; other white space may be text.
pub const BLANKS: [char; 2] = [' ', '\t'];

/// White space in Go's sense, which is Unicode's.
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// BuildKit's `[\t\v\f\r ]`, at which keywords and lists are split.
pub fn is_list_space(c: char) -> bool {
    matches!(c, '\t' | '\x0b' | '\x0c' | '\r' | ' ')
}

impl LogicalLine {
    /// Joins the lines of `source`, which starts at the first character of the instruction and ends with its last
    /// line (heredoc bodies left out). `escape` is the escape character in force.
    pub fn join(source: &str, escape: char) -> Self {
        Self::join_lines(source, escape, false)
    }

    /// The same for a `source` whose last line has lost the blanks at its end: an escape character that ends it is text,
    /// for white space that allows no continuation followed.
    pub fn join_trimmed(source: &str, escape: char) -> Self {
        Self::join_lines(source, escape, true)
    }

    fn join_lines(source: &str, escape: char, is_trimmed: bool) -> Self {
        let mut line = Self::default();
        let mut start = 0;
        for physical in source.split_inclusive('\n') {
            let content = physical.trim_end_matches(['\r', '\n']);
            if start > 0 {
                let visible = content.trim_start_matches(is_space);
                if visible.is_empty() {
                    line.blank_lines.push(start..start + content.len());
                    start += physical.len();
                    continue;
                }
                if visible.starts_with('#') {
                    start += physical.len();
                    continue;
                }
            }
            let is_end = is_trimmed && start + physical.len() == source.len();
            let continued = if is_end { None } else { continuation(content, escape) };
            let kept = continued.unwrap_or(content);
            if !kept.is_empty() {
                line.map.push(line.text.len(), start);
                line.text.push_str(kept);
            }
            start += physical.len();
            if continued.is_none() {
                break;
            }
        }
        line.trailing = line.text.split_off(line.text.trim_end_matches(is_space).len());
        line
    }

    /// The source range of a range of the joined text: from its first character to behind its last.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.range(&self.text, range)
    }
}

/// What precedes the escape character at the end of a line that continues, `None` for a line that does not.
///
/// Only blanks may follow it, and the character before it must be another one: `\\` ends no line.
pub fn continuation(line: &str, escape: char) -> Option<&str> {
    let before = line.trim_end_matches(BLANKS).strip_suffix(escape)?;
    (!before.ends_with(escape)).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(source: &str) -> String {
        LogicalLine::join(source, '\\').text
    }

    #[test]
    fn joins_with_nothing_between() {
        assert_eq!(joined("RUN a\\\nb"), "RUN ab");
        assert_eq!(joined("RUN a \\\n  b"), "RUN a   b");
        assert_eq!(joined("RUN a \\ \t\r\n  b\r\n"), "RUN a   b");
    }

    #[test]
    fn drops_comment_and_blank_lines() {
        let line = LogicalLine::join("RUN a \\\n# c \\\n\n  # d\n b", '\\');
        assert_eq!(line.text, "RUN a  b");
        assert_eq!(line.blank_lines.len(), 1);
        assert_eq!(line.blank_lines[0], 14..14);
    }

    #[test]
    fn a_run_of_escapes_does_not_continue() {
        assert_eq!(joined("RUN a \\\\\nb"), "RUN a \\\\");
        assert_eq!(joined("RUN a \\ x\nb"), "RUN a \\ x");
    }

    #[test]
    fn maps_back_to_the_source() {
        let line = LogicalLine::join("RUN a\\\nbc", '\\');
        assert_eq!(line.source_range(4..7), 4..9);
        assert_eq!(line.source_range(4..5), 4..5);
        assert_eq!(line.source_range(5..7), 7..9);
        assert_eq!(line.source_range(7..7), 9..9);
    }

    #[test]
    fn only_the_last_escape_goes() {
        assert_eq!(joined("ARG \\ \\\n A=1"), "ARG \\  A=1");
        assert_eq!(joined("RUN \\\u{a0}\nb"), "RUN \\");
        assert_eq!(LogicalLine::join_trimmed("CMD \\\n  \\", '\\').text, "CMD   \\");
    }

    #[test]
    fn a_continuation_at_the_end_is_dropped() {
        assert_eq!(joined("RUN a \\"), "RUN a");
        assert_eq!(joined("\\\n\n"), "");
    }
}
