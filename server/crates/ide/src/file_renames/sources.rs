//! The sources of COPY, ADD and bind mounts.

use std::{ops::Range, path::PathBuf};

use dockwright_analysis::{document::Document, fix::TextEdit, model::Remark, spec::Instruction};

use super::{FileRenames, path_edit, written_names};

/// The edits of the sources in a Dockerfile. A source is edited if that is right in all of its build
/// contexts, given by their folders.
pub fn source_edits(document: &Document, contexts: &[PathBuf], renames: &FileRenames) -> Vec<TextEdit> {
    let mut edits: Vec<TextEdit> = Vec::new();
    for (stage, evaluated) in document.stages().zip(&document.model().stages) {
        for (item, remark) in &evaluated.evaluated.remarks {
            let Remark::ContextSource { range, path, instruction } = remark else { continue };
            let start = stage.placed(*item).start;
            let range = start + range.start..start + range.end;
            edits.extend(source_edit(document, range, &path.text, *instruction, contexts, renames));
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    // A mount may be given twice.
    edits.dedup();
    edits
}

fn source_edit(
    document: &Document,
    range: Range<usize>,
    path: &str,
    instruction: Instruction,
    contexts: &[PathBuf],
    renames: &FileRenames,
) -> Option<TextEdit> {
    let text = document.text().slice(range.clone());
    let is_quoted = text.len() > 1 && text.starts_with(['"', '\'']) && text[1..text.len() - 1] == *path;
    // A text with variables, escapes or continuation lines has different bytes.
    if !is_quoted && *text != *path || path.contains(['*', '?', '[', '\\', '$']) {
        return None;
    }
    let start = range.start + usize::from(is_quoted);
    let names = names_in_context(path)?;
    let mut edits = contexts.iter().map(|root| path_edit(path, &renames.names_in(root, &names)?));
    let edit = edits.next().flatten()?;
    if !edits.all(|other| other.as_ref() == Some(&edit)) {
        return None;
    }
    let mut new = path.to_owned();
    new.replace_range(edit.range.clone(), &edit.text);
    // With `--parents`, a `.` in the path matters.
    let keeps_pivot = path.contains("/./") == new.contains("/./");
    (keeps_pivot && is_writable(&new, is_quoted, instruction))
        .then(|| TextEdit { range: start + edit.range.start..start + edit.range.end, text: edit.text })
}

/// The names of a path in the context. A `..` would have to be resolved first.
pub(super) fn names_in_context(path: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = written_names(path).into_iter().map(|(_, name)| name).collect();
    (!names.is_empty() && !names.contains(&"..")).then_some(names)
}

/// Whether a path means itself if it is written there.
fn is_writable(path: &str, is_quoted: bool, instruction: Instruction) -> bool {
    let is_special = |c: char| match c {
        '*' | '?' | '[' | ']' | '\\' | '$' | '"' | '\'' | '`' => true,
        ',' => instruction == Instruction::Run,
        c => c.is_control() || c.is_whitespace() && !is_quoted,
    };
    let looks_different = ["--", "<<", "git@", "#"].iter().any(|start| path.starts_with(start));
    !path.contains(is_special) && !looks_different && !path.contains("://")
}
