//! A context whose names are given as a list: for tests, and for callers that have no disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::{ContextView, Kind};

/// The files, folders and links of a context.
#[derive(Debug, Default)]
pub struct Listing {
    kinds: BTreeMap<String, Kind>,
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Listing {
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

impl ContextView for Listing {
    fn kind(&self, path: &str) -> Kind {
        self.kinds.get(path).cloned().unwrap_or(Kind::Absent)
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        Some(self.names.get(folder).into_iter().flatten().cloned().collect())
    }
}
