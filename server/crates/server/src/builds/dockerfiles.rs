//! Provides the Dockerfiles of builds, for findings in build files.

use std::{
    cell::RefCell,
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::document::{Document, DocumentContext};
use dockwright_builds::{Build, Dockerfile, Inline};
use dockwright_lint::build_file_context::Dockerfiles;
use dockwright_syntax::Text;

use super::Disk;
use crate::regular_file;

/// The maximum size of a Dockerfile that is read for a finding in a different file.
const MAX_SIZE: u64 = 4 << 20;

/// Dockerfiles on disk, and those that an editor has open.
pub(crate) struct DiskDockerfiles<'a> {
    disk: &'a Disk,
    known: RefCell<HashMap<PathBuf, Option<Arc<Document>>>>,
}

impl<'a> DiskDockerfiles<'a> {
    /// Open documents take precedence over the files.
    pub(crate) fn new(disk: &'a Disk, open: HashMap<PathBuf, Arc<Document>>) -> Self {
        let known = open.into_iter().map(|(path, document)| (path, Some(document))).collect();
        Self { disk, known: RefCell::new(known) }
    }

    /// The Dockerfile at a path.
    pub(crate) fn at(&self, path: &Path) -> Option<Arc<Document>> {
        if let Some(known) = self.known.borrow().get(path) {
            return known.clone();
        }
        let read = || {
            let (bytes, _) = regular_file::read(path, MAX_SIZE).ok().filter(|_| self.disk.is_inside(path))?;
            Some(Arc::new(Document::new(Text::new(&String::from_utf8_lossy(&bytes)))))
        };
        let document = read();
        self.known.borrow_mut().insert(path.to_owned(), document.clone());
        document
    }
}

impl Dockerfiles for DiskDockerfiles<'_> {
    fn document(&self, build: &Build) -> Option<Arc<Document>> {
        match &build.dockerfile {
            Dockerfile::File(path) => self.at(path),
            Dockerfile::Inline(inline) => Some(inline_document(inline, Arc::default())),
            Dockerfile::Unknown => None,
        }
    }

    fn exists(&self, path: &Path) -> Option<bool> {
        self.disk.knows(path).then(|| self.disk.is_open(path) || path.exists())
    }
}

/// Parses an inline Dockerfile.
pub(crate) fn inline_document(inline: &Inline, context: Arc<DocumentContext>) -> Arc<Document> {
    Arc::new(Document::with_context(Text::new(&inline.text), context))
}
