//! Findings of an ignore file as an editor shows them: without those that only mean that a line is
//! unfinished.

use dockwright_context::ignore_file::IgnoreRule;
use dockwright_lint::{diagnostic::Diagnostic, ignore_file::ignore_file_diagnostics, preset::Selection};

use super::IgnoreDocument;
use crate::EditorDiagnostics;

/// The rules whose findings may disappear when typing continues at the end of a pattern. Findings
/// about comments that are patterns, and about escapes by a backslash, remain.
const UNFINISHED: [&str; 4] = ["IgnorePatternInvalid", "IgnoreOrder", "IgnoreDuplicate", "IgnoreCovered"];

/// The findings of the selected rules, without those that may disappear when typing continues at
/// one of the `cursors`.
pub fn ignore_file_editor_diagnostics(
    document: &IgnoreDocument,
    selection: &Selection,
    cursors: &[usize],
) -> EditorDiagnostics {
    let mut shown = ignore_file_diagnostics(&document.source, &document.file, selection);
    let before = shown.len();
    for &cursor in cursors.iter().filter(|&&cursor| cursor <= document.source.len()) {
        let line = document.line_at(cursor);
        let typed = document
            .file
            .rules
            .iter()
            .find(|rule| line.start <= rule.range.start && rule.range.end <= line.end);
        shown.retain(|found| {
            let is_here = |at: usize| line.start <= at && at <= line.end;
            let is_about =
                is_here(found.range.start) || found.related.iter().any(|it| is_here(it.range.start));
            let is_affected = is_about || typed.is_some_and(|typed| may_become_cause(document, typed, found));
            !(is_affected && UNFINISHED.contains(&found.code))
        });
    }
    EditorDiagnostics { holds_back: shown.len() < before, shown }
}

/// Whether a pattern that is being typed may still become one that excludes files which a later
/// exception re-includes.
fn may_become_cause(document: &IgnoreDocument, typed: &IgnoreRule, found: &Diagnostic) -> bool {
    let rule = document.rule_at(found.range.start).map(|rule| &document.file.rules[rule]);
    found.code == "IgnoreOrder"
        && !typed.is_exception
        && typed.range.end < found.range.start
        && rule.is_some_and(|rule| rule.pattern.text().starts_with(typed.pattern.literal_prefix()))
}

#[cfg(test)]
mod tests {
    use dockwright_fixture::without_cursors;

    use super::*;

    #[track_caller]
    fn check(fixture: &str, expected: &[&str]) {
        let (text, cursors) = without_cursors(fixture);
        let document = IgnoreDocument::new(text);
        let found = ignore_file_editor_diagnostics(&document, Selection::default_preset(), &cursors);
        let codes: Vec<_> = found.shown.iter().map(|it| it.code).collect();
        assert_eq!(codes, expected, "{fixture}");
        let all = ignore_file_editor_diagnostics(&document, Selection::default_preset(), &[]).shown.len();
        assert_eq!(found.holds_back, found.shown.len() < all);
    }

    #[test]
    fn nothing_is_red_while_a_line_is_typed() {
        let line = "!docs/[a-c]/\\*한글.md";
        for (at, _) in line.char_indices().chain([(line.len(), ' ')]) {
            check(&format!("docs\n{}<|>\n*.md\n", &line[..at]), &[]);
        }
        // Editors insert the closing bracket.
        check("[<|>]", &[]);
        check("!<|>\r\n[\r\n", &["IgnorePatternInvalid"]);
        check("!\n[<|>\n", &["IgnorePatternInvalid"]);
    }

    #[test]
    fn what_stays_wrong_is_shown() {
        check("a # b<|>", &["IgnoreCommentBehind"]);
        check(" #<|>", &["IgnoreCommentIndented"]);
        check("a\\b<|>", &["IgnorePatternBackslash"]);
    }

    #[test]
    fn other_lines_keep_their_findings() {
        // `d` may become `docs`.
        check("d<|>\nd\n", &[]);
        check("*.m<|>\n!README.md\n", &[]);
        check("x<|>\n!README.md\n", &["IgnoreOrder"]);
        check("x<|>\na\na\n", &["IgnoreDuplicate"]);
        check("*<|>\nnode_modules\n", &[]);
    }
}
