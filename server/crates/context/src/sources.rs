//! Finds the files of the build context that a source of COPY or ADD matches.
//!
//! A source is looked up as the builder does it: always below the root, even with `..`, through
//! symbolic links that stay inside the context, and with Go's wildcards. Only the folders that the
//! source names are read. Source: `tonistiigi/fsutil`, `copy/copy.go` and `followlinks.go`.

use crate::{clean, glob, ignore_file::IgnoreFile, walk::Row};

/// Access to the folders of a context. Paths are relative to its root, with `/`; the root is the
/// empty path.
pub trait ContextView {
    /// The kind of the file at a path. Links are not followed.
    fn kind(&self, path: &str) -> Kind;

    /// The names in a folder, in any order; `None` if the folder is unreadable or has too many names.
    fn names(&self, folder: &str) -> Option<Vec<String>>;

    /// Whether [`entries`](Self::entries) left out entries of some folder.
    fn is_cut(&self) -> bool {
        false
    }

    /// The entries of a folder, in any order; `None` as for [`names`](Self::names).
    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        let entry = |name: String| {
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            Entry { kind: self.kind(&path), bytes: 0, name }
        };
        Some(self.names(folder)?.into_iter().map(entry).collect())
    }
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub kind: Kind,
    /// The size of a file; 0 if it is unknown.
    pub bytes: u64,
}

/// The kind of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A file, or anything else that is copied as one.
    File,
    /// A folder.
    Folder,
    /// A symbolic link and its target.
    Link(String),
    /// No file.
    Absent,
    /// It cannot be read.
    Unknown,
}

/// The result of looking up a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Something that is sent.
    Sent,
    /// No file has that name, with or without the ignore file: the build fails.
    Missing,
    /// The ignore file excludes it, so the build fails. Holds the index of the rule that excludes it.
    Ignored(Option<usize>),
    /// The build succeeds but copies no file, because the ignore file excludes all of them. Holds the
    /// rule's index.
    Empty(Option<usize>),
    /// The answer cannot be determined.
    Unknown,
}

/// A path with more links than this must contain a cycle.
const MAX_LINKS: usize = 40;
/// How many entries are read to find out whether a folder contains a file that is sent.
const MAX_ENTRIES: usize = 20_000;

/// Looks up a source, whose variables are already replaced.
pub fn source(view: &dyn ContextView, ignore: &IgnoreFile, source: &str) -> Found {
    let path = rooted(source);
    let all = Search { view, ignore: None };
    let sent = Search { view, ignore: Some(ignore) };
    if ignore.rules.is_empty() {
        return match all.count(&path) {
            Count::Missing(_) => Found::Missing,
            Count::Unknown => Found::Unknown,
            Count::None(_) | Count::Some => Found::Sent,
        };
    }
    match (all.count(&path), sent.count(&path)) {
        (Count::Unknown, _) | (_, Count::Unknown) => Found::Unknown,
        (Count::Missing(_), _) => Found::Missing,
        (_, Count::Missing(rule)) => Found::Ignored(rule),
        (Count::Some, Count::None(rule)) => Found::Empty(rule),
        (Count::None(_) | Count::Some, Count::None(_) | Count::Some) => Found::Sent,
    }
}

/// Resolves a path below the root: without a leading slash, and without `..`.
fn rooted(path: &str) -> String {
    clean(&format!("/{path}")).trim_start_matches('/').to_owned()
}

/// How many files a search found. Holds the index of the rule that hides the others, if there is
/// one.
enum Count {
    Missing(Option<usize>),
    None(Option<usize>),
    Some,
    Unknown,
}

struct Search<'a> {
    view: &'a dyn ContextView,
    /// Files that this leaves out do not count.
    ignore: Option<&'a IgnoreFile>,
}

/// A path in the context, and the results of the patterns for it.
#[derive(Clone)]
struct ContextPlace {
    path: String,
    row: Option<Row>,
}

enum Step {
    At(ContextPlace, Kind),
    Missing(Option<usize>),
    Unknown,
}

