//! Caches the names in folders, which completion needs for every letter.
//!
//! A list is kept until its folder changes, since reading a hundred thousand names takes longer
//! than a keystroke may take.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, SystemTime},
};

use super::DiskView;

/// The maximum number of cached lists, and of names in all of them.
const MAX_FOLDERS: usize = 16;
const MAX_KEPT: usize = 400_000;
/// Nothing is offered for a larger folder.
const MAX_NAMES: usize = 500_000;
/// Timestamps on disks are coarse: a folder changed a moment ago may change again without getting a
/// new timestamp.
const SETTLED: Duration = Duration::from_millis(100);

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listed {
    /// Folders come first.
    pub(crate) kind: ListedKind,
    pub(crate) name: Box<str>,
}

/// The kind of a name. Links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ListedKind {
    Folder,
    Link,
    File,
}

/// The names in a folder, in the order of the disk.
#[derive(Debug)]
pub(crate) struct FolderListing {
    names: Box<[Listed]>,
    order: OnceLock<Box<[u32]>>,
}

impl FolderListing {
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// All names, unsorted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Listed> {
        self.names.iter()
    }

    /// All names, sorted when first needed, since sorting a large folder takes long.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &Listed> {
        let order = self.order.get_or_init(|| {
            let mut order: Box<[u32]> =
                (0..self.names.len()).filter_map(|at| u32::try_from(at).ok()).collect();
            order.sort_unstable_by_key(|&at| &self.names[at as usize]);
            order
        });
        order.iter().map(|&at| &self.names[at as usize])
    }
}

/// The lists of some folders, the most recently used one last.
#[derive(Debug, Default)]
pub(crate) struct FolderListings {
    kept: Mutex<Vec<(PathBuf, SystemTime, Arc<FolderListing>)>>,
}

impl FolderListings {
    /// The names in a folder of a context; `None` if it cannot be read.
    pub(crate) fn of(&self, view: &DiskView, folder: &str) -> Option<Arc<FolderListing>> {
        let place = view.on_disk(folder)?;
        let modified = fs::metadata(&place).ok()?.modified().ok();
        let known = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.iter().position(|(path, ..)| *path == place).map(|at| kept.remove(at))
        };
        let known = known.filter(|(_, time, _)| Some(*time) == modified);
        let names = match &known {
            Some((.., names)) => Arc::clone(names),
            None => list(view, folder)?,
        };
        let is_settled =
            |time: &SystemTime| known.is_some() || time.elapsed().is_ok_and(|since| since > SETTLED);
        if let Some(modified) = modified.filter(is_settled) {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push((place, modified, Arc::clone(&names)));
            let count = |kept: &[(PathBuf, SystemTime, Arc<FolderListing>)]| {
                kept.iter().map(|(.., names)| names.len()).sum::<usize>()
            };
            while kept.len() > MAX_FOLDERS || kept.len() > 1 && count(&kept) > MAX_KEPT {
                kept.remove(0);
            }
        }
        Some(names)
    }
}

fn list(view: &DiskView, folder: &str) -> Option<Arc<FolderListing>> {
    let entry = |entry: &fs::DirEntry| {
        let (kind, name) = (entry.file_type().ok()?, entry.file_name().into_string().ok()?);
        let kind = match (kind.is_dir(), kind.is_symlink()) {
            (true, _) => ListedKind::Folder,
            (_, true) => ListedKind::Link,
            (false, false) => ListedKind::File,
        };
        Some(Listed { kind, name: name.into() })
    };
    let names = view.list(folder, MAX_NAMES, entry)?;
    Some(Arc::new(FolderListing { names: names.into(), order: OnceLock::new() }))
}
