//! The text to check: a Dockerfile, or an ignore file given by the user.

use std::sync::Arc;

use dockwright_analysis::document::{Document, DocumentContext};
use dockwright_context::ignore_file::IgnoreFile;
use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    fix_all::{Applied, Fixed, fix_all},
    ignore_file::{fix_ignore_file, ignore_file_diagnostics},
    preset::Selection,
};
use dockwright_syntax::Text;

use crate::dockerfiles::is_ignore_file;

/// A text to check.
pub(super) enum Subject {
    Dockerfile(Box<Document>),
    IgnoreFile(String),
}

impl Subject {
    /// Parses the text of a file with this name.
    pub(super) fn new(name: &str, text: &str, context: Arc<DocumentContext>) -> Self {
        if is_ignore_file(name) {
            Self::IgnoreFile(text.to_owned())
        } else {
            Self::Dockerfile(Box::new(Document::without_tree(Text::new(text), context)))
        }
    }

    /// The Dockerfile, if it is one.
    pub(super) fn document(&self) -> Option<&Document> {
        match self {
            Self::Dockerfile(document) => Some(document),
            Self::IgnoreFile(_) => None,
        }
    }

    pub(super) fn diagnostics(&self, selection: &Selection) -> Vec<Diagnostic> {
        match self {
            Self::Dockerfile(document) => diagnostics_for(document, document.model(), selection),
            Self::IgnoreFile(text) => ignore_file_diagnostics(text, &IgnoreFile::new(text), selection),
        }
    }

    pub(super) fn fix_all(&self, selection: &Selection, applied: Applied) -> Option<Fixed> {
        match self {
            Self::Dockerfile(document) => fix_all(document, selection, applied),
            Self::IgnoreFile(text) => fix_ignore_file(text, selection, applied),
        }
    }
}
