//! Reads a project's folder within limits, and defines what a detector returns.

use std::cell::{Cell, OnceCell};

use dockwright_texts::Message;
use minijinja::Value;

use crate::names::is_path;

/// The files of a project. Paths are relative to its folder, with `/`; the folder itself is the empty path.
pub trait ProjectView {
    /// The text of a regular file; `None` if the file is missing or exceeds the view's limits.
    fn text(&self, path: &str) -> Option<String>;

    /// The entries of a folder, in any order; empty if the folder is unreadable.
    fn entries(&self, folder: &str) -> Vec<Entry>;
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name, without its folder.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// The result of a detector. The template reads `values`.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) kind: &'static str,
    pub(crate) template: &'static str,
    /// Groups of `ignore.toml`, in addition to those for every project.
    pub(crate) ignore: &'static [&'static str],
    /// Patterns to leave out of the ignore file, because the build needs such files.
    pub(crate) kept: Vec<String>,
    pub(crate) values: Value,
    pub(crate) notes: Vec<Message>,
}

/// A view with a limited number of reads.
pub(crate) struct Project<'a> {
    view: &'a dyn ProjectView,
    root: OnceCell<Vec<Entry>>,
    budget: Cell<usize>,
}

/// At most this many files and folders are read.
const MOST_READS: usize = 400;
/// A longer text is not a manifest that a person wrote.
const MOST_BYTES: usize = 1 << 20;
/// At most this many names of one folder are read.
const MOST_NAMES: usize = 2000;

impl<'a> Project<'a> {
    pub(crate) fn new(view: &'a dyn ProjectView) -> Self {
        Self { view, root: OnceCell::new(), budget: Cell::new(MOST_READS) }
    }

    /// The text of a file, without a byte order mark.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        self.spend()?;
        let text = self.view.text(path).filter(|text| text.len() <= MOST_BYTES)?;
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// The entries of a folder, sorted, without names that cannot be written in a Dockerfile.
    pub(crate) fn entries(&self, folder: &str) -> Vec<Entry> {
        if self.spend().is_none() {
            return Vec::new();
        }
        let mut entries = self.view.entries(folder);
        entries.retain(|entry| is_path(&entry.name));
        entries.sort_unstable();
        entries.truncate(MOST_NAMES);
        entries
    }

    pub(crate) fn root(&self) -> &[Entry] {
        self.root.get_or_init(|| self.entries(""))
    }

    /// Whether the project's folder directly contains a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.root().iter().any(|entry| !entry.is_folder && entry.name == name)
    }

    pub(crate) fn has_folder(&self, name: &str) -> bool {
        self.root().iter().any(|entry| entry.is_folder && entry.name == name)
    }

    /// The existing files among some names, in the order of the list.
    pub(crate) fn existing(&self, names: &[&str]) -> Vec<String> {
        names.iter().filter(|name| self.has(name)).map(|&name| name.to_owned()).collect()
    }

    /// The paths of the folders in a folder.
    pub(crate) fn folders(&self, folder: &str) -> Vec<String> {
        let all = self.entries(folder).into_iter().filter(|entry| entry.is_folder);
        all.map(|entry| join(folder, &entry.name)).collect()
    }

    /// The paths of the files in a folder that have any of these name endings.
    pub(crate) fn files(&self, folder: &str, ends: &[&str]) -> Vec<String> {
        let entries = self.entries(folder).into_iter();
        let files = entries.filter(|entry| !entry.is_folder && is_any_of(&entry.name, ends));
        files.map(|entry| join(folder, &entry.name)).collect()
    }

    fn spend(&self) -> Option<()> {
        self.budget.set(self.budget.get().checked_sub(1)?);
        Some(())
    }
}

/// Whether a name ends with any of these.
pub(crate) fn is_any_of(name: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| name.ends_with(end))
}

/// The path of a name in a folder.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
