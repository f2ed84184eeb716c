//! Finds the files of the build context that a source of COPY or ADD matches.
//!
//! A source is looked up as the builder does it: always below the root, even with `..`, through
//! symbolic links that stay inside the context, and with Go's wildcards. Only the folders that the
//! source names are read. Source: `tonistiigi/fsutil`, `copy/copy.go` and `followlinks.go`.

use std::sync::Arc;

use crate::{clean, glob, ignore_file::IgnoreFile, walk::Row};

/// The number of names in a folder up to which a missing name is compared with all of them. Generated folders have more.
pub const MAX_COMPARED: usize = 2_000;

/// Access to the folders of a context. Paths are relative to its root, with `/`; the root is the
/// empty path.
pub trait ContextView {
    /// The kind of the file at a path. Links are not followed.
    fn kind(&self, path: &str) -> Kind;

    /// The names in a folder, in any order; `None` if the folder is unreadable or has too many names.
    fn names(&self, folder: &str) -> Option<Vec<String>>;

    /// Some names in a folder, and whether there are no others: no more than `most` of a folder that has more.
    fn some_names(&self, folder: &str, most: usize) -> Option<(Vec<String>, bool)> {
        let mut names = self.names(folder)?;
        let is_all = names.len() <= most;
        names.truncate(most);
        Some((names, is_all))
    }

    /// All names in a folder that has at most [`MAX_COMPARED`] of them, in any order; `None` for others.
    fn few_names(&self, folder: &str) -> Option<Arc<[String]>> {
        let (names, is_all) = self.some_names(folder, MAX_COMPARED)?;
        is_all.then(|| names.into())
    }

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
        // What is there is sent: no folder is read for that.
        let (names, fixed) = names_of(&path);
        return match all.resolve(&names[..fixed]) {
            Step::At(..) => Found::Sent,
            Step::Missing(_) => Found::Missing,
            Step::Unknown => Found::Unknown,
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

/// How many files a source takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileCount {
    /// Those that are sent.
    pub sent: usize,
    /// Those that the ignore file leaves out.
    pub ignored: usize,
    /// The rule that leaves one of them out, by its index.
    pub ignored_by: Option<usize>,
    /// There are more: counting stopped, or a folder cannot be read.
    pub is_cut: bool,
}

/// How many files a source takes, as far as `goes_on` lets it count. It is asked before each entry.
pub fn count(
    view: &dyn ContextView,
    ignore: &IgnoreFile,
    source: &str,
    goes_on: &mut dyn FnMut() -> bool,
) -> FileCount {
    let mut counting = Counting { view, ignore, goes_on, count: FileCount::default() };
    let path = rooted(source);
    let (names, fixed) = names_of(&path);
    // What is ignored is counted too, so links are followed whether they are sent or not.
    match (Search { view, ignore: None }).resolve(&names[..fixed]) {
        Step::At(place, kind) => {
            let row = (!place.path.is_empty()).then(|| ignore.row_of(&place.path));
            counting.add(&ContextPlace { path: place.path, row }, &kind, &names[fixed..]);
        }
        Step::Missing(_) => {}
        Step::Unknown => counting.count.is_cut = true,
    }
    counting.count
}

struct Counting<'a> {
    view: &'a dyn ContextView,
    ignore: &'a IgnoreFile,
    goes_on: &'a mut dyn FnMut() -> bool,
    count: FileCount,
}

