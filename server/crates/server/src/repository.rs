//! Finds Git repositories.

use std::path::Path;

/// The root of the repository that contains a folder.
pub(crate) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| is_repository(folder))
}

/// Whether a folder is the root of a repository, or of a worktree or submodule, where `.git` is a
/// file.
pub(crate) fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}
