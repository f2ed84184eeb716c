//! Finds heredoc markers that a shell would accept but Docker does not.

use std::ops::Range;

use dockwright_syntax::logical::{LogicalLine, is_space};

use super::Facts;
use crate::spec::Instruction;

/// Text that looks like a heredoc marker but is not one for Docker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadMarker {
    /// The marker, relative to the instruction.
    pub range: Range<usize>,
    /// Its delimiter, without quotes.
    pub name: String,
    /// Why Docker does not accept it.
    pub reason: Reason,
}

/// Why Docker reads a marker as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// `<<- EOF`: these spaces.
    SpaceAfterDash(Range<usize>),
    /// `cat<<EOF`: a space is missing here.
    NoSpaceBefore(usize),
    /// A quote in the line is not closed, so Docker reads no heredoc in it.
    OpenQuote,
}

/// The first such marker, in an instruction that supports heredocs and has none.
pub(super) fn find(facts: &Facts, line: &LogicalLine, is_quote_open: bool) -> Option<UnreadMarker> {
    let takes_heredocs =
        matches!(facts.instruction, Some(Instruction::Run | Instruction::Copy | Instruction::Add));
    let text = line.text.as_str();
    if !takes_heredocs || facts.json.is_some() || !text.contains("<<") {
        return None;
    }
    text.match_indices("<<").find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + 2..]);
        if before.ends_with('<') || after.starts_with('<') {
            return None;
        }
        let has_dash = after.starts_with('-');
        let rest = &after[usize::from(has_dash)..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let (name, len) = delimiter(&rest[spaces..])?;
        let word = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let start = at + 2 + usize::from(has_dash);
        let reason = if has_dash && spaces > 0 {
            Reason::SpaceAfterDash(line.source_range(start..start + spaces))
        } else if is_quote_open {
            Reason::OpenQuote
        } else if spaces == 0 && word.len() == before.len() && !before.ends_with(is_space) {
            Reason::NoSpaceBefore(line.source_range(at..at + 2).start)
        } else {
            return None;
        };
        let range = line.source_range(at..start + spaces + len);
        Some(UnreadMarker { range, name: name.to_owned(), reason })
    })
}

/// The delimiter at the start of a text, and its length including quotes.
fn delimiter(text: &str) -> Option<(&str, usize)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = &text[quote.map_or(0, char::len_utf8)..];
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name = &inner[..inner.find(|c| !is_part(c)).unwrap_or(inner.len())];
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_closed = quote.is_none_or(|quote| inner[name.len()..].starts_with(quote));
    (is_name && is_closed).then(|| (name, name.len() + 2 * usize::from(quote.is_some())))
}
