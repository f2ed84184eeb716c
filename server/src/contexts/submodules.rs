//! The submodules of a repository that are not checked out. Their files exist in a complete checkout.

use std::path::{Path, PathBuf};

use crate::regular_file;

/// The maximum number of submodules.
const MOST: usize = 1_000;

/// The folders of submodules, of the repository that contains a folder, that are not checked out.
pub(super) fn absent_submodules(folder: &Path) -> Vec<PathBuf> {
    let Some(repository) = folder.ancestors().find(|folder| folder.join(".git").exists()) else {
        return Vec::new();
    };
    let modules = regular_file::configuration(&repository.join(".gitmodules")).unwrap_or_default();
    let path = |line: &str| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "path").then(|| repository.join(value.trim().trim_matches('"')))
    };
    let absent = |path: &PathBuf| path.starts_with(repository) && !path.join(".git").exists();
    modules.lines().filter_map(path).filter(absent).take(MOST).collect()
}
