//! The answers of `ShellCheck`, read from its format `json1`.
//!
//! Lines and columns of `json1` are 1-based, and columns count characters; a tab is one. Both are
//! converted to offsets in the script at once. The output of a program is not trusted: anything
//! unexpected is left out.

use std::{fmt, ops::Range, sync::Arc};

use serde::Deserialize;

use super::scripts::HEAD;
use crate::rule::Severity;

/// How many findings in one script are read, and how many edits of each.
const MAX_REMARKS: usize = 1000;
const MAX_EDITS: usize = 32;
/// Longer texts are cut; in bytes.
const MAX_TEXT: usize = 2000;

/// The answer of `ShellCheck` about one script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub remarks: Vec<Remark>,
}

/// A finding. Places are offsets in the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub code: u16,
    pub severity: Severity,
    pub message: Arc<str>,
    pub range: Range<usize>,
    /// Its fix, in the order of the text.
    pub edits: Vec<Replaced>,
}

/// A part of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    pub range: Range<usize>,
    pub text: String,
    /// Whether the inserted text belongs to the text before it, and not to the text after it.
    pub is_closing: bool,
}

/// Gets the answers. The implementation decides whether to start a program or to use what is known.
pub trait AnswerSource: fmt::Debug + Send + Sync {
    /// The answers to scripts, in their order; `None` if there is none, or none yet.
    fn answers(&self, scripts: &[&str]) -> Vec<Option<Arc<Answer>>>;
}

/// The output of `ShellCheck` as it is written in JSON.
#[derive(Debug, Deserialize)]
pub struct Output {
    comments: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    file: String,
    line: usize,
    end_line: usize,
    column: usize,
    end_column: usize,
    level: String,
    code: u16,
    message: String,
    fix: Option<Suggestion>,
}

#[derive(Debug, Deserialize)]
struct Suggestion {
    replacements: Vec<Replacement>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    line: usize,
    end_line: usize,
    column: usize,
    end_column: usize,
    insertion_point: String,
    precedence: i64,
    #[serde(rename = "replacement")]
    text: String,
}

/// The file name for the script of a number. It identifies the findings of that script.
pub fn file_name(number: usize) -> String {
    format!("{number}.sh")
}

/// The answers to scripts whose files are named by their numbers.
pub fn read(output: Output, scripts: &[&str]) -> Vec<Answer> {
    let Output { mut comments } = output;
    comments.sort_by_key(|comment| (comment.line, comment.column, comment.code));
    let texts: Vec<_> = scripts.iter().map(|script| Lines::new(script)).collect();
    let mut answers = vec![Answer::default(); scripts.len()];
    for comment in comments {
        let name = comment.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let number = name.strip_suffix(".sh").and_then(|number| number.parse::<usize>().ok());
        let Some((lines, answer)) = number.and_then(|at| Some((texts.get(at)?, answers.get_mut(at)?))) else {
            continue;
        };
        if answer.remarks.len() < MAX_REMARKS {
            answer.remarks.extend(remark(comment, lines));
        }
    }
    answers
}

fn remark(comment: Comment, lines: &Lines<'_>) -> Option<Remark> {
    let severity = match comment.level.as_str() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "info" => Severity::Info,
        "style" => Severity::Hint,
        _ => return None,
    };
    let start = lines.offset(comment.line, comment.column)?;
    let end = lines.offset(comment.end_line, comment.end_column).unwrap_or(start).max(start);
    // An empty range would be invisible, so it covers the next character.
    let end = if end > start { end } else { lines.after(start) };
    let edits = comment.fix.and_then(|fix| edits(fix.replacements, lines)).unwrap_or_default();
    let message = shortened(&comment.message).into();
    Some(Remark { code: comment.code, severity, message, range: start..end, edits })
}

/// The edits of a fix; `None` if one of them cannot be made, because a part of a fix may do harm.
fn edits(mut replacements: Vec<Replacement>, lines: &Lines<'_>) -> Option<Vec<Replaced>> {
    if replacements.len() > MAX_EDITS {
        return None;
    }
    // Insertions at one place are nested: the deeper part of the script, which has the higher
    // precedence, is closed first and opened last.
    replacements.sort_by_key(|it| match it.insertion_point.as_str() {
        "beforeStart" => (it.line, it.column, 0, -it.precedence),
        _ => (it.line, it.column, 1, it.precedence),
    });
    let mut edits: Vec<Replaced> = Vec::new();
    for it in replacements {
        let start = lines.offset(it.line, it.column)?;
        let end = lines.offset(it.end_line, it.end_column)?;
        let is_behind = edits.last().is_none_or(|last| last.range.end <= start);
        if end < start || !is_behind || it.text.len() > MAX_TEXT {
            return None;
        }
        let is_closing = it.insertion_point == "beforeStart";
        edits.push(Replaced { range: start..end, text: it.text, is_closing });
    }
    Some(edits)
}

fn shortened(text: &str) -> String {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

/// The lines of a script, without those that were put before it.
struct Lines<'a> {
    script: &'a str,
    starts: Vec<usize>,
    /// Where the script itself begins.
    head: usize,
}

impl<'a> Lines<'a> {
    fn new(script: &'a str) -> Self {
        let breaks = script.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts: Vec<_> = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let head = starts.get(HEAD).copied().unwrap_or(script.len());
        Self { script, starts, head }
    }

    /// The offset in the script itself; `None` in the lines before it and outside the text.
    fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let number = line.checked_sub(1).filter(|number| *number >= HEAD)?;
        // `ShellCheck` puts what is missing at the end on the line after the last one.
        let Some(&start) = self.starts.get(number) else {
            return (number == self.starts.len()).then(|| self.script.len() - self.head);
        };
        let end = self.starts.get(number + 1).copied().unwrap_or(self.script.len());
        let line = &self.script[start..end];
        let mut characters = line.char_indices();
        let at = match characters.nth(column.checked_sub(1)?) {
            Some((at, _)) => start + at,
            None => end,
        };
        Some(at - self.head)
    }

    /// The offset after the character at an offset; the same at the end.
    fn after(&self, offset: usize) -> usize {
        let rest = self.script.get(self.head + offset..).unwrap_or_default();
        offset + rest.chars().next().map_or(0, char::len_utf8)
    }
}
