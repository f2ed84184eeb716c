//! What a document is: most are Dockerfiles, some are ignore files, which have a language service of their own.

use crate::dockerfiles::is_ignore_file;

/// The language identifiers under which editors open ignore files. `ignore` is that of `.gitignore` as well.
const IGNORE_FILES: [&str; 2] = ["dockerignore", "containerignore"];

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum DocumentKind {
    #[default]
    Dockerfile,
    /// A `.dockerignore`, `NAME.dockerignore` or `.containerignore`.
    IgnoreFile,
}

impl DocumentKind {
    /// The kind of a document by its URI and the language that the client has for it.
    pub(crate) fn new(uri: &str, language: &str) -> Self {
        let path = uri.split(['?', '#']).next().unwrap_or_default();
        if is_ignore_file(path) || IGNORE_FILES.contains(&language) {
            Self::IgnoreFile
        } else {
            Self::Dockerfile
        }
    }
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
            ("file:///a/.gitignore", "ignore", DocumentKind::Dockerfile),
        ] {
            assert_eq!(DocumentKind::new(uri, language), kind, "{uri}");
        }
    }
}
