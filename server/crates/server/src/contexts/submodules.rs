//! The submodules of a repository that are not checked out. Their files exist in a complete checkout.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    regular_file,
    repository::{is_repository, repository},
};

/// The maximum number of submodules.
const MOST: usize = 1_000;

/// The folders of submodules, of the repository that contains a folder, that are not checked out.
pub(super) fn absent_submodules(folder: &Path) -> Arc<[PathBuf]> {
    let Some(repository) = repository(folder) else { return Arc::default() };
    let modules = regular_file::configuration(&repository.join(".gitmodules")).unwrap_or_default();
    let path = |line: &str| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "path").then(|| repository.join(value.trim().trim_matches('"')))
    };
    let absent = |path: &PathBuf| path.starts_with(repository) && !is_repository(path);
    modules.lines().filter_map(path).filter(absent).take(MOST).collect()
}
