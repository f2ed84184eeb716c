//! The names in a folder on disk.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    fs, io,
    path::{Component, Path, PathBuf},
    time::{Duration, Instant},
};

use dockwright_context::sources::{ContextView, Kind};

/// A folder with more names is not listed.
const MAX_NAMES: usize = 200_000;
/// Where the disk may take different letter cases for the same name, names are compared with the list of their folder.
const MAY_IGNORE_CASE: bool = cfg!(any(windows, target_os = "macos"));

/// A context on disk. It is read as it is asked about, and the names of a folder once.
#[derive(Debug)]
pub(crate) struct DiskView {
    root: PathBuf,
    names: RefCell<HashMap<String, Option<Vec<String>>>>,
    /// Nothing more is read after this.
    deadline: Cell<Option<Instant>>,
}

impl DiskView {
    /// A folder that exists.
    pub(crate) fn new(root: &Path) -> Option<Self> {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let root = root.canonicalize().ok().filter(|root| root.is_dir())?;
        Some(Self { root, names: RefCell::default(), deadline: Cell::default() })
    }

    /// The folder, without links in its path.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Reads for no longer than this from now on.
    pub(crate) fn take_time(&self, patience: Option<Duration>) {
        self.deadline.set(patience.map(|patience| Instant::now() + patience));
    }

    /// Whether there is time left.
    pub(crate) fn has_time(&self) -> bool {
        self.deadline.get().is_none_or(|deadline| Instant::now() < deadline)
    }

    /// Where a path is on disk. A name that the system reads as more than a name, such as `C:`, is in no context.
    pub(crate) fn on_disk(&self, path: &str) -> Option<PathBuf> {
        let mut place = self.root.clone();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let mut components = Path::new(name).components();
            let is_name = matches!(components.next(), Some(Component::Normal(only)) if only == name);
            if !is_name || components.next().is_some() {
                return None;
            }
            place.push(name);
        }
        Some(place)
    }

    /// Whether a folder lists this very name.
    fn lists(&self, path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.names(folder).is_none_or(|names| names.iter().any(|it| it == name))
    }

    /// The names in a folder, no more than so many, and whether these are all.
    fn list(&self, folder: &str, most: usize) -> Option<(Vec<String>, bool)> {
        let place = self.on_disk(folder)?;
        // Callers resolve links themselves, so that none leads out of the context.
        if !folder.is_empty() && !place.symlink_metadata().ok()?.is_dir() {
            return None;
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(place).ok()? {
            if names.len() == most {
                return Some((names, false));
            }
            if names.len().is_multiple_of(256) && !self.has_time() {
                return None;
            }
            names.push(entry.ok()?.file_name().to_string_lossy().into_owned());
        }
        Some((names, true))
    }
}

impl ContextView for DiskView {
    fn kind(&self, path: &str) -> Kind {
        if !self.has_time() {
            return Kind::Unknown;
        }
        let Some(place) = self.on_disk(path) else { return Kind::Absent };
        match place.symlink_metadata() {
            Ok(_) if MAY_IGNORE_CASE && !path.is_empty() && !self.lists(path) => Kind::Absent,
            Ok(metadata) if metadata.is_dir() => Kind::Folder,
            Ok(metadata) if metadata.is_symlink() => match fs::read_link(&place) {
                Ok(target) => Kind::Link(target.to_string_lossy().replace('\\', "/")),
                Err(_) => Kind::Unknown,
            },
            Ok(_) => Kind::File,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound
                | io::ErrorKind::NotADirectory
                | io::ErrorKind::InvalidInput
                | io::ErrorKind::InvalidFilename => Kind::Absent,
                _ => Kind::Unknown,
            },
        }
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        if let Some(known) = self.names.borrow().get(folder) {
            return known.clone();
        }
        let names = self.list(folder, MAX_NAMES).filter(|(_, is_all)| *is_all).map(|(names, _)| names);
        self.names.borrow_mut().insert(folder.to_owned(), names.clone());
        names
    }

    fn some_names(&self, folder: &str, most: usize) -> Option<(Vec<String>, bool)> {
        if let Some(known) = self.names.borrow().get(folder) {
            let mut names = known.clone()?;
            let is_all = names.len() <= most;
            names.truncate(most);
            return Some((names, is_all));
        }
        let (names, is_all) = self.list(folder, most)?;
        if is_all {
            self.names.borrow_mut().insert(folder.to_owned(), Some(names.clone()));
        }
        Some((names, is_all))
    }
}
