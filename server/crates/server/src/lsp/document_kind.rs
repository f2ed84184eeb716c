//! The kinds of documents: Dockerfiles, and ignore files and build files, each with a separate
//! language service.

use std::path::PathBuf;

use dockwright_builds::FileKind;

use super::uris;
use crate::dockerfiles::is_ignore_file;

/// The language identifiers that editors use for ignore files. `ignore` is also used for
/// `.gitignore`.
const IGNORE_FILES: [&str; 2] = ["dockerignore", "containerignore"];

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum DocumentKind {
    #[default]
    Dockerfile,
    /// A `.dockerignore`, `NAME.dockerignore` or `.containerignore`.
    IgnoreFile,
    /// A Compose file, a Bake file or a `devcontainer.json`.
    BuildFile,
}

impl DocumentKind {
    /// The kind of a document, by its URI and the client's language identifier.
    pub(crate) fn new(uri: &str, language: &str) -> Self {
        let path = uri.split(['?', '#']).next().unwrap_or_default();
        if is_ignore_file(path) || IGNORE_FILES.contains(&language) {
            Self::IgnoreFile
        } else if build_file(uri).is_some() {
            Self::BuildFile
        } else {
            Self::Dockerfile
        }
    }
}

/// The path of a document if its name is that of a build file.
pub(crate) fn build_file(uri: &str) -> Option<PathBuf> {
    uris::file_path(uri).filter(|path| FileKind::of(path).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_languages_decide() {
        for (uri, language, kind) in [
            ("file:///a/.dockerignore", "ignore", DocumentKind::IgnoreFile),
            ("file:///a/web.Dockerfile.dockerignore", "", DocumentKind::IgnoreFile),
            ("file:///a/.containerignore", "plaintext", DocumentKind::IgnoreFile),
            ("untitled:Untitled-1", "dockerignore", DocumentKind::IgnoreFile),
            ("file:///a/Dockerfile", "dockerfile", DocumentKind::Dockerfile),
            ("file:///a/compose.yaml", "yaml", DocumentKind::BuildFile),
            ("file:///a/.gitignore", "ignore", DocumentKind::Dockerfile),
        ] {
            assert_eq!(DocumentKind::new(uri, language), kind, "{uri}");
        }
    }
}
