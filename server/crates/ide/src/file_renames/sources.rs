//! The sources of COPY, ADD and bind mounts.

use std::{ops::Range, path::PathBuf};

use dockwright_analysis::{
    document::{Document, Placed},
    facts::{operands::Operands, template::Template},
    fix::TextEdit,
    model::Remark,
    spec::{FlagValue, Instruction, mounts::MountValue},
};
use dockwright_builds::{Build, Context, Source as ContextSource};

use super::{FileRenames, path_edit, written_names};

/// The folders that the sources in a Dockerfile are relative to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFolders {
    /// The build contexts; empty if they are not known.
    contexts: Vec<PathBuf>,
    /// The named contexts that are the same folder in all builds that have them.
    named: Vec<(String, PathBuf)>,
}

impl SourceFolders {
    /// From the build contexts of a Dockerfile, and its known builds, which may have named contexts.
    pub fn new<'a>(contexts: Vec<PathBuf>, builds: impl Iterator<Item = &'a Build>) -> Self {
        let mut named: Vec<(String, Option<&PathBuf>)> = Vec::new();
        for context in builds.flat_map(|build| &build.contexts) {
            let Some(name) = context.name.value() else { continue };
            let folder = match &context.source {
                ContextSource::Folder(folder) => Some(folder),
                _ => None,
            };
            match named.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                Some((_, known)) if *known != folder => *known = None,
                Some(_) => {}
                None => named.push((name.to_owned(), folder)),
            }
        }
        let named = named.into_iter().filter_map(|(name, folder)| Some((name, folder?.clone()))).collect();
        Self { contexts, named }
    }

    /// Of a build whose Dockerfile is part of the file that states it.
    pub(super) fn of_build(build: &Build) -> Self {
        let contexts = match &build.context {
            Context::Folder(folder) => vec![folder.clone()],
            Context::Remote(_) | Context::Unknown => Vec::new(),
        };
        Self::new(contexts, std::iter::once(build))
    }

    fn named(&self, from: &Template) -> Option<&PathBuf> {
        let from = from.literal()?;
        self.named.iter().find(|(name, _)| name.eq_ignore_ascii_case(from)).map(|(_, folder)| folder)
    }
}

/// The edits of the sources in a Dockerfile. A source is edited if that is right in all of its build
/// contexts, or in the named context that it is copied from.
pub fn source_edits(document: &Document, folders: &SourceFolders, renames: &FileRenames) -> Vec<TextEdit> {
    let contexts = &folders.contexts;
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
        if !folders.named.is_empty() {
            for placed in stage.instructions() {
                edits.extend(edits_of_named(document, &placed, folders, renames));
            }
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    // A mount may be given twice.
    edits.dedup();
    edits
}

/// The edits of the sources that an instruction takes from named contexts.
fn edits_of_named(
    document: &Document,
    placed: &Placed<'_>,
    folders: &SourceFolders,
    renames: &FileRenames,
) -> Vec<TextEdit> {
    let facts = placed.facts;
    let mut found: Vec<(&Template, &PathBuf)> = Vec::new();
    match &facts.operands {
        Operands::Copy(operands) => {
            if let Some(folder) = facts.flag_value(FlagValue::From).and_then(|from| folders.named(from)) {
                found.extend(operands.sources.iter().map(|source| (source, folder)));
            }
        }
        Operands::Run(mounts) => found.extend(mounts.iter().filter_map(|mount| {
            let folder = folders.named(mount.value(MountValue::From)?)?;
            Some((mount.value(MountValue::Source)?, folder))
        })),
        _ => {}
    }
    let Some(instruction) = facts.instruction else { return Vec::new() };
    let edits = found.into_iter().filter_map(|(template, folder)| {
        let range = placed.start + template.range.start..placed.start + template.range.end;
        let is_array = facts.json.is_some();
        let source = Source { range, path: template.literal()?, is_array, instruction };
        source.edit(document, std::slice::from_ref(folder), renames)
    });
    edits.collect()
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
