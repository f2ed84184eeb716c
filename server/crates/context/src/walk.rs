//! Decides which paths are sent: each folder passes the results of its patterns on to its entries.
//!
//! The last matching pattern does not always decide. A pattern that matches a folder matches
//! everything in it, and a pattern that cannot change the result for a folder is not tried for that
//! folder, and so has no effect on what is in it. Source: `MatchesUsingParentResults` in
//! `moby/patternmatcher`, which `tonistiigi/fsutil` calls for each file.

use crate::ignore_file::{IgnoreFile, IgnoreRule};

/// The results of all patterns for a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    matched: Vec<bool>,
    /// The index of the pattern that decided.
    decided_by: Option<usize>,
    is_ignored: bool,
    /// The index of the first pattern that could not be matched against the path.
    failed_at: Option<usize>,
}

impl Row {
    /// The pattern at which the build fails because BuildKit cannot match it against the path.
    pub fn failed_at(&self) -> Option<usize> {
        self.failed_at
    }

    /// Whether a pattern, given by its index in the file, matches the path or a folder above it.
    pub fn is_matched_by(&self, rule: usize) -> bool {
        self.matched.get(rule).copied().unwrap_or_default()
    }

    /// Whether the path itself is excluded.
    pub fn is_ignored(&self) -> bool {
        self.is_ignored
    }

    /// The index of the pattern that excludes the path, or of the exception that sends it.
    pub fn decided_by(&self) -> Option<usize> {
        self.decided_by
    }
}

impl IgnoreFile {
    /// The results for a path, given the results for its folder, which are `None` for the root.
    pub fn row(&self, folder: Option<&Row>, path: &str) -> Row {
        row(&self.rules, folder, path)
    }

    /// The results for a path as if the file ended before the pattern with this index.
    pub fn row_before(&self, rule: usize, path: &str) -> Row {
        row_of(&self.rules[..rule.min(self.rules.len())], path)
    }

    /// The results for a path, computed from the folders above it.
    pub fn row_of(&self, path: &str) -> Row {
        row_of(&self.rules, path)
    }

    /// Whether everything in an ignored folder is ignored too, so that the folder need not be read.
    pub fn may_skip(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        self.rules.iter().filter(|rule| rule.is_exception).all(|rule| {
            let pattern = &rule.pattern;
            let prefix = pattern.literal_prefix();
            let is_near = prefix.starts_with(&below) || below.starts_with(prefix);
            // A pattern without special characters can match in the folder only if it begins with the folder's
            // path.
            if pattern.is_literal() { !pattern.text().starts_with(&below) } else { !is_near }
        })
    }
}

fn row(rules: &[IgnoreRule], folder: Option<&Row>, path: &str) -> Row {
    let mut row =
        Row { matched: vec![false; rules.len()], decided_by: None, is_ignored: false, failed_at: None };
    for (index, rule) in rules.iter().enumerate() {
        let is_matched_above = folder.is_some_and(|folder| folder.matched[index]);
        let can_change = rule.is_exception == row.is_ignored;
        if can_change && rule.pattern.is_bad() && row.failed_at.is_none() {
            row.failed_at = Some(index);
        }
        if is_matched_above || can_change && rule.pattern.matches(path) {
            row.matched[index] = true;
            row.is_ignored = !rule.is_exception;
            row.decided_by = Some(index);
        }
    }
    row
}

fn row_of(rules: &[IgnoreRule], path: &str) -> Row {
    let mut above = None;
    for (at, _) in path.match_indices('/') {
        above = Some(row(rules, above.as_ref(), &path[..at]));
    }
    row(rules, above.as_ref(), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hand_their_results_down() {
        for (text, path, is_sent) in [
            ("src/lib\n!src", "src/lib/a.js", false),
            ("docs\n!docs/api", "docs/api/b.md", true),
            ("*\n!!file", "!file", true),
            ("*\n!src/app.py", "src/app.py", true),
            ("*\n!src/app.py", "src/other.py", false),
            ("docs/**", "docs", true),
            ("docs/**", "docs/a", false),
            ("node_modules", "a/node_modules/x", true),
            ("**/node_modules\n!**/keep", "a/node_modules/keep", true),
            ("*.md\n!README.md", "README.md", true),
            ("a\n!a/b\na/b/c", "a/b/c/d", false),
            ("a\n!a/b\na/b/c", "a/b/x", true),
        ] {
            let file = IgnoreFile::new(text);
            assert_eq!(!file.row_of(path).is_ignored(), is_sent, "{text:?} {path}");
        }
    }

    #[test]
    fn folders_that_need_not_be_read() {
        for (text, folder, may_skip) in [
            ("x", "x", true),
            ("x\n!x/y", "x", false),
            ("x\n!y/z", "x", true),
            ("x\n!x/*/z", "x", false),
            ("x\n!**/z", "x", false),
            ("x\n!x/a/b", "x/c", true),
            ("x\n!x/a/b", "x/a", false),
            ("x\n!x", "x/a", true),
        ] {
            assert_eq!(IgnoreFile::new(text).may_skip(folder), may_skip, "{text:?} {folder}");
        }
    }
}
