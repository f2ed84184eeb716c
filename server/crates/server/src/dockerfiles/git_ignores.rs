//! The files that Git ignores, with the same precedence as in Git: the nearest `.gitignore` first,
//! up to the root of the repository, then `.git/info/exclude`, then the user's own file.
//!
//! Outside of a repository `.gitignore` files apply as well, so that an exported tree has the same
//! findings. The files are read here instead of by the library, which would follow any link and
//! read without a limit.

use std::{path::Path, sync::Arc};

use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};

use crate::{regular_file, repository::is_repository};

/// The ignore files that apply in a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct GitIgnores(Option<Arc<IgnoreFile>>);

#[derive(Debug)]
struct IgnoreFile {
    matcher: Gitignore,
    above: GitIgnores,
}

impl GitIgnores {
    /// The files that apply in an absolute folder, including those in the folders above it.
    pub(crate) fn above(folder: &Path) -> Self {
        let mut folders: Vec<&Path> = Vec::new();
        for ancestor in folder.ancestors().skip(1) {
            folders.push(ancestor);
            if is_repository(ancestor) {
                break;
            }
        }
        folders.iter().rev().fold(Self::of_user(folder), |ignores, folder| ignores.within(folder))
    }

    /// The files that apply in a folder, given those that apply in its parent.
    pub(crate) fn within(&self, folder: &Path) -> Self {
        let mut ignores = self.clone();
        if is_repository(folder) {
            // The files above a repository do not apply in it.
            ignores = Self::of_user(folder).with(folder, &folder.join(".git/info/exclude"));
        }
        ignores.with(folder, &folder.join(".gitignore"))
    }

    fn of_user(folder: &Path) -> Self {
        gitconfig_excludes_path().map_or_else(Self::default, |path| Self::default().with(folder, &path))
    }

    /// Adds a file with the highest precedence.
    fn with(self, root: &Path, file: &Path) -> Self {
        let Ok((bytes, _)) = regular_file::read(file, regular_file::CONFIGURATION_LIMIT) else { return self };
        let text = String::from_utf8_lossy(&bytes);
        let mut builder = GitignoreBuilder::new(root);
        for line in text.trim_start_matches('\u{feff}').lines() {
            // Git also ignores lines that it cannot parse.
            let _ = builder.add_line(None, line);
        }
        match builder.build() {
            Ok(matcher) if !matcher.is_empty() => Self(Some(Arc::new(IgnoreFile { matcher, above: self }))),
            Ok(_) | Err(_) => self,
        }
    }

    /// Whether Git ignores a file or a folder.
    pub(crate) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let mut level = self.0.as_deref();
        while let Some(IgnoreFile { matcher, above }) = level {
            let matched = matcher.matched(path, is_folder);
            if !matched.is_none() {
                return matched.is_ignore();
            }
            level = above.0.as_deref();
        }
        false
    }
}