impl Search<'_> {
    fn count(&self, path: &str) -> Count {
        let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        let fixed = names.iter().position(|name| glob::has_wildcard(name)).unwrap_or(names.len());
        let (place, kind) = match self.resolve(&names[..fixed]) {
            Step::At(place, kind) => (place, kind),
            Step::Missing(rule) => return Count::Missing(rule),
            Step::Unknown => return Count::Unknown,
        };
        let mut left = MAX_ENTRIES;
        if fixed == names.len() {
            return match kind {
                Kind::Folder => self.has_file(&place, &mut left),
                _ => Count::Some,
            };
        }
        if kind != Kind::Folder {
            return Count::None(None);
        }
        self.matching(&place, &names[fixed..], &mut left)
    }

    /// Follows names from folder to folder, through links.
    fn resolve(&self, names: &[&str]) -> Step {
        let mut open: Vec<String> = names.iter().rev().map(|&name| name.to_owned()).collect();
        let mut place = ContextPlace { path: String::new(), row: None };
        let mut kind = Kind::Folder;
        let mut links = 0;
        while let Some(name) = open.pop() {
            if kind != Kind::Folder {
                return Step::Missing(None);
            }
            let next = self.child(&place, &name);
            kind = self.view.kind(&next.path);
            match &kind {
                Kind::Absent => return Step::Missing(None),
                Kind::Unknown => return Step::Unknown,
                Kind::Link(target) => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Step::Missing(None);
                    }
                    if next.is_ignored() {
                        return Step::Missing(next.hidden_by());
                    }
                    let target = if target.starts_with('/') {
                        rooted(target)
                    } else {
                        rooted(&format!("{}/{target}", place.path))
                    };
                    open.extend(target.split('/').filter(|name| !name.is_empty()).rev().map(str::to_owned));
                    place = ContextPlace { path: String::new(), row: None };
                    kind = Kind::Folder;
                    continue;
                }
                Kind::File | Kind::Folder => {}
            }
            place = next;
        }
        if place.is_ignored() {
            let mut left = MAX_ENTRIES;
            let has_file = kind == Kind::Folder && matches!(self.has_file(&place, &mut left), Count::Some);
            if !has_file {
                return Step::Missing(place.hidden_by());
            }
        }
        Step::At(place, kind)
    }

    fn child(&self, place: &ContextPlace, name: &str) -> ContextPlace {
        let path = if place.path.is_empty() { name.to_owned() } else { format!("{}/{name}", place.path) };
        let row = self.ignore.map(|ignore| ignore.row(place.row.as_ref(), &path));
        ContextPlace { path, row }
    }

    /// Whether a folder contains, at any depth, a file that counts.
    fn has_file(&self, folder: &ContextPlace, left: &mut usize) -> Count {
        if folder.is_ignored() && self.ignore.is_some_and(|ignore| ignore.may_skip(&folder.path)) {
            return Count::None(folder.hidden_by());
        }
        let Some(names) = self.view.names(&folder.path) else { return Count::Unknown };
        let mut hidden_by = None;
        let mut folders = Vec::new();
        for name in names {
            let Some(rest) = left.checked_sub(1) else { return Count::Unknown };
            *left = rest;
            let place = self.child(folder, &name);
            match self.view.kind(&place.path) {
                Kind::Folder => folders.push(place),
                Kind::File | Kind::Link(_) if !place.is_ignored() => return Count::Some,
                Kind::File | Kind::Link(_) => hidden_by = place.hidden_by(),
                Kind::Absent => {}
                Kind::Unknown => return Count::Unknown,
            }
        }
        for place in folders {
            match self.has_file(&place, left) {
                Count::None(rule) | Count::Missing(rule) => hidden_by = hidden_by.or(rule),
                found => return found,
            }
        }
        Count::None(hidden_by)
    }

    /// Looks up names with wildcards in a folder.
    fn matching(&self, folder: &ContextPlace, names: &[&str], left: &mut usize) -> Count {
        let Some((pattern, rest)) = names.split_first() else { return Count::None(None) };
        let Some(entries) = self.view.names(&folder.path) else { return Count::Unknown };
        let mut hidden_by = None;
        for name in entries {
            let Some(remaining) = left.checked_sub(1) else { return Count::Unknown };
            *left = remaining;
            if glob::matches(pattern, &name) != Ok(true) {
                continue;
            }
            let place = self.child(folder, &name);
            let found = match (self.view.kind(&place.path), rest.is_empty()) {
                (Kind::Folder, true) => self.has_file(&place, left),
                (Kind::Folder, false) => self.matching(&place, rest, left),
                (Kind::File | Kind::Link(_), true) if !place.is_ignored() => Count::Some,
                (Kind::File | Kind::Link(_), true) => Count::None(place.hidden_by()),
                (Kind::Unknown, _) => Count::Unknown,
                (Kind::File | Kind::Link(_) | Kind::Absent, _) => Count::None(None),
            };
            match found {
                Count::None(rule) | Count::Missing(rule) => hidden_by = hidden_by.or(rule),
                found => return found,
            }
        }
        Count::None(hidden_by)
    }
}

impl ContextPlace {
    fn is_ignored(&self) -> bool {
        self.row.as_ref().is_some_and(Row::is_ignored)
    }

    /// The rule that excludes it.
    fn hidden_by(&self) -> Option<usize> {
        self.row.as_ref().filter(|row| row.is_ignored()).and_then(Row::decided_by)
    }
}

/// The path that BuildKit's check `CopyIgnoredFile` reports for a source, if it reports one.
///
/// The check compares the path exactly as written, so it misses `/docs` and `../docs`. It reports
/// nothing if the ignore file has an exception, and treats the whole context as ignored only if a
/// pattern says so. Source: `validateCopySourcePath` in `dockerfile2llb/convert.go`.
pub fn reported_by_buildkit(ignore: &IgnoreFile, source: &str) -> Option<String> {
    if ignore.has_exceptions() || ignore.fault().is_some() {
        return None;
    }
    let path = clean(source);
    let is_reported = if matches!(path.as_str(), "." | "/") {
        ignore.rules.iter().any(|rule| matches!(rule.pattern.text(), "*" | "**" | "**/*"))
    } else {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let paths: Vec<&str> = folders.chain([path.as_str()]).collect();
        ignore.rules.iter().any(|rule| paths.iter().any(|path| rule.pattern.matches(path)))
    };
    is_reported.then_some(path)
}
