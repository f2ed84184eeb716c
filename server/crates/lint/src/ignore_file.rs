//! The findings of an ignore file: a `.dockerignore` or a `.containerignore`.
//!
//! Only the text is checked. A pattern that matches no file is not a finding: most patterns name
//! files that a clean checkout does not have.

use dockwright_context::ignore_file::IgnoreFile;

use crate::{
    check::CommentsContext,
    diagnostic::Diagnostic,
    diagnostics::is_silenced,
    engine::{self, Reader},
    fix_all::{Applied, Fixed, rounds},
    ignore_context::IgnoreContext,
    preset::Selection,
    registry,
    rule::Rule,
    suppression::comments,
};

/// The findings of the selected rules in an ignore file, in the order of the text.
pub fn ignore_file_diagnostics(source: &str, file: &IgnoreFile, selection: &Selection) -> Vec<Diagnostic> {
    let context = IgnoreContext::new(source, file);
    let mut found = Vec::new();
    engine::check_ignore_file(&context, selection, &mut found);
    let comments = comments::in_ignore_file(source, file);
    if !comments.is_empty() {
        let mut used = Vec::new();
        found.retain(|it| {
            let rule = registry::named(it.code);
            let places = [it.range.start];
            rule.is_none_or(|rule| {
                !is_silenced(rule, None, &places, source, &comments, Reader::Person, &mut used)
            })
        });
        let selects = |rule: &Rule| selection.has(rule);
        let context = CommentsContext {
            source,
            comments: &comments,
            used: &used,
            is_ignore_file: true,
            selects: &selects,
            finds: &|_, _| false,
        };
        engine::check_comments(&context, selection, &mut found);
    }
    for diagnostic in &mut found {
        if let Some(severity) = selection.severity_of(diagnostic.code) {
            diagnostic.severity = severity;
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    found
}

/// Applies the fixes of the selection's findings in an ignore file; `None` if there are none.
pub fn fix_ignore_file(source: &str, selection: &Selection, applied: Applied) -> Option<Fixed> {
    rounds(source, applied, |source| ignore_file_diagnostics(source, &IgnoreFile::new(source), selection))
}
