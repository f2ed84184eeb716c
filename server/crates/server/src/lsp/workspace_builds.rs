//! The builds in the workspace's Compose, Bake and devcontainer files.
//!
//! They are read in the pool after the first findings have been sent, and again when such a file
//! changes. A text that the client has open takes precedence over the file.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use dockwright_analysis::known_builds::KnownBuild;
use dockwright_builds::{MAX_FILES, Table};
use dockwright_context::build::BuildRoot;

use super::{
    document_kind::build_file,
    documents::Documents,
    workspace_search::{self, WorkspaceFile},
};
use crate::builds::{Disk, known_builds, known_roots};

/// The maximum time of the search for build files.
const PATIENCE: Duration = Duration::from_secs(10);

/// The builds as they were last read; empty before the first reading.
#[derive(Debug, Default)]
pub(crate) struct WorkspaceBuilds {
    documents: Arc<Documents>,
    state: Mutex<State>,
    /// The last table, for callers that must not wait.
    current: Mutex<Arc<Table>>,
    were_read: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    /// The build files in these folders; `None` before the first search.
    listed: Option<(Arc<[PathBuf]>, Vec<PathBuf>)>,
    /// The versions of the open texts that the table was made from; `None` if files have changed since.
    versions: Option<Vec<(String, u64)>>,
}

/// The build files that the client has open.
#[derive(Debug, Default)]
struct OpenTexts {
    /// URIs and versions.
    versions: Vec<(String, u64)>,
    texts: HashMap<PathBuf, Arc<str>>,
}

/// Whether a change of a file may change builds.
pub(crate) fn may_change_builds(uri: &str) -> bool {
    build_file(uri).is_some() || uri.ends_with("/.env")
}

impl WorkspaceBuilds {
    /// `documents` are those that the client has open.
    pub(crate) fn new(documents: Arc<Documents>) -> Self {
        Self { documents, ..Self::default() }
    }

    /// The documents that the client has open.
    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The builds of a Dockerfile, as far as they have been read.
    pub(crate) fn known(&self, dockerfile: &Path, folders: &[PathBuf]) -> Vec<KnownBuild> {
        let table = self.current();
        let root = folders.iter().find(|folder| dockerfile.starts_with(folder));
        known_builds(&table, dockerfile, root.map_or(Path::new("/"), PathBuf::as_path))
    }

    /// The contexts that a Dockerfile is built with, as far as they are known.
    pub(crate) fn roots(&self, dockerfile: &Path) -> Option<Vec<BuildRoot>> {
        known_roots(&self.current(), dockerfile)
    }

    /// Whether the builds have been read once. Before that, a Dockerfile without known builds may still
    /// have some.
    pub(crate) fn were_read(&self) -> bool {
        self.were_read.load(Ordering::Acquire)
    }

    /// Records that the builds have been read and apply to all documents.
    pub(crate) fn apply(&self) {
        self.were_read.store(true, Ordering::Release);
    }

    /// The table that was read last.
    pub(crate) fn current(&self) -> Arc<Table> {
        Arc::clone(&self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Call when files have changed; `is_listing` if the set of build files may have changed.
    pub(crate) fn files_changed(&self, is_listing: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.versions = None;
        if is_listing {
            state.listed = None;
        }
    }

    /// Offers a list of the build files in the folders, which saves a search.
    pub(crate) fn offer(&self, folders: &Arc<[PathBuf]>, paths: Vec<PathBuf>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.listed.is_none() {
            state.listed = Some((Arc::clone(folders), paths));
        }
    }

    /// The builds of a file and of those next to it, if the file had a different text.
    pub(crate) fn with_text(&self, folders: &[PathBuf], path: &Path, text: Arc<str>) -> Table {
        let mut open = self.open_texts().texts;
        open.insert(path.to_owned(), text);
        let current = self.current();
        let beside = current.files().into_iter().filter(|file| file.path.parent() == path.parent());
        let mut paths: Vec<PathBuf> = beside.map(|file| file.path.to_owned()).collect();
        paths.push(path.to_owned());
        Table::read(&Disk::new(folders, open), &paths, &Table::default())
    }

    fn open_texts(&self) -> OpenTexts {
        let mut open = OpenTexts::default();
        for document in self.documents.all() {
            let Some(path) = build_file(&document.uri).filter(|_| !document.is_too_large()) else { continue };
            open.versions.push((document.uri.clone(), document.revision));
            open.texts.insert(path, Arc::<str>::from(document.text.slice(0..document.text.len())));
        }
        open.versions.sort();
        open
    }

    /// Builds the table from the current texts. This reads files.
    pub(crate) fn table(&self, folders: &Arc<[PathBuf]>) -> Arc<Table> {
        // Concurrent callers would do the same work.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let OpenTexts { versions, texts: open } = self.open_texts();
        let is_listed = state.listed.as_ref().is_some_and(|(of, _)| of == folders);
        if is_listed && state.versions.as_ref() == Some(&versions) {
            return self.current();
        }
        if !is_listed {
            state.listed = Some((Arc::clone(folders), list(folders)));
        }
        let mut paths = state.listed.as_ref().map(|(_, paths)| paths.clone()).unwrap_or_default();
        paths.extend(open.keys().cloned());
        paths.sort();
        paths.dedup();
        let disk = Disk::new(folders, open);
        let current = self.current();
        let table = Arc::new(match &state.versions {
            // Only texts in the editor have changed.
            Some(before) if is_listed => {
                let is_new =
                    |version: &&(String, u64)| !before.contains(version) || !versions.contains(version);
                let changed = before.iter().chain(&versions).filter(is_new);
                let changed = changed.filter_map(|(uri, _)| build_file(uri)).collect();
                Table::read_changed(&disk, &paths, &current, &changed)
            }
            _ => Table::read(&disk, &paths, &current),
        });
        state.versions = Some(versions);
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&table);
        table
    }
}

/// The build files in some folders.
fn list(folders: &[PathBuf]) -> Vec<PathBuf> {
    let start = Instant::now();
    let searched = workspace_search::search(folders).take_while(|_| start.elapsed() < PATIENCE);
    let found = searched.flatten().filter_map(|found| match found {
        WorkspaceFile::BuildFile(path) => Some(path),
        WorkspaceFile::Dockerfile(_) | WorkspaceFile::IgnoreFile(_) => None,
    });
    found.take(MAX_FILES).collect()
}
