//! Reads the names in the folders of a context on disk.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    fs, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use dockwright_context::sources::{ContextView, Entry, Kind, MAX_COMPARED};

use super::shared::{SharedFolders, resolved};

/// Larger folders are not listed.
const MAX_NAMES: usize = 200_000;
/// How many entries are read between two checks of the time.
const STEP: usize = 256;
/// On systems whose file names may be case-insensitive, names are compared with the list of their
/// folder.
const MAY_IGNORE_CASE: bool = cfg!(any(windows, target_os = "macos"));

/// A context on disk. It is read on demand, and the names of a folder only once.
#[derive(Debug)]
pub(crate) struct DiskView {
    root: Arc<Path>,
    names: RefCell<HashMap<String, Option<Vec<String>>>>,
    /// The path that was looked up last. A missing source is looked up several times.
    last: RefCell<Option<(String, Kind)>>,
    /// The time after which nothing is read.
    deadline: Cell<Option<Instant>>,
    /// The remaining number of folder entries that may be read.
    left: Cell<usize>,
    has_sizes: bool,
    is_cut: Cell<bool>,
    shared: Option<Arc<SharedFolders>>,
}

/// The reason why the list of a folder ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The list is complete.
    All,
    /// The requested number of names was reached.
    Enough,
    /// A limit was reached.
    Stopped,
}

impl DiskView {
    /// A view of a folder; `None` if it does not exist.
    pub(crate) fn new(root: &Path) -> Option<Self> {
        Self::sharing(root, None)
    }

    /// A view of a folder that shares facts about folders with other views; `None` if it does not exist.
    pub(super) fn sharing(root: &Path, shared: Option<Arc<SharedFolders>>) -> Option<Self> {
        let root = shared.as_ref().map_or_else(|| resolved(root), |shared| shared.resolved(root))?;
        Some(Self {
            root,
            names: RefCell::default(),
            last: RefCell::default(),
            deadline: Cell::default(),
            left: Cell::new(usize::MAX),
            has_sizes: true,
            is_cut: Cell::default(),
            shared,
        })
    }

    /// Limits the number of folder entries that are read.
    pub(crate) fn at_most(self, entries: usize) -> Self {
        Self { left: Cell::new(entries), ..self }
    }

    /// Does not look up the sizes of files.
    pub(crate) fn without_sizes(self) -> Self {
        Self { has_sizes: false, ..self }
    }

    /// The folder, with symbolic links resolved.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Sets the time limit for reading from now on.
    pub(crate) fn take_time(&self, patience: Option<Duration>) {
        self.deadline.set(patience.map(|patience| Instant::now() + patience));
    }

    /// Whether there is time left.
    pub(crate) fn has_time(&self) -> bool {
        self.deadline.get().is_none_or(|deadline| Instant::now() < deadline)
    }

    /// The path on disk of a path in the context. A name that the system reads as more than a name,
    /// such as `C:`, is not in any context.
    pub(crate) fn on_disk(&self, path: &str) -> Option<PathBuf> {
        let mut place = self.root.to_path_buf();
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

    /// Whether a folder contains exactly this name.
    fn lists(&self, path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.names(folder).is_none_or(|names| names.iter().any(|it| it == name))
    }

    /// The entries of a folder, up to a limit.
    fn read<T>(
        &self,
        folder: &str,
        most: usize,
        entry: impl Fn(&fs::DirEntry) -> Option<T>,
    ) -> Option<(Vec<T>, End)> {
        let place = self.on_disk(folder)?;
        // Callers resolve links themselves, so that no link leads out of the context.
        if !folder.is_empty() && !place.symlink_metadata().ok()?.is_dir() {
            return None;
        }
        let mut found = Vec::new();
        for (at, found_entry) in fs::read_dir(place).ok()?.enumerate() {
            if at == most {
                return Some((found, End::Enough));
            }
            if self.left.get() == 0 || at.is_multiple_of(STEP) && !self.has_time() {
                self.is_cut.set(true);
                return Some((found, End::Stopped));
            }
            self.left.set(self.left.get() - 1);
            found.extend(entry(&found_entry.ok()?));
        }
        Some((found, End::All))
    }

    /// All entries of a folder, up to a limit: the name of each, and whether it is a folder, a link or
    /// a file. `None` if there are more.
    pub(super) fn list<T>(
        &self,
        folder: &str,
        most: usize,
        entry: impl Fn(&fs::DirEntry) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.read(folder, most, entry).filter(|(_, end)| *end == End::All).map(|(found, _)| found)
    }
}

impl DiskView {
    /// Looks a path up.
    fn look_up(&self, path: &str) -> Kind {
        let Some(place) = self.on_disk(path) else { return Kind::Absent };
        match place.symlink_metadata() {
            Ok(_) if MAY_IGNORE_CASE && !path.is_empty() && !self.lists(path) => Kind::Absent,
            Ok(metadata) => kind(metadata.file_type(), &place),
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound
                | io::ErrorKind::NotADirectory
                | io::ErrorKind::InvalidInput
                | io::ErrorKind::InvalidFilename => Kind::Absent,
                _ => Kind::Unknown,
            },
        }
    }
}

