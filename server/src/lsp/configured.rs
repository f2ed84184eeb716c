//! What is checked in each document: the user's settings and the configuration files above it.
//!
//! Files are read when a document is first asked about, and again once the client reports that one of them has changed.
//! What is known is kept for open documents and for a bounded number of folders.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::document::DocumentContext;
use dockwright_lint::preset::Selection;

use super::{from_proto, session::Session};
use crate::config::files::Configuration;

/// The files of so many folders are remembered.
const MAX_FOLDERS: usize = 256;

/// What is known of documents and folders.
#[derive(Debug, Default)]
pub(crate) struct Configured {
    folders: HashMap<PathBuf, Configuration>,
    known: HashMap<String, Known>,
}

/// What applies to a document.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Its rules.
    pub(crate) selection: Arc<Selection>,
    /// What is known of it besides its text.
    pub(crate) context: Arc<DocumentContext>,
}

impl Configured {
    /// What applies to a document, and what the user should know about files that were read for it. It is kept where the
    /// document is open.
    pub(crate) fn of(&mut self, session: &Session, uri: &str, is_open: bool) -> (Known, Vec<String>) {
        if let Some(known) = self.known.get(uri) {
            return (known.clone(), Vec::new());
        }
        let path = from_proto::file_path(uri);
        let folder = match &path {
            Some(path) => path.parent().map(Path::to_owned),
            // What has no file yet will probably become one of the workspace.
            None => session.folders.first().cloned(),
        };
        let mut complaints = Vec::new();
        if self.folders.len() >= MAX_FOLDERS {
            self.folders.clear();
        }
        let configuration = folder.map(|folder| {
            let found = self.folders.entry(folder);
            &*found.or_insert_with_key(|folder| {
                let found = Configuration::find(folder);
                complaints.clone_from(&found.complaints);
                found
            })
        });
        let none = Configuration::default();
        let (configuration, checks) = (configuration.unwrap_or(&none), &session.settings.checks);
        let known = Known {
            selection: Arc::new(configuration.selection(checks, path.as_deref())),
            context: Arc::new(configuration.context(checks, path.as_deref())),
        };
        complaints.extend(configuration.without_effect(checks));
        if is_open {
            self.known.insert(uri.to_owned(), known.clone());
        }
        (known, complaints)
    }

    /// The settings have changed.
    pub(crate) fn forget_selections(&mut self) {
        self.known.clear();
    }

    /// The files have changed.
    pub(crate) fn forget_files(&mut self) {
        self.folders.clear();
        self.known.clear();
    }

    /// A document is closed.
    pub(crate) fn forget(&mut self, uri: &str) {
        self.known.remove(uri);
    }
}
