//! The folder of a project, read within limits, and what a detector makes of it.

use std::cell::{Cell, OnceCell};

use dockwright_texts::Message;
use minijinja::Value;

use crate::names::is_path;

/// The files of a project. Paths are relative to its folder, with `/`; the folder itself is the empty path.
pub trait ProjectView {
    /// The text of a regular file; `None` if there is none, or if it cannot be read within the limits of the view.
    fn text(&self, path: &str) -> Option<String>;

    /// What is in a folder, in any order; nothing if it cannot be read.
    fn entries(&self, folder: &str) -> Vec<Entry>;
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name alone.
    pub name: String,
    /// It is a folder itself.
    pub is_folder: bool,
}

/// What a detector found out. The template reads `values`.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) kind: &'static str,
    pub(crate) template: &'static str,
    /// Groups of `ignore.toml`, after those for every project.
    pub(crate) ignore: &'static [&'static str],
    /// Patterns of the ignore file that this project must not have, since the build reads such files.
    pub(crate) kept: Vec<String>,
    pub(crate) values: Value,
    pub(crate) notes: Vec<Message>,
}

/// A view that is asked for no more than some files.
pub(crate) struct Project<'a> {
    view: &'a dyn ProjectView,
    root: OnceCell<Vec<Entry>>,
    budget: Cell<usize>,
}

/// More files and folders than these are not read.
const MOST_READS: usize = 400;
/// A longer text is no manifest that a person wrote.
const MOST_BYTES: usize = 1 << 20;
/// More names in one folder are not looked at.
const MOST_NAMES: usize = 2000;

impl<'a> Project<'a> {
    pub(crate) fn new(view: &'a dyn ProjectView) -> Self {
        Self { view, root: OnceCell::new(), budget: Cell::new(MOST_READS) }
    }

    /// The text of a file, without a byte order mark.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        self.spend()?;
        let text = self.view.text(path).filter(|text| text.len() <= MOST_BYTES)?;
        Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
    }

    /// The names in a folder in their order, without those that cannot be written in a Dockerfile.
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

    /// Whether the folder itself has a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.root().iter().any(|entry| !entry.is_folder && entry.name == name)
    }

    pub(crate) fn has_folder(&self, name: &str) -> bool {
        self.root().iter().any(|entry| entry.is_folder && entry.name == name)
    }

    /// Those of some files that there are, in the order of the list.
    pub(crate) fn existing(&self, names: &[&str]) -> Vec<String> {
        names.iter().filter(|name| self.has(name)).map(|&name| name.to_owned()).collect()
    }

    /// The folders in a folder, by their paths.
    pub(crate) fn folders(&self, folder: &str) -> Vec<String> {
        let all = self.entries(folder).into_iter().filter(|entry| entry.is_folder);
        all.map(|entry| join(folder, &entry.name)).collect()
    }

    /// The files in a folder whose names end in one of these, by their paths.
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

/// Whether a name ends in one of these.
pub(crate) fn is_any_of(name: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| name.ends_with(end))
}

/// A path in a folder.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
