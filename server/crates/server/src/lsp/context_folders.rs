//! The build contexts of open documents.
//!
//! A document keeps its contexts as long as the settings stay the same, so that earlier lookups of
//! their files remain available.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use dockwright_analysis::spec::Engine;
use dockwright_context::build::{BuildContext, BuildContexts, BuildRoot};

use crate::contexts::{FolderContext, FolderListings};

/// The contexts by the path of the Dockerfile.
#[derive(Debug, Default)]
pub(crate) struct ContextFolders {
    open: Mutex<HashMap<PathBuf, Vec<Arc<FolderContext>>>>,
    /// The names in their folders.
    pub(crate) listings: FolderListings,
}

/// The outermost of the folders that contain a Dockerfile.
pub(super) fn outermost<'a>(folders: &'a [PathBuf], dockerfile: &Path) -> Option<&'a PathBuf> {
    let around = folders.iter().filter(|folder| dockerfile.starts_with(folder));
    around.min_by_key(|folder| folder.as_os_str().len())
}

/// The maximum number of documents whose contexts are kept.
const MAX_DOCUMENTS: usize = 5_000;

impl ContextFolders {
    /// The contexts of a Dockerfile; the previous ones are reused if they are the same.
    pub(crate) fn take(
        &self,
        dockerfile: &Path,
        roots: Vec<BuildRoot>,
        engine: Engine,
        folders: &[PathBuf],
    ) -> BuildContexts {
        let outermost = outermost(folders, dockerfile);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MAX_DOCUMENTS {
            open.clear();
        }
        let mut known = open.remove(dockerfile).unwrap_or_default();
        let contexts = roots.into_iter().map(|place| {
            let fresh = FolderContext::remembering(place, engine, outermost.cloned());
            match known.iter().position(|context| context.asks_the_same(&fresh)) {
                Some(at) => known.swap_remove(at),
                None => Arc::new(fresh),
            }
        });
        let contexts: Vec<_> = contexts.collect();
        let all = contexts.iter().map(|context| -> Arc<dyn BuildContext> { Arc::clone(context) as _ });
        let all = BuildContexts::new(all.collect::<Vec<_>>());
        open.insert(dockerfile.to_owned(), contexts);
        all
    }

    /// The contexts of an open Dockerfile.
    pub(crate) fn of(&self, dockerfile: &Path) -> Vec<Arc<FolderContext>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(dockerfile).cloned().unwrap_or_default()
    }

    /// Call when a document is closed.
    pub(crate) fn forget(&self, dockerfile: &Path) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(dockerfile);
    }
}
