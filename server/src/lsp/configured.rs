//! What is checked in each document: the user's settings and the configuration files above it.
//!
//! Files are read when a document is first asked about, and again once the client reports that one of them has changed.
//! What is known is kept for open documents and for a bounded number of folders.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dockwright_ide::Selection;

use super::from_proto;
use super::session::Session;
use crate::config::files::Configuration;

/// The files of so many folders are remembered.
const MAX_FOLDERS: usize = 256;

/// What is known of documents and folders.
#[derive(Debug, Default)]
pub(crate) struct Configured {
    folders: HashMap<PathBuf, Configuration>,
    selections: HashMap<String, Arc<Selection>>,
}

impl Configured {
    /// What is selected for a document, and what the user should know about files that were read for it. It is kept
    /// where the document is open.
    pub(crate) fn selection(
        &mut self,
        session: &Session,
        uri: &str,
        is_open: bool,
    ) -> (Arc<Selection>, Vec<String>) {
        if let Some(known) = self.selections.get(uri) {
            return (Arc::clone(known), Vec::new());
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
        let selection = configuration.unwrap_or(&none).selection(&session.settings.checks, path.as_deref());
        let selection = Arc::new(selection);
        if is_open {
            self.selections.insert(uri.to_owned(), Arc::clone(&selection));
        }
        (selection, complaints)
    }

    /// The settings have changed.
    pub(crate) fn forget_selections(&mut self) {
        self.selections.clear();
    }

    /// The files have changed.
    pub(crate) fn forget_files(&mut self) {
        self.folders.clear();
        self.selections.clear();
    }

    /// A document is closed.
    pub(crate) fn forget(&mut self, uri: &str) {
        self.selections.remove(uri);
    }
}
