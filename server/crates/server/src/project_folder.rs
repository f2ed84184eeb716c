//! Reads the project folder for which a Dockerfile is generated.
//!
//! Nothing outside of the folder is read, not even through a symbolic link, and neither large files
//! nor large folders are.

use std::{fs, path::PathBuf};

use dockwright_init::{Entry, ProjectView};

use crate::regular_file;

/// The maximum number of names that are read from a folder.
const MOST: usize = 2000;

/// A folder whose files are read within limits.
#[derive(Debug)]
pub(crate) struct ProjectFolder {
    /// The path, with symbolic links resolved.
    root: PathBuf,
}

impl ProjectFolder {
    pub(crate) fn new(folder: &std::path::Path) -> std::io::Result<Self> {
        Ok(Self { root: folder.canonicalize()? })
    }

    /// The resolved path, if it is in the folder.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let place = self.root.join(path).canonicalize().ok()?;
        place.starts_with(&self.root).then_some(place)
    }
}

impl ProjectView for ProjectFolder {
    fn text(&self, path: &str) -> Option<String> {
        regular_file::configuration(&self.place(path)?)
    }

    fn entries(&self, folder: &str) -> Vec<Entry> {
        let Some(entries) = self.place(folder).and_then(|place| fs::read_dir(place).ok()) else {
            return Vec::new();
        };
        let entry = |entry: fs::DirEntry| {
            let kind = entry.file_type().ok()?;
            // Docker copies links as links, so files that are links are not considered either.
            let is_known = kind.is_dir() || kind.is_file();
            let name = entry.file_name().into_string().ok().filter(|_| is_known)?;
            Some(Entry { name, is_folder: kind.is_dir() })
        };
        entries.flatten().take(MOST).filter_map(entry).collect()
    }
}
