//! Finds and reads the Dockerfiles in the workspace folders, for searches over all of them.
//!
//! The search is repeated after a short time, but a file is read again only if it has changed. Both
//! run in the pool. Nothing outside the folders is searched, and the number of files is limited.

use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use dockwright_analysis::document::Document;
use dockwright_ide as ide;
use dockwright_ide::Declared;
use dockwright_syntax::{Position, PositionEncoding, Text};

use super::workspace_search::{self, WorkspaceFile};
use crate::regular_file;

/// The maximum number of files to read.
pub(super) const MAX_FILES: usize = 5_000;
/// The maximum size of a file to read.
const MAX_SIZE: u64 = 4 << 20;
/// The minimum time for which a list of files is current, since editors search again with every
/// letter of a query.
const FRESH: Duration = Duration::from_secs(2);
/// A list is current for this many times the duration of the search.
const WORTH: u32 = 10;

/// The files that have been read; empty before the first search.
#[derive(Debug, Default)]
pub(crate) struct WorkspaceFiles {
    known: Mutex<ReadFiles>,
}

#[derive(Debug, Default)]
struct ReadFiles {
    listed: Option<FileList>,
    files: HashMap<PathBuf, ReadFile>,
}

#[derive(Debug)]
struct FileList {
    until: Instant,
    folders: Arc<[PathBuf]>,
    paths: Arc<[PathBuf]>,
}

/// The names that a file declared when it was read.
#[derive(Debug)]
struct ReadFile {
    modified: Option<SystemTime>,
    size: u64,
    names: Arc<[PlacedName]>,
    images: Arc<[String]>,
}

/// A declared name with its start and end positions.
#[derive(Debug, Clone)]
pub(crate) struct PlacedName {
    pub(crate) declared: Declared,
    pub(crate) start: Position,
    pub(crate) end: Position,
}

impl WorkspaceFiles {
    /// The base images of the files in `folders`, the most frequent first, as far as they are already
    /// known, since typing must not be delayed. `None` while the search is still running.
    pub(crate) fn images(
        self: &Arc<Self>,
        folders: &Arc<[PathBuf]>,
        encoding: PositionEncoding,
    ) -> Option<Vec<String>> {
        if folders.is_empty() {
            return Some(Vec::new());
        }
        let known = self.known.try_lock().ok()?;
        let is_listed = known.listed.as_ref().is_some_and(|listed| listed.folders == *folders);
        let is_newest =
            is_listed && known.listed.as_ref().is_some_and(|listed| Instant::now() < listed.until);
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for image in known.files.values().flat_map(|file| file.images.iter()) {
            *counts.entry(image).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let images = counts.into_iter().map(|(image, _)| image.to_owned()).collect();
        drop(known);
        if !is_newest {
            let (files, folders) = (Arc::clone(self), Arc::clone(folders));
            tokio::task::spawn_blocking(move || drop(files.names(&folders, encoding)));
        }
        is_listed.then_some(images)
    }

    /// The paths of the files in `folders`.
    pub(crate) fn paths(&self, folders: &Arc<[PathBuf]>) -> Arc<[PathBuf]> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).paths(folders)
    }

    /// The names that each file in `folders` declares, with positions in the session's encoding.
    pub(crate) fn names(
        &self,
        folders: &Arc<[PathBuf]>,
        encoding: PositionEncoding,
    ) -> Vec<(PathBuf, Arc<[PlacedName]>)> {
        // Concurrent callers would do the same work.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.read(folders, encoding);
        let mut found: Vec<_> =
            known.files.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.names))).collect();
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        found
    }
}

impl ReadFiles {
    /// Reads the files that have changed since they were last read.
    fn read(&mut self, folders: &Arc<[PathBuf]>, encoding: PositionEncoding) {
        let paths = self.paths(folders);
        let mut files = HashMap::with_capacity(paths.len());
        for path in paths.iter() {
            let Ok(metadata) = fs::metadata(path) else { continue };
            let (modified, size) = (metadata.modified().ok(), metadata.len());
            let file = match self.files.remove(path) {
                Some(file) if file.modified == modified && file.size == size && modified.is_some() => file,
                _ => {
                    let Ok((bytes, _)) = regular_file::read(path, MAX_SIZE) else { continue };
                    let document = Document::new(Text::new(&String::from_utf8_lossy(&bytes)));
                    let names = placed_names(&document, encoding);
                    ReadFile { modified, size, names, images: ide::base_images(&document).into() }
                }
            };
            files.insert(path.clone(), file);
        }
        self.files = files;
    }

    fn paths(&mut self, folders: &Arc<[PathBuf]>) -> Arc<[PathBuf]> {
        let start = Instant::now();
        let listed = self.listed.take().filter(|listed| listed.folders == *folders && start < listed.until);
        let listed = listed.unwrap_or_else(|| {
            let paths = list(folders);
            let until = Instant::now() + FRESH.max(start.elapsed() * WORTH);
            FileList { until, folders: Arc::clone(folders), paths }
        });
        let paths = Arc::clone(&listed.paths);
        self.listed = Some(listed);
        paths
    }
}

/// The Dockerfiles in the folders.
fn list(folders: &[PathBuf]) -> Arc<[PathBuf]> {
    let found = workspace_search::search(folders).flatten().filter_map(|found| match found {
        WorkspaceFile::Dockerfile(path) => Some(path),
        WorkspaceFile::BuildFile(_) | WorkspaceFile::IgnoreFile(_) => None,
    });
    let mut paths: Vec<PathBuf> = found.take(MAX_FILES).collect();
    paths.sort();
    paths.into()
}

/// The names that a document declares, with their positions.
pub(crate) fn placed_names(document: &Document, encoding: PositionEncoding) -> Arc<[PlacedName]> {
    let position = |offset| document.text().position(offset, encoding);
    let names = ide::declared_names(document).into_iter();
    names
        .map(|declared| PlacedName {
            start: position(declared.range.start),
            end: position(declared.range.end),
            declared,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn names(files: &WorkspaceFiles, folder: &Path) -> Vec<String> {
        let found = files.names(&[folder.to_owned()].into(), PositionEncoding::Utf16);
        found.iter().flat_map(|(_, names)| names.iter()).map(|name| name.declared.name.clone()).collect()
    }

    #[test]
    fn files_are_read_again_when_they_change() {
        let folder = std::env::temp_dir().join(format!("dockwright files {}", std::process::id()));
        fs::create_dir_all(folder.join("ignored")).unwrap();
        fs::write(folder.join(".gitignore"), "ignored\n").unwrap();
        fs::write(folder.join("ignored/Dockerfile"), "FROM a AS ignored\n").unwrap();
        fs::write(folder.join("Dockerfile"), "FROM a AS first\n").unwrap();
        let files = WorkspaceFiles::default();
        assert_eq!(names(&files, &folder), ["first"]);
        fs::write(folder.join("Dockerfile"), "ARG second\n").unwrap();
        assert_eq!(names(&files, &folder), ["second"]);
        fs::remove_file(folder.join("Dockerfile")).unwrap();
        assert_eq!(names(&files, &folder), Vec::<String>::new());
        fs::remove_dir_all(folder).unwrap();
    }
}
