//! Findings in a Dockerfile that is a part of a build file, at their places in that file.

use dockwright_analysis::{document::Document, fix::Fix};
use dockwright_builds::Inline;

use crate::{
    diagnostic::{Diagnostic, Related},
    diagnostics::diagnostics_for,
    preset::Selection,
};

/// The findings in the Dockerfile, at their places in the build file. Findings about text that
/// replaced a variable of the build file are left out, because that text is not in the file.
pub fn inline_diagnostics(inline: &Inline, document: &Document, selection: &Selection) -> Vec<Diagnostic> {
    if !inline.is_mapped() {
        return Vec::new();
    }
    let found = diagnostics_for(document, document.model(), selection);
    found.into_iter().filter_map(|diagnostic| in_file(inline, diagnostic)).collect()
}

/// A finding in the Dockerfile, at its place in the build file.
pub fn in_file(inline: &Inline, diagnostic: Diagnostic) -> Option<Diagnostic> {
    let range = inline.covered_range(&diagnostic.range)?;
    let related = diagnostic.related.into_iter().filter_map(|related| {
        Some(Related { range: inline.covered_range(&related.range)?, message: related.message })
    });
    Some(Diagnostic {
        range,
        lines: None,
        related: related.collect(),
        fix: diagnostic.fix.and_then(|fix| fix_in_file(inline, fix)),
        alternative: diagnostic.alternative.and_then(|fix| fix_in_file(inline, fix)),
        ..diagnostic
    })
}

/// A fix whose edits are each on one line, because new lines would need the indentation of the
/// file.
fn fix_in_file(inline: &Inline, mut fix: Fix) -> Option<Fix> {
    for edit in &mut fix.edits {
        edit.range = inline.exact_range(&edit.range).filter(|_| !edit.text.contains(['\n', '$']))?;
    }
    Some(fix)
}
