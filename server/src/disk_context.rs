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
    is_cut: Cell<bool>,
}

impl DiskContext {
    /// A view that reads no more than so many entries.
    pub(crate) fn new(root: PathBuf, most: usize) -> Self {
        Self { root, until: None, left: Cell::new(most), has_sizes: true, is_cut: Cell::new(false) }
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

    /// Reads a folder, or as much of it as may be read if a part is of use.
    fn read<T>(
        &self,
        folder: &str,
        is_part_of_use: bool,
        entry: impl Fn(&fs::DirEntry) -> Option<T>,
    ) -> Option<Vec<T>> {
        /// How often the clock is looked at.
        const STEP: usize = 256;
        let is_late = || self.until.is_some_and(|until| Instant::now() > until);
        let mut found = Vec::new();
        for found_entry in fs::read_dir(self.path(folder)).ok()? {
            let may_go_on = self.left.get() > 0 && !(self.left.get().is_multiple_of(STEP) && is_late());
            if !may_go_on {
                self.left.set(0);
                self.is_cut.set(true);
                return Some(found).filter(|_| is_part_of_use);
            }
            self.left.set(self.left.get() - 1);
            found.extend(entry(&found_entry.ok()?));
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
        self.read(folder, false, |entry| Some(entry.file_name().to_string_lossy().into_owned()))
    }

    fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        self.read(folder, true, |entry| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_allowed() {
        let folder = std::env::temp_dir().join(format!("dockwright-disk-context-{}", std::process::id()));
        fs::create_dir_all(folder.join("sub")).unwrap();
        for name in ["a", "b", "c", "sub/d"] {
            fs::write(folder.join(name), "12345").unwrap();
        }
        let view = DiskContext::new(folder.clone(), 100);
        let mut entries = view.entries("").unwrap();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!((entries.len(), entries[0].bytes, &entries[3].kind), (4, 5, &Kind::Folder));
        assert!(!view.is_cut() && view.entries("nowhere").is_none());
        assert_eq!(
            (view.kind("a"), view.kind("x"), view.kind("a/x")),
            (Kind::File, Kind::Absent, Kind::Absent)
        );
        let view = DiskContext::new(folder.clone(), 3).without_sizes();
        assert_eq!(view.entries("").map(|entries| entries.len()), Some(3));
        assert!(view.is_cut() && view.names("sub").is_none());
        let view = DiskContext::new(folder.clone(), 256).until(Instant::now());
        std::thread::sleep(std::time::Duration::from_millis(1));
        assert_eq!(view.entries(""), Some(Vec::new()));
        fs::remove_dir_all(folder).unwrap();
    }
}
