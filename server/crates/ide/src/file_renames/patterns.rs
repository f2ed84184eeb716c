//! The patterns of ignore files.

use std::path::PathBuf;

use dockwright_analysis::fix::TextEdit;

use super::{FileRenames, path_edit, sources::names_in_context};
use crate::ignore_file::{IgnoreDocument, ignore_file_links};

/// The edits of the patterns without wildcards in an ignore file. A pattern is edited if that is right in
/// all build contexts that the file applies to, given by their folders.
pub fn pattern_edits(
    document: &IgnoreDocument,
    contexts: &[PathBuf],
    renames: &FileRenames,
) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    for link in ignore_file_links(document) {
        let written = &document.source()[link.range.clone()];
        let Some(names) = names_in_context(written) else { continue };
        let mut found = contexts.iter().map(|root| path_edit(written, &renames.names_in(root, &names)?));
        let Some(edit) = found.next().flatten() else { continue };
        let mut new = written.to_owned();
        new.replace_range(edit.range.clone(), &edit.text);
        if found.all(|other| other.as_ref() == Some(&edit)) && is_writable(&new) {
            let start = link.range.start;
            let range = start + edit.range.start..start + edit.range.end;
            edits.push(TextEdit { range, text: edit.text });
        }
    }
    edits
}

/// Whether a path is a pattern for itself.
fn is_writable(path: &str) -> bool {
    let is_special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '\\') || c.is_control();
    !path.contains(is_special) && !path.starts_with(['#', '!']) && path.trim() == path
}