impl ContextView for DiskView {
    fn kind(&self, path: &str) -> Kind {
        if !self.has_time() {
            return Kind::Unknown;
        }
        if let Some((_, kind)) = self.last.borrow().as_ref().filter(|(last, _)| last == path) {
            return kind.clone();
        }
        let kind = self.look_up(path);
        *self.last.borrow_mut() = Some((path.to_owned(), kind.clone()));
        kind
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        if let Some(known) = self.names.borrow().get(folder) {
            return known.clone();
        }
        let names = self.list(folder, MAX_NAMES, |entry| Some(name(entry)));
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
        let (names, end) =
            self.read(folder, most, |entry| Some(name(entry))).filter(|(_, end)| *end != End::Stopped)?;
        if end == End::All {
            self.names.borrow_mut().insert(folder.to_owned(), Some(names.clone()));
        }
        Some((names, end == End::All))
    }

    fn few_names(&self, folder: &str) -> Option<Arc<[String]>> {
        let read = || {
            let (names, is_all) = self.some_names(folder, MAX_COMPARED)?;
            is_all.then(|| Arc::from(names))
        };
        match &self.shared {
            Some(shared) => shared.names(&self.on_disk(folder)?, read),
            None => read(),
        }
    }

    fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        let entry = |entry: &fs::DirEntry| {
            let kind = kind(entry.file_type().ok()?, &entry.path());
            let has_size = self.has_sizes && kind == Kind::File;
            let bytes = if has_size { entry.metadata().map_or(0, |it| it.len()) } else { 0 };
            Some(Entry { name: name(entry), kind, bytes })
        };
        self.read(folder, usize::MAX, entry).map(|(entries, _)| entries)
    }
}

fn name(entry: &fs::DirEntry) -> String {
    entry.file_name().to_string_lossy().into_owned()
}

fn kind(file_type: fs::FileType, place: &Path) -> Kind {
    if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_symlink() {
        let target = fs::read_link(place);
        target.map_or(Kind::Unknown, |target| Kind::Link(target.to_string_lossy().replace('\\', "/")))
    } else {
        Kind::File
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_allowed() {
        let folder = std::env::temp_dir().join(format!("dockwright-disk-view-{}", std::process::id()));
        fs::create_dir_all(folder.join("sub")).unwrap();
        for name in ["a", "b", "c", "sub/d"] {
            fs::write(folder.join(name), "12345").unwrap();
        }
        let view = || DiskView::new(&folder).unwrap();
        let whole = view();
        let mut entries = whole.entries("").unwrap();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!((entries.len(), entries[0].bytes, &entries[3].kind), (4, 5, &Kind::Folder));
        assert!(!whole.is_cut() && whole.entries("nowhere").is_none());
        let kinds = ["a", "x", "a/x"].map(|path| whole.kind(path));
        assert_eq!(kinds, [Kind::File, Kind::Absent, Kind::Absent]);
        let part = view().at_most(3).without_sizes();
        assert_eq!(part.entries("").map(|entries| entries.len()), Some(3));
        assert!(part.is_cut() && part.names("sub").is_none());
        assert_eq!(view().some_names("", 3).map(|(names, is_all)| (names.len(), is_all)), Some((3, false)));
        let late = view();
        late.take_time(Some(Duration::ZERO));
        assert_eq!((late.entries(""), late.is_cut(), late.names("")), (Some(Vec::new()), true, None));
        fs::remove_dir_all(folder).unwrap();
    }
}
