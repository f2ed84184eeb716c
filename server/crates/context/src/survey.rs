//! Visits every path of a context, with the decision of the ignore file about it.
//!
//! The order is that of BuildKit's walk: names of a folder sorted by bytes, and the entries of a
//! folder directly after the folder itself.

use crate::{
    ignore_file::IgnoreFile,
    sources::{ContextView, Entry, Kind},
    walk::Row,
};

/// A path of the context.
#[derive(Debug)]
pub struct Place<'a> {
    /// Relative to the root, with `/` between names.
    pub path: &'a str,
    pub kind: &'a Kind,
    /// The size of a file.
    pub bytes: u64,
    /// The results of the patterns.
    pub row: &'a Row,
}

impl Place<'_> {
    /// Whether it is a folder; anything else counts as a file.
    pub fn is_folder(&self) -> bool {
        *self.kind == Kind::Folder
    }
}

/// How the walk continues after a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Enter the folder.
    Enter,
    /// Skip the entries of the folder.
    Skip,
    /// Stop the walk.
    Stop,
}

/// A folder whose entries are still to be visited, in reverse order.
struct Open {
    path: String,
    row: Option<Row>,
    left: Vec<Entry>,
}

/// Visits the paths of a context. Returns whether it saw all of them: no folder was unreadable, and
/// the visitor did not stop the walk.
pub fn survey(
    view: &dyn ContextView,
    ignore: &IgnoreFile,
    visit: &mut dyn FnMut(&Place<'_>) -> Next,
) -> bool {
    let mut is_complete = true;
    let mut open = Vec::new();
    let mut enter = |path: String, row: Option<Row>, open: &mut Vec<Open>| match view.entries(&path) {
        Some(mut left) => {
            left.sort_unstable_by(|a, b| b.name.cmp(&a.name));
            open.push(Open { path, row, left });
        }
        None => is_complete = false,
    };
    enter(String::new(), None, &mut open);
    while let Some(folder) = open.last_mut() {
        let Some(Entry { name, kind, bytes }) = folder.left.pop() else {
            open.pop();
            continue;
        };
        let path = if folder.path.is_empty() { name } else { format!("{}/{name}", folder.path) };
        let row = ignore.row(folder.row.as_ref(), &path);
        let next = visit(&Place { path: &path, kind: &kind, bytes, row: &row });
        match next {
            Next::Enter if kind == Kind::Folder => enter(path, Some(row), &mut open),
            Next::Enter | Next::Skip => {}
            Next::Stop => return false,
        }
    }
    is_complete && !view.is_cut()
}

/// The files that a build sends, and those that the patterns exclude.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The paths that are sent, in the order of the walk; folders end with `/`.
    pub sent: Vec<SentPath>,
    /// The number of files in [`sent`](Self::sent).
    pub files: usize,
    /// Their total size in bytes.
    pub bytes: u64,
    /// The files that are not sent, each with the pattern that excludes it.
    pub ignored: Vec<IgnoredFile>,
    /// The index of the pattern that BuildKit cannot match against some path. The build then fails and
    /// nothing is sent.
    pub failed_at: Option<usize>,
    /// The walk ended early, so the lists are incomplete.
    pub is_cut: bool,
}

/// A path that is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct SentPath {
    pub path: String,
    pub bytes: u64,
}

/// A file that is not sent.
#[derive(Debug, PartialEq, Eq)]
pub struct IgnoredFile {
    pub path: String,
    pub bytes: u64,
    /// The index of the pattern.
    pub rule: usize,
}

impl Listing {
    /// Visits a context. `tick` gets the number of files and folders seen so far, and returns whether
    /// to continue.
    pub fn new(view: &dyn ContextView, ignore: &IgnoreFile, tick: &mut dyn FnMut(usize) -> bool) -> Self {
        let mut listing = Self::default();
        let mut seen = 0;
        // Folders that are ignored themselves, but are sent if something in them is sent.
        let mut pending: Vec<String> = Vec::new();
        let is_complete = survey(view, ignore, &mut |place| {
            seen += 1;
            if let Some(rule) = place.row.failed_at() {
                listing.failed_at = Some(rule);
                return Next::Stop;
            }
            if !tick(seen) {
                return Next::Stop;
            }
            pending.retain(|folder| is_below(place.path, folder));
            match (place.is_folder(), place.row.is_ignored()) {
                (true, true) => pending.push(place.path.to_owned()),
                (false, true) => listing.ignored.push(IgnoredFile {
                    path: place.path.to_owned(),
                    bytes: place.bytes,
                    rule: place.row.decided_by().unwrap_or_default(),
                }),
                (is_folder, false) => {
                    let above = pending.drain(..).map(|folder| SentPath { path: folder + "/", bytes: 0 });
                    listing.sent.extend(above);
                    let end = if is_folder { "/" } else { "" };
                    let path = format!("{}{end}", place.path);
                    listing.sent.push(SentPath { path, bytes: place.bytes });
                    listing.files += usize::from(!is_folder);
                    listing.bytes += place.bytes;
                }
            }
            Next::Enter
        });
        if listing.failed_at.is_some() {
            return Self { failed_at: listing.failed_at, ..Self::default() };
        }
        listing.is_cut = !is_complete;
        listing
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
