//! Logical lines: the physical lines of an instruction, joined as BuildKit joins them.
//!
//! Source: BuildKit's `frontend/dockerfile/parser`. Offsets into the joined text map back to the
//! source, so that findings can be shown at the right place. Heredoc bodies are not part of a
//! logical line.

use std::ops::Range;

use crate::source_map::SourceMap;

/// An instruction's text without continuations, and the comment and blank lines among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogicalLine {
    /// The joined text, trimmed at the end.
    pub text: String,
    /// The whitespace that was trimmed off.
    pub trailing: String,
    /// Maps offsets in `text` to the source.
    pub map: SourceMap,
    /// The source ranges of the blank lines inside the instruction.
    pub blank_lines: Vec<Range<usize>>,
}

/// The lines of an instruction, joined around a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinedAt {
    /// The cursor is in the instruction, or after it on a line that belongs to it.
    Line {
        /// The joined text.
        text: String,
        /// Maps offsets in `text` to the source.
        map: SourceMap,
        /// The offset of the cursor in `text`.
        cursor: usize,
        /// Whether the cursor follows the escape character that ends its line.
        is_after_escape: bool,
    },
    /// The cursor is in a comment between the lines of the instruction.
    Comment,
    /// The cursor is not on a line of the instruction.
    Outside,
}

/// Where the searched offset was found while lines were joined.
enum Reached {
    Nothing,
    Comment,
    Text { cursor: usize, is_after_escape: bool },
}

/// The characters that may be added to or removed from line ends; other whitespace can be part of
/// the text.
pub const BLANKS: [char; 2] = [' ', '\t'];

/// Whitespace as Go defines it, which is Unicode's definition.
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// BuildKit's `[\t\v\f\r ]`, at which keywords and lists are split.
pub fn is_list_space(c: char) -> bool {
    matches!(c, '\t' | '\x0b' | '\x0c' | '\r' | ' ')
}

impl LogicalLine {
    /// Joins the lines of `source`, which starts at the first character of the instruction and ends
    /// with its last line, without heredoc bodies. `escape` is the escape character in force.
    pub fn join(source: &str, escape: char) -> Self {
        let mut line = Self::default();
        line.text.reserve(source.len());
        line.take(source, escape, false, None);
        line.trim();
        line
    }

    /// Like [`join`](Self::join), for a `source` whose trailing whitespace was removed. An escape
    /// character at its end is text: the whitespace that followed it did not allow a continuation.
    pub fn join_trimmed(source: &str, escape: char) -> Self {
        let mut line = Self::default();
        line.take(source, escape, true, None);
        line.trim();
        line
    }

    /// Joins the lines around an offset at which text is being typed. Whitespace counts there, so
    /// nothing is trimmed, and a blank line or the space before a comment is kept up to the offset.
    /// `source` may be longer than the instruction.
    pub fn join_at(source: &str, escape: char, offset: usize) -> JoinedAt {
        let mut line = Self::default();
        match line.take(source, escape, false, Some(offset)) {
            Reached::Nothing => JoinedAt::Outside,
            Reached::Comment => JoinedAt::Comment,
            Reached::Text { cursor, is_after_escape } => {
                JoinedAt::Line { text: line.text, map: line.map, cursor, is_after_escape }
            }
        }
    }

    /// Adds lines up to the first one that does not continue, and returns where `offset` is in them.
    fn take(&mut self, source: &str, escape: char, is_trimmed: bool, offset: Option<usize>) -> Reached {
        let mut reached = Reached::Nothing;
        let mut start = 0;
        for physical in source.split_inclusive('\n') {
            let content = physical.trim_end_matches(['\r', '\n']);
            let end = start + physical.len();
            let is_here = |offset: &usize| start <= *offset && (*offset < end || !physical.ends_with('\n'));
            let column = offset.filter(is_here).map(|offset| (offset - start).min(content.len()));
            let visible = content.trim_start_matches(is_space);
            let is_between = start > 0 && (visible.is_empty() || visible.starts_with('#'));
            let is_end = is_trimmed && end == source.len();
            let (kept, is_continued) = match (is_between, column) {
                (false, _) if is_end => (content, false),
                (false, _) => continuation(content, escape).map_or((content, false), |kept| (kept, true)),
                (true, Some(column)) => (&content[..column], true),
                (true, None) => ("", true),
            };
            if is_between && visible.is_empty() {
                self.blank_lines.push(start..start + content.len());
            }
            if let Some(column) = column {
                if is_between && !kept.trim_start_matches(is_space).is_empty() {
                    return Reached::Comment;
                }
                let cursor = self.text.len() + column.min(kept.len());
                reached = Reached::Text { cursor, is_after_escape: column > kept.len() };
            }
            if !kept.is_empty() {
                self.map.push(self.text.len(), start);
                self.text.push_str(kept);
            }
            start = end;
            if !is_continued {
                return reached;
            }
        }
        // `source` ends with an empty line that is still to be typed.
        if offset == Some(start) && source.ends_with('\n') {
            reached = Reached::Text { cursor: self.text.len(), is_after_escape: false };
        }
        reached
    }

    fn trim(&mut self) {
        self.trailing = self.text.split_off(self.text.trim_end_matches(is_space).len());
    }

    /// The source range of a range of the joined text, from its first character to after its last.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.range(&self.text, range)
    }
}

/// The text before the escape character at the end of a continued line; `None` for a line that does
/// not continue.
///
/// Only spaces and tabs may follow the escape character, and the character before it must be a
/// different one: `\\` does not continue a line.
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

    /// The joined text, with the cursor marked in it.
    fn joined_at(fixture: &str) -> String {
        let offset = fixture.find("<|>").unwrap();
        match LogicalLine::join_at(&fixture.replace("<|>", ""), '\\', offset) {
            JoinedAt::Line { mut text, cursor, .. } => {
                text.insert_str(cursor, "<|>");
                text
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_cursor_is_found_in_the_joined_text() {
        assert_eq!(joined_at("RUN a \\\n # c\n  b<|> c\n"), "RUN a   b<|> c");
        assert_eq!(joined_at("COPY a  <|>\r\nRUN x\n"), "COPY a  <|>");
        assert_eq!(joined_at("COPY a\n<|>\nRUN x\n"), "Outside");
        assert_eq!(joined_at("RUN a \\<|> \n b"), "RUN a <|> b");
        assert_eq!(joined_at("RUN <<EOF\n<|>"), "Outside");
    }

    #[test]
    fn blank_lines_count_up_to_the_cursor() {
        assert_eq!(joined_at("COPY a\\\n  <|>  \n b"), "COPY a  <|> b");
        assert_eq!(joined_at("COPY a\\\n <|> # c\n b"), "COPY a <|> b");
        assert_eq!(joined_at("COPY a\\\n # <|>c\n b"), "Comment");
        assert_eq!(joined_at("RUN --mount=type=cache,\\\n<|>\n"), "RUN --mount=type=cache,<|>");
        assert_eq!(joined_at("COPY a \\\n<|>"), "COPY a <|>");
        assert_eq!(joined_at("COPY a\n<|>"), "Outside");
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
