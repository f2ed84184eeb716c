//! What is the same for the contexts of many files, so that a folder with thousands of Dockerfiles
//! is read once.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::submodules::absent_submodules;
use crate::{dockerfiles::GitIgnores, repository::repository};

/// Facts about folders, as they were when first asked for: for one command, or one pass over a
/// workspace.
#[derive(Debug, Default)]
pub(crate) struct SharedFolders {
    names: ByFolder<Option<Arc<[String]>>>,
    resolved: ByFolder<Option<Arc<Path>>>,
    repositories: ByFolder<Option<Arc<Path>>>,
    git: ByFolder<GitIgnores>,
    submodules: ByFolder<Arc<[PathBuf]>>,
}

impl SharedFolders {
    /// The names in a folder, as `read` finds them.
    pub(super) fn names(
        &self,
        folder: &Path,
        read: impl FnOnce() -> Option<Arc<[String]>>,
    ) -> Option<Arc<[String]>> {
        self.names.of(folder, read)
    }

    /// The path of a folder with symbolic links resolved; `None` if it does not exist.
    pub(super) fn resolved(&self, folder: &Path) -> Option<Arc<Path>> {
        self.resolved.of(folder, || resolved(folder))
    }

    /// The repository that contains a folder.
    pub(crate) fn repository(&self, folder: &Path) -> Option<Arc<Path>> {
        self.repositories.of(folder, || repository(folder).map(Arc::from))
    }

    /// The files of git that apply in a folder.
    pub(super) fn git(&self, folder: &Path) -> GitIgnores {
        self.git.of(folder, || git(folder))
    }

    /// The submodules, of the repository that contains a folder, that are not checked out.
    pub(super) fn absent_submodules(&self, folder: &Path) -> Arc<[PathBuf]> {
        self.submodules.of(folder, || absent_submodules(folder))
    }
}

/// The path of a folder with symbolic links resolved; `None` if it does not exist.
pub(super) fn resolved(folder: &Path) -> Option<Arc<Path>> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    folder.canonicalize().ok().filter(|folder| folder.is_dir()).map(Arc::from)
}

/// The files of git that apply in a folder.
pub(super) fn git(folder: &Path) -> GitIgnores {
    GitIgnores::above(folder).within(folder)
}

#[derive(Debug)]
struct ByFolder<T>(Mutex<HashMap<PathBuf, T>>);

impl<T> Default for ByFolder<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> ByFolder<T> {
    /// More folders are forgotten.
    const MAX: usize = 512;

    fn of(&self, folder: &Path, make: impl FnOnce() -> T) -> T {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return known.clone();
        }
        let made = make();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= Self::MAX {
            known.clear();
        }
        known.insert(folder.to_owned(), made.clone());
        made
    }
}
