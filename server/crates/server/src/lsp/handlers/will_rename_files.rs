//! `workspace/willRenameFiles`: the edits that keep the paths in Dockerfiles, ignore files, build files
//! and configuration files valid.
//!
//! The client applies them before it renames the files, so they are for the old paths.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{document::Document, fix::TextEdit};
use dockwright_ide::{
    FileRenames, SourceFolders, build_file_edits, ignore_file::IgnoreDocument, pattern_edits, source_edits,
};
use dockwright_syntax::Text;
use tower_lsp::ls_types::{RenameFilesParams, WorkspaceEdit};

use crate::{
    builds::{Disk, absolute},
    config::{files::CONFIGURATION_FILE, renamed_paths::path_edits},
    lsp::{
        build_files::workspace_edit, document_configurations::DocumentConfigurations,
        documents::OpenDocument, session::Session, uris,
    },
    regular_file,
};

/// The maximum size of a file on disk to edit.
const MAX_SIZE: u64 = 1 << 20;
/// The names of ignore files that apply to their folder.
const IGNORE_FILES: [&str; 2] = [".dockerignore", ".containerignore"];

pub(crate) fn will_rename_files(
    session: &Session,
    open: Vec<Arc<OpenDocument>>,
    params: &RenameFilesParams,
) -> Option<WorkspaceEdit> {
    let path = |uri: &str| uris::file_path(uri).map(|path| absolute(&path));
    let paths = params.files.iter().filter_map(|it| path(&it.old_uri).zip(path(&it.new_uri)));
    let renames = FileRenames::new(paths);
    if renames.is_empty() {
        return None;
    }
    let open = open.into_iter().filter_map(|document| Some((uris::file_path(&document.uri)?, document)));
    let texts = Texts {
        open: open.collect(),
        disk: Disk::new(&session.folders, std::collections::HashMap::new()),
        names: renames.old_paths().filter_map(|path| path.file_name()?.to_str()).collect(),
    };
    let table = session.builds.table(&session.folders);
    let mut dockerfiles: BTreeSet<PathBuf> = session.files.paths(&session.folders).iter().cloned().collect();
    dockerfiles.extend(table.dockerfiles().map(Path::to_owned));
    let mut edits: Vec<(PathBuf, Text, Vec<TextEdit>)> = Vec::new();
    let mut ignore_files: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let mut configurations = DocumentConfigurations::default();
    let mut configured: BTreeSet<PathBuf> = BTreeSet::new();
    for path in dockerfiles {
        configured.extend(path.ancestors().skip(1).map(Path::to_owned));
        let contexts = configurations.contexts(session, &path);
        for name in IGNORE_FILES {
            let name = path.file_name().map(|file| format!("{}{name}", file.to_string_lossy()));
            ignore_files.extend(name.map(|name| (path.with_file_name(name), contexts.clone())));
        }
        if let Some(document) = texts.dockerfile(&path) {
            let folders = SourceFolders::new(contexts, table.of(&path));
            let found = source_edits(&document, &folders, &renames);
            edits.push((path, document.text().clone(), found));
        }
    }
    for folder in renames.old_paths().flat_map(|path| path.ancestors().skip(1)) {
        configured.insert(folder.to_owned());
        let own = IGNORE_FILES.map(|name| (folder.join(name), vec![folder.to_owned()]));
        ignore_files.extend(own.into_iter().filter(|_| session.is_in_folders(folder)));
    }
    for (path, contexts) in ignore_files {
        if let Some(text) = texts.text(&path) {
            let found = pattern_edits(&IgnoreDocument::new(text.clone()), &contexts, &renames);
            edits.push((path, Text::new(&text), found));
        }
    }
    for folder in configured.into_iter().filter(|folder| session.is_in_folders(folder)) {
        let path = folder.join(CONFIGURATION_FILE);
        if let Some(text) = texts.text(&path) {
            let found = path_edits(&text, &path, &renames);
            edits.push((path, Text::new(&text), found));
        }
    }
    for (path, found) in build_file_edits(&table, &renames) {
        let text = table.file(&path).map_or("", |file| file.text);
        edits.push((path.to_path_buf(), Text::new(text), found));
    }
    edits.retain(|(path, _, edits)| !edits.is_empty() && session.is_in_folders(path));
    if edits.is_empty() {
        return None;
    }
    workspace_edit(&session.abilities, session.builds.documents(), edits)
}

/// The texts of files, those of open documents first.
struct Texts<'a> {
    open: BTreeMap<PathBuf, Arc<OpenDocument>>,
    disk: Disk,
    /// The names that are renamed. A file without any of them has no path to edit.
    names: Vec<&'a str>,
}

impl Texts<'_> {
    fn dockerfile(&self, path: &Path) -> Option<Arc<Document>> {
        match self.open.get(path) {
            Some(open) => Some(Arc::clone(open.document())),
            None => Some(Arc::new(Document::new(Text::new(&self.text(path)?)))),
        }
    }

    /// The text of a file; `None` if it is not in the workspace or has none of the names.
    fn text(&self, path: &Path) -> Option<String> {
        if let Some(open) = self.open.get(path) {
            return Some(open.text.slice(0..open.text.len()).into_owned());
        }
        let (bytes, _) = regular_file::read(path, MAX_SIZE).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        // Resolving links is slow, and few files have such a name.
        let has_name = self.names.iter().any(|name| text.contains(name));
        (has_name && self.disk.is_inside(path)).then_some(text)
    }
}