impl Counting<'_> {
    /// Adds what is at a place, or what names with wildcards find below it.
    fn add(&mut self, place: &ContextPlace, kind: &Kind, names: &[&str]) {
        match (kind, names.split_first()) {
            (Kind::Folder, pattern) => {
                let Some((entries, is_all)) = self.view.some_names(&place.path, MAX_ENTRIES) else {
                    self.count.is_cut = true;
                    return;
                };
                let (pattern, rest) = pattern.map_or((None, names), |(pattern, rest)| (Some(*pattern), rest));
                for name in entries {
                    if self.count.is_cut || !(self.goes_on)() {
                        self.count.is_cut = true;
                        return;
                    }
                    if pattern.is_none_or(|pattern| glob::matches(pattern, &name) == Ok(true)) {
                        let next = Search { view: self.view, ignore: Some(self.ignore) }.child(place, &name);
                        let kind = self.view.kind(&next.path);
                        self.add(&next, &kind, rest);
                    }
                }
                self.count.is_cut |= !is_all;
            }
            (Kind::File | Kind::Link(_), None) if place.is_ignored() => {
                self.count.ignored += 1;
                self.count.ignored_by = self.count.ignored_by.or(place.hidden_by());
            }
            (Kind::File | Kind::Link(_), None) => self.count.sent += 1,
            (Kind::Unknown, _) => self.count.is_cut = true,
            (Kind::File | Kind::Link(_) | Kind::Absent, _) => {}
        }
    }
}

/// Where the way to a source ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The folder, after its links were followed.
    pub folder: String,
    /// The names of the source before the one that the folder does not have.
    pub before: Vec<String>,
    /// The name that the folder does not have.
    pub name: String,
    /// The names after it.
    pub after: Vec<String>,
    /// A symbolic link on the way leads out of the context: only the builder resolves it inside.
    pub leads_outside: bool,
}

/// Where the way to a source ends, if a name on it is missing. For a source with wildcards, only the names before
/// the first one are checked.
pub fn gap(view: &dyn ContextView, source: &str) -> Option<Gap> {
    let path = rooted(source);
    let (names, fixed) = names_of(&path);
    let search = Search { view, ignore: None };
    for (at, name) in names[..fixed].iter().enumerate() {
        if !matches!(search.resolve(&names[..=at]), Step::Missing(_)) {
            continue;
        }
        let Step::At(folder, Kind::Folder) = search.resolve(&names[..at]) else { return None };
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        return Some(Gap {
            // A source that is a link itself is resolved by the builder, which then finds nothing.
            leads_outside: leads_outside(view, &names[..names.len().min(at + 2) - 1]),
            folder: folder.path,
            before: owned(&names[..at]),
            name: (*name).to_owned(),
            after: owned(&names[at + 1..]),
        });
    }
    None
}

/// Whether a link among these names has a target that is not in the context.
fn leads_outside(view: &dyn ContextView, names: &[&str]) -> bool {
    (1..=names.len()).any(|end| {
        let (folder, path) = (names[..end - 1].join("/"), names[..end].join("/"));
        match view.kind(&path) {
            Kind::Link(target) => {
                target.starts_with('/') || clean(&format!("./{folder}/{target}")).starts_with("..")
            }
            _ => false,
        }
    })
}

/// The path of what a source names, after links are followed, as far as it is in the context and has no wildcard.
pub fn place(view: &dyn ContextView, source: &str) -> Option<(String, Kind)> {
    let path = rooted(source);
    let (names, _) = names_of(&path);
    match (Search { view, ignore: None }).resolve(&names) {
        Step::At(place, kind) => Some((place.path, kind)),
        Step::Missing(_) | Step::Unknown => None,
    }
}

/// The names of a path, and how many of them come before the first one with wildcards.
fn names_of(path: &str) -> (Vec<&str>, usize) {
    let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
    let fixed = names.iter().position(|name| glob::has_wildcard(name)).unwrap_or(names.len());
    (names, fixed)
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
        let (names, fixed) = names_of(path);
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
        let Some((names, is_all)) = self.view.some_names(&folder.path, *left) else { return Count::Unknown };
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
        if is_all { Count::None(hidden_by) } else { Count::Unknown }
    }

    /// Looks up names with wildcards in a folder.
    fn matching(&self, folder: &ContextPlace, names: &[&str], left: &mut usize) -> Count {
        let Some((pattern, rest)) = names.split_first() else { return Count::None(None) };
        let Some((entries, is_all)) = self.view.some_names(&folder.path, *left) else {
            return Count::Unknown;
        };
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
        if is_all { Count::None(hidden_by) } else { Count::Unknown }
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
