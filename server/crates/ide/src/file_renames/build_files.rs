//! The paths in Compose files, Bake files and `devcontainer.json`: of Dockerfiles, of build contexts,
//! of named contexts and of other build files, and the sources in inline Dockerfiles.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{document::Document, fix::TextEdit};
use dockwright_builds::{Build, Context, Dockerfile, Place, Said, Source, Table};
use dockwright_syntax::Text;

use super::{FileRenames, SourceFolders, moved_path_edit, relative, source_edits, written_names};

/// The edits of all build files in a table, for each file in the order of its text. Files whose current
/// text cannot be read are left alone.
pub fn build_file_edits(table: &Table, renames: &FileRenames) -> Vec<(Arc<Path>, Vec<TextEdit>)> {
    let mut paths = Paths { renames, edits: BTreeMap::new() };
    for build in table.all() {
        paths.of_build(build);
    }
    for reference in table.references() {
        paths.said(&reference.said, &reference.path, bases([&reference.said.place.file]));
    }
    let mut files: BTreeMap<Arc<Path>, Vec<TextEdit>> = BTreeMap::new();
    for ((file, _), edit) in paths.edits {
        let is_current = table.file(&file).is_some_and(|file| file.broken.is_none());
        if let PathEdit::Only(Some(edit)) = edit
            && is_current
        {
            files.entry(file).or_default().push(edit);
        }
    }
    files.into_iter().collect()
}

/// The edit at a place. Several builds may have the same text, for example through an anchor.
#[derive(Debug, PartialEq)]
enum PathEdit {
    /// All builds agree on this edit, or that there is none.
    Only(Option<TextEdit>),
    Conflict,
}

struct Paths<'a> {
    renames: &'a FileRenames,
    /// By the file and the start of the text.
    edits: BTreeMap<(Arc<Path>, usize), PathEdit>,
}

impl Paths<'_> {
    fn of_build(&mut self, build: &Build) {
        if let (Some(said), Context::Folder(folder)) = (&build.context_said, &build.context) {
            self.said(said, folder, bases([&said.place.file, &build.file]));
        }
        if let (Some(said), Dockerfile::File(file)) = (&build.dockerfile_said, &build.dockerfile) {
            let context = match &build.context {
                Context::Folder(folder) => Some(folder),
                Context::Remote(_) | Context::Unknown => None,
            };
            // Without a stated context, the file's folder is the context, also after the file has moved.
            let base = context.filter(|_| build.context_said.is_some());
            let base = base.map(|folder| (folder.clone(), self.renames.path(folder)));
            let others = bases([&said.place.file, &build.file]);
            self.said(said, file, |renames: &FileRenames| base.into_iter().chain(others(renames)).collect());
        }
        for context in &build.contexts {
            if let Source::Folder(folder) = &context.source {
                self.said(&context.value, folder, bases([&context.value.place.file, &build.file]));
            }
        }
        if let Dockerfile::Inline(inline) = &build.dockerfile {
            let document = Document::new(Text::new(&inline.text));
            for edit in source_edits(&document, &SourceFolders::of_build(build), self.renames) {
                if let Some(range) = inline.exact_range(&edit.range) {
                    let key = (Arc::clone(&inline.place.file), range.start);
                    self.add(key, Some(TextEdit { range, text: edit.text }));
                }
            }
        }
    }

    /// Adds the edit of a stated path, which leads to `target`.
    fn said(
        &mut self,
        said: &Said,
        target: &Path,
        bases: impl FnOnce(&FileRenames) -> Vec<(PathBuf, PathBuf)>,
    ) {
        let Some(written) = said.value.certain().filter(|_| said.is_verbatim) else { return };
        let edit = self.edit(written, target, bases(self.renames));
        let Place { file, range } = &said.place;
        let at = |part: Range<usize>| range.start + part.start..range.start + part.end;
        let edit = edit.map(|edit| TextEdit { range: at(edit.range), text: edit.text });
        self.add((Arc::clone(file), range.start), edit);
    }

    fn add(&mut self, key: (Arc<Path>, usize), edit: Option<TextEdit>) {
        let new = PathEdit::Only(edit);
        let known = self.edits.entry(key).or_insert_with(|| match &new {
            PathEdit::Only(edit) => PathEdit::Only(edit.clone()),
            PathEdit::Conflict => PathEdit::Conflict,
        });
        if *known != new {
            *known = PathEdit::Conflict;
        }
    }

    fn edit(&self, written: &str, target: &Path, bases: Vec<(PathBuf, PathBuf)>) -> Option<TextEdit> {
        let names: Vec<&str> = written_names(written).into_iter().map(|(_, name)| name).collect();
        let root = || (PathBuf::from("/"), PathBuf::from("/"));
        let bases = if written.starts_with('/') { vec![root()] } else { bases };
        let is_base = |(old, _): &(PathBuf, PathBuf)| relative(old, target).is_some_and(|path| path == names);
        let (old, new) = bases.into_iter().find(is_base)?;
        let (edit, path) = moved_path_edit(written, (&old, &new), target, self.renames)?;
        is_writable(&path).then_some(edit)
    }
}

/// The folders that a path in a file may be relative to, with their new paths: the folders of these
/// files, the first of which has the path, and those above, where Bake may be run.
fn bases<const N: usize>(
    files: [&Arc<Path>; N],
) -> impl FnOnce(&FileRenames) -> Vec<(PathBuf, PathBuf)> + use<N> {
    let files = files.map(Arc::clone);
    move |renames| {
        let mut bases: Vec<(PathBuf, PathBuf)> = Vec::new();
        for file in &files {
            let new = renames.path(file);
            let folders = file.parent().map(Path::to_owned).zip(new.parent().map(Path::to_owned));
            bases.extend(folders);
        }
        let above = files[0].ancestors().skip(2);
        bases.extend(above.map(|folder| (folder.to_owned(), renames.path(folder))));
        bases
    }
}

/// Whether a path means itself in YAML, HCL and JSON, quoted or not.
fn is_writable(path: &str) -> bool {
    const WORDS: [&str; 7] = ["true", "false", "null", "yes", "no", "on", "off"];
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '@' | '+' | '~' | ' ');
    let is_start = |c: char| c.is_alphabetic() || matches!(c, '.' | '_' | '/');
    let is_word = WORDS.iter().any(|word| path.eq_ignore_ascii_case(word));
    let is_remote = path.starts_with("github.com/") || path.contains("//");
    path.starts_with(is_start) && path.chars().all(is_plain) && path.trim() == path && !is_word && !is_remote
}
