//! Searches the workspace folders for Dockerfiles, build files and ignore files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::dockerfiles::{DockerfileSearch, FoundFile};

/// A file that a search has found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WorkspaceFile {
    Dockerfile(PathBuf),
    /// A Compose file, a Bake file or a `devcontainer.json`.
    BuildFile(PathBuf),
    /// A `.dockerignore` or `.containerignore`, also one of a single Dockerfile.
    IgnoreFile(PathBuf),
}

/// The files of each folder in the workspace folders, one folder with each call of `next`, so that a
/// caller can pause or stop the search. A file is found once even if the workspace folders contain
/// each other.
pub(crate) fn search(folders: &[PathBuf]) -> impl Iterator<Item = Vec<WorkspaceFile>> + Send + use<> {
    let is_inner = |folder: &Path| folders.iter().any(|other| folder != other && folder.starts_with(other));
    let outer: Vec<PathBuf> = folders.iter().filter(|folder| !is_inner(folder)).cloned().collect();
    outer.into_iter().flat_map(|folder| {
        let root = fs::canonicalize(&folder).ok();
        let mut search = DockerfileSearch::new(&folder);
        std::iter::from_fn(move || {
            let found = search.next_folder()?.into_iter();
            Some(found.filter_map(|found| wanted(found, root.as_deref())).collect())
        })
    })
}

/// A link is wanted if its target is within the root.
fn wanted(found: FoundFile, root: Option<&Path>) -> Option<WorkspaceFile> {
    match found {
        FoundFile::Dockerfile(path) => Some(WorkspaceFile::Dockerfile(path)),
        FoundFile::BuildFile(path) => Some(WorkspaceFile::BuildFile(path)),
        FoundFile::IgnoreFile(path) => Some(WorkspaceFile::IgnoreFile(path)),
        FoundFile::Link { link, target } => {
            root.is_some_and(|root| target.starts_with(root)).then_some(WorkspaceFile::Dockerfile(link))
        }
        FoundFile::Template(_) | FoundFile::Leftover(..) | FoundFile::Unreadable(..) => None,
    }
}
