//! The build context on disk: its ignore file, and its folders as `dockwright-context` asks for them.
//!
//! Links are not followed, so nothing outside of the root is read.

use std::{
    cell::Cell,
    fs, io,
    path::{Path, PathBuf},
    time::Instant,
};

use dockwright_analysis::spec::Engine;
use dockwright_context::sources::{ContextView, Entry, Kind};

use crate::regular_file;

/// The files that may be the ignore file of a build, the one that counts first: one with the Dockerfile's name next to
/// it, otherwise one in the root. Source: BuildKit's `frontend/dockerui/config.go`, and for Podman containerignore(5):
/// there `.containerignore` comes before `.dockerignore`, but Buildah takes `NAME.dockerignore` before
/// `NAME.containerignore`.
pub(crate) fn ignore_files(root: &Path, dockerfile: Option<&Path>, engine: Engine) -> Vec<PathBuf> {
    let (named, in_root): (&[&str], &[&str]) = match engine {
        Engine::Docker => (&[".dockerignore"], &[".dockerignore"]),
        Engine::Podman => (&[".dockerignore", ".containerignore"], &[".containerignore", ".dockerignore"]),
    };
    let beside = dockerfile.into_iter().flat_map(|path| {
        named.iter().map(|extension| {
            let mut name = path.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        })
    });
    beside.chain(in_root.iter().map(|name| root.join(name))).collect()
}

/// The ignore file that counts, with its text; the first one that is there.
pub(crate) fn ignore_file(candidates: Vec<PathBuf>) -> Option<(PathBuf, io::Result<String>)> {
    let path = candidates.into_iter().find(|path| fs::metadata(path).is_ok())?;
    let text = regular_file::configuration_or_error(&path);
    Some((path, text))
}

/// A context below a folder.
#[derive(Debug)]
pub(crate) struct DiskContext {
    root: PathBuf,
    /// After this moment no folder is read.
    until: Option<Instant>,
    /// How many more entries of folders are read.
    left: Cell<usize>,
    has_sizes: bool,
}

impl DiskContext {
    /// A view that reads no more than so many entries.
    pub(crate) fn new(root: PathBuf, most: usize) -> Self {
        Self { root, until: None, left: Cell::new(most), has_sizes: true }
    }

    /// The same view, which reads nothing after a moment.
    pub(crate) fn until(self, moment: Instant) -> Self {
        Self { until: Some(moment), ..self }
    }

    /// The same view, which does not look up the sizes of files.
    pub(crate) fn without_sizes(self) -> Self {
        Self { has_sizes: false, ..self }
    }

    /// A path on disk.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn read<T>(&self, folder: &str, entry: impl Fn(&fs::DirEntry) -> Option<T>) -> Option<Vec<T>> {
        let mut found = Vec::new();
        for entry_of_folder in fs::read_dir(self.path(folder)).ok()? {
            let is_late =
                self.until.is_some_and(|until| found.len().is_multiple_of(256) && Instant::now() > until);
            let left = self.left.get().checked_sub(1).filter(|_| !is_late)?;
            self.left.set(left);
            found.extend(entry(&entry_of_folder.ok()?));
        }
        Some(found)
    }
}

impl ContextView for DiskContext {
    fn kind(&self, path: &str) -> Kind {
        let path = self.path(path);
        match fs::symlink_metadata(&path) {
            Ok(metadata) => kind_of(metadata.file_type(), || fs::read_link(&path)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Kind::Absent
            }
            Err(_) => Kind::Unknown,
        }
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        self.read(folder, |entry| Some(entry.file_name().to_string_lossy().into_owned()))
    }

    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        self.read(folder, |entry| {
            let kind = kind_of(entry.file_type().ok()?, || fs::read_link(entry.path()));
            let bytes = if self.has_sizes && kind == Kind::File {
                entry.metadata().map_or(0, |it| it.len())
            } else {
                0
            };
            Some(Entry { name: entry.file_name().to_string_lossy().into_owned(), kind, bytes })
        })
    }
}

fn kind_of(file_type: fs::FileType, target: impl FnOnce() -> io::Result<PathBuf>) -> Kind {
    if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_symlink() {
        target().map_or(Kind::Unknown, |target| Kind::Link(target.to_string_lossy().into_owned()))
    } else {
        Kind::File
    }
}
