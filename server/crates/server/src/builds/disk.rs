//! Reads build files from disk, but only within given folders. Texts that an editor has open take
//! precedence.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_builds::{Files, MAX_FILE};

use crate::regular_file;

/// The files in some folders.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    folders: Vec<PathBuf>,
    /// The folders, with symbolic links resolved.
    roots: Vec<PathBuf>,
    /// The texts that an editor has open.
    open: HashMap<PathBuf, Arc<str>>,
}

impl Disk {
    /// The files in the folders `roots`, with the texts of open files.
    pub(crate) fn new(roots: &[PathBuf], open: HashMap<PathBuf, Arc<str>>) -> Self {
        let folders = roots.to_vec();
        let roots = roots.iter().filter_map(|root| fs::canonicalize(root).ok()).collect();
        Self { folders, roots, open }
    }

    /// Whether a path is lexically within one of the folders, so that its existence may be checked.
    pub(super) fn knows(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether an editor has a file open.
    pub(super) fn is_open(&self, path: &Path) -> bool {
        self.open.contains_key(path)
    }

    /// Whether a file is in one of the folders after resolving symbolic links.
    pub(crate) fn is_inside(&self, path: &Path) -> bool {
        fs::canonicalize(path).is_ok_and(|path| self.roots.iter().any(|root| path.starts_with(root)))
    }
}

impl Files for Disk {
    fn text(&self, path: &Path) -> Option<Arc<str>> {
        if let Some(open) = self.open.get(path) {
            return Some(Arc::clone(open));
        }
        if !self.is_inside(path) {
            return None;
        }
        let (bytes, _) = regular_file::read(path, MAX_FILE).ok()?;
        String::from_utf8(bytes).ok().map(Into::into)
    }

    fn exists(&self, path: &Path) -> bool {
        self.open.contains_key(path) || self.is_inside(path)
    }
}
