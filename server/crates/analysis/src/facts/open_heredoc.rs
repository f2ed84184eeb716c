//! Explains why a heredoc has no end: which line Docker looks for, and what was probably meant.
//!
//! Docker takes a whole word as the delimiter, including text that a shell would read as an
//! operator: in `<<EOF>/x` Docker looks for the line `EOF>/x`, a shell for `EOF`.

use std::ops::Range;

use dockwright_texts::analysis::open_heredoc as texts;

use super::Heredoc;
use crate::{
    fix::{Fix, TextEdit},
    problem::{Phase, Problem, Refusal},
};

/// The characters that end a word in a shell.
const OPERATORS: [char; 6] = ['>', '<', '|', '&', ';', ')'];

/// The problem of a heredoc without a terminator. `source` is the text of its instruction.
pub(super) fn problem(heredoc: &Heredoc, source: &str) -> Problem {
    let mut problem = Problem::new(
        Refusal::UnterminatedHeredoc,
        Phase::Parse,
        heredoc.range.clone(),
        "unterminated heredoc",
    );
    let name = &heredoc.marker.name;
    let tabs = heredoc.marker.chomp;
    problem.note = Some(if is_shift(heredoc, source) {
        problem.fix = joined_shift(heredoc, source);
        if tabs { texts::is_shift_with_tabs(name) } else { texts::is_shift(name) }
    } else if let Some(end) = name.find(OPERATORS).filter(|&end| is_word(&name[..end])) {
        let (word, rest) = name.split_at(end);
        problem.fix = space(heredoc, source, word, rest);
        if tabs {
            texts::IsLongerWithTabs { name, word, rest }.message()
        } else {
            texts::IsLonger { name, word, rest }.message()
        }
    } else if let Some((line, range)) = near_miss(heredoc) {
        problem.fix = Some(Fix {
            title: texts::fix_spaces(name),
            safe: false,
            edits: vec![TextEdit { range, text: name.clone() }],
        });
        if tabs {
            texts::HasOtherSpacesWithTabs { name, line }.message()
        } else {
            texts::HasOtherSpaces { name, line }.message()
        }
    } else if tabs {
        texts::no_terminator_with_tabs(name)
    } else {
        texts::no_terminator(name)
    });
    problem
}

/// Whether a text looks like a usual delimiter.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Whether the marker is a shift operator in an arithmetic expansion.
fn is_shift(heredoc: &Heredoc, source: &str) -> bool {
    let before = source.get(..heredoc.range.start).unwrap_or_default();
    let is_open = before.rfind("((").is_some_and(|at| !before[at..].contains("))"));
    is_open && heredoc.marker.name.starts_with(|c: char| c.is_alphanumeric() || c == '$' || c == '_')
}

/// Turns `1 << 2` into `1<<2`.
fn joined_shift(heredoc: &Heredoc, source: &str) -> Option<Fix> {
    let operand = source.get(heredoc.range.clone())?.strip_prefix("<<")?.trim_start_matches([' ', '\t']);
    let before = source.get(..heredoc.range.start)?.trim_end_matches([' ', '\t']);
    let range = before.len()..heredoc.range.end - operand.len();
    let is_operand = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | '}'));
    is_operand.then(|| Fix {
        title: texts::fix_shift(),
        safe: false,
        edits: vec![TextEdit { range, text: "<<".to_owned() }],
    })
}

/// Inserts a space after the delimiter, if some line then ends the heredoc.
fn space(heredoc: &Heredoc, source: &str, word: &str, rest: &str) -> Option<Fix> {
    let is_end = |line: &str| heredoc.without_tabs(line) == word;
    let marker = source.get(heredoc.range.clone())?.strip_suffix(rest)?;
    let is_plain = marker.trim_end_matches(['"', '\'']).ends_with(word);
    let at = heredoc.range.start + marker.len();
    if !is_plain {
        return None;
    }
    heredoc.content.lines().any(is_end).then(|| Fix {
        title: texts::fix_delimiter(word),
        safe: false,
        edits: vec![TextEdit { range: at..at, text: " ".to_owned() }],
    })
}

/// A line that equals the delimiter except for surrounding spaces, and its range in the
/// instruction.
fn near_miss(heredoc: &Heredoc) -> Option<(&str, Range<usize>)> {
    let mut start = heredoc.content_start;
    heredoc.content.split_inclusive('\n').find_map(|line| {
        let text = line.trim_end_matches(['\r', '\n']);
        let range = start..start + text.len();
        start += line.len();
        (text.trim() == heredoc.marker.name).then_some((text, range))
    })
}

impl Heredoc {
    /// A line without the tabs that its `<<-` strips.
    fn without_tabs<'a>(&self, line: &'a str) -> &'a str {
        if self.marker.chomp { line.trim_start_matches('\t') } else { line }
    }
}
