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
            let placed = stage.placed(*item);
            let range = placed.start + range.start..placed.start + range.end;
            let is_array = placed.facts.json.is_some();
            let source = Source { range, path: &path.text, is_array, instruction: *instruction };
            edits.extend(source.edit(document, contexts, renames));
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    // A mount may be given twice.
    edits.dedup();
    edits
}

struct Source<'a> {
    range: Range<usize>,
    path: &'a str,
    /// Whether it is an element of a JSON array, which may contain spaces.
    is_array: bool,
    instruction: Instruction,
}

impl Source<'_> {
    fn edit(&self, document: &Document, contexts: &[PathBuf], renames: &FileRenames) -> Option<TextEdit> {
        let path = self.path;
        let text = document.text().slice(self.range.clone());
        let is_quoted = text.len() > 1 && text.starts_with(['"', '\'']) && text[1..text.len() - 1] == *path;
        // A text with variables, escapes or continuation lines has different bytes.
        if !is_quoted && *text != *path || path.contains(['*', '?', '[', '\\', '$']) {
            return None;
        }
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
        let start = self.range.start + usize::from(is_quoted);
        (keeps_pivot && self.may_be(&new))
            .then(|| TextEdit { range: start + edit.range.start..start + edit.range.end, text: edit.text })
    }

    /// Whether a path means itself if it is written here.
    fn may_be(&self, path: &str) -> bool {
        let is_special = |c: char| match c {
            '*' | '?' | '[' | ']' | '\\' | '$' | '"' | '\'' | '`' => true,
            ',' => self.instruction == Instruction::Run,
            c => c.is_control() || c.is_whitespace() && !self.is_array,
        };
        let looks_different = ["--", "<<", "git@", "#"].iter().any(|start| path.starts_with(start));
        !path.contains(is_special) && !looks_different && !path.contains("://")
    }
}

/// The names of a path in the context. A `..` would have to be resolved first.
pub(super) fn names_in_context(path: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = written_names(path).into_iter().map(|(_, name)| name).collect();
    (!names.is_empty() && !names.contains(&"..")).then_some(names)
}
