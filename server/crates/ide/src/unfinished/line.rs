//! Finds unfinished comments and parser directives.

use std::ops::Range;

use super::place::completes;
use dockwright_analysis::{
    cursor::{self, line_start},
    document::Document,
};
use dockwright_lint::{diagnostic::Diagnostic, registry, rule::Unfinished, suppression::CheckOptions};

/// The possible options of `# check=`.
const CHECK_OPTIONS: [&str; 3] = ["skip=all", "error=true", "experimental=all"];

/// The comment line at the cursor.
pub(super) struct CommentLine {
    pub(super) range: Range<usize>,
    /// The text before and after the cursor.
    before: String,
    after: String,
    cursor: usize,
}

impl CommentLine {
    pub(super) fn at(document: &Document, offset: usize) -> Option<Self> {
        let cursor::CommentLine { before, start, after } = cursor::CommentLine::at(document, offset)?;
        let start = line_start(document, start);
        Some(Self { range: start..offset + after.len(), before, after, cursor: offset })
    }

    /// Whether text typed at the cursor can resolve the finding.
    pub(super) fn is_unfinished(&self, found: &Diagnostic) -> bool {
        let is_in_word = found.range.start <= self.cursor && self.cursor <= found.range.end;
        let unfinished = registry::named(found.code).map_or(&[][..], |rule| rule.unfinished);
        let is_open = unfinished.contains(&Unfinished::CommentWord)
            || unfinished.contains(&Unfinished::CheckOption) && self.is_check();
        is_in_word && is_open
    }

    /// Whether the options of `# check=` can be completed.
    fn is_check(&self) -> bool {
        let Some((name, options)) = self.before.trim_start_matches(['#', ' ', '\t']).split_once('=') else {
            return false;
        };
        let begun = options.rsplit(';').next().unwrap_or_default();
        let is_legal = |text: String| CheckOptions::read(&text).is_ok();
        name.trim().eq_ignore_ascii_case("check")
            && CHECK_OPTIONS.iter().any(|option| {
                let rest = if completes(option, begun, "") { &option[begun.len()..] } else { "" };
                is_legal(format!("{options}{rest}{}", self.after).trim().to_owned())
            })
    }
}
