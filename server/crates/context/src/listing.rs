//! A context whose names are given as a list: for tests, and for callers that have no disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    build::{BuildContext, Inspection, SourceFacts},
    ignore_file::IgnoreFile,
    sources::{ContextView, Kind},
};

/// The files, folders and links of a context.
#[derive(Debug, Default)]
pub struct ListedFiles {
    kinds: BTreeMap<String, Kind>,
    names: BTreeMap<String, BTreeSet<String>>,
}

impl ListedFiles {
    /// A context with these files; a name that ends in `/` is a folder.
    pub fn new<'a>(files: impl IntoIterator<Item = &'a str>) -> Self {
        let mut listing = Self::default();
        for file in files {
            listing.add(file, &if file.ends_with('/') { Kind::Folder } else { Kind::File });
        }
        listing
    }

    /// Adds a path and the folders above it.
    pub fn add(&mut self, path: &str, kind: &Kind) {
        let path = path.trim_matches('/');
        for (end, _) in path.match_indices('/').chain([(path.len(), "")]) {
            let inner = &path[..end];
            let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
            self.names.entry(folder.to_owned()).or_default().insert(name.to_owned());
            let kind = if end == path.len() { kind } else { &Kind::Folder };
            self.kinds.insert(inner.to_owned(), kind.clone());
        }
    }
}

impl ContextView for ListedFiles {
    fn kind(&self, path: &str) -> Kind {
        self.kinds.get(path).cloned().unwrap_or(Kind::Absent)
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        Some(self.names.get(folder).into_iter().flatten().cloned().collect())
    }
}

/// A context that is known from a list of its files.
#[derive(Debug)]
pub struct ListedContext {
    /// What is in it.
    pub listing: ListedFiles,
    /// The text of its `.dockerignore`.
    pub ignore: String,
    /// Whether something says that it is the context.
    pub is_stated: bool,
    /// How many slips of typing make one name the other, or more than two.
    pub slips: fn(&str, &str) -> usize,
}

impl BuildContext for ListedContext {
    fn is_stated(&self) -> bool {
        self.is_stated
    }

    fn source(&self, source: &str) -> Option<Arc<SourceFacts>> {
        let inspection = Inspection {
            view: &self.listing,
            ignore: &IgnoreFile::new(&self.ignore),
            ignore_text: (&self.ignore, &".dockerignore".into()),
            slips: self.slips,
            is_git_ignored: &|_| false,
            is_elsewhere: &|_| false,
        };
        Some(Arc::new(inspection.source(source)))
    }
}
