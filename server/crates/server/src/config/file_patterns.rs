//! `include` and `exclude` in a `dockwright.toml`: globs as in a `.gitignore`, relative to its
//! folder.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The files that a configuration file adds to the Dockerfiles of its folder, and those that it
/// removes.
#[derive(Debug, Clone)]
pub(crate) struct FilePatterns {
    include: Gitignore,
    exclude: Gitignore,
}

impl Default for FilePatterns {
    fn default() -> Self {
        Self { include: Gitignore::empty(), exclude: Gitignore::empty() }
    }
}

impl FilePatterns {
    /// Invalid globs are left out; [`is_glob`] has reported them.
    pub(crate) fn new(folder: &Path, include: &[String], exclude: &[String]) -> Self {
        Self { include: matcher(folder, include), exclude: matcher(folder, exclude) }
    }

    /// Whether a file counts as a Dockerfile regardless of its name.
    pub(crate) fn includes(&self, path: &Path) -> bool {
        // The library panics for a file outside of the folder.
        !self.include.is_empty()
            && path.starts_with(self.include.path())
            && self.include.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Whether a file or a folder is excluded.
    pub(crate) fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.matched(path, is_folder).is_ignore()
    }
}

/// Whether a text is a valid glob.
pub(crate) fn is_glob(glob: &str) -> bool {
    GitignoreBuilder::new("").add_line(None, glob).is_ok()
}

/// A matcher of globs that are relative to a folder.
pub(super) fn matcher(folder: &Path, globs: &[String]) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    for glob in globs {
        let _ = builder.add_line(None, glob);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
