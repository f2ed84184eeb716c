//! Reads each build file once, keeps the last readable version of a file that has become
//! unreadable, and limits how many files are read.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    bake_file,
    broken::Broken,
    files::{FileKind, Files, MAX_FILES},
    interpolate::{Variables, read_env_file},
    json,
    node::Node,
    spanned::Said,
    yaml,
};

/// The maximum number of references between the build files of a folder that are recorded.
const MAX_REFERENCES: usize = 200;

/// The parsed content of a file.
#[derive(Debug)]
pub(crate) enum Tree {
    /// A Compose file or a `devcontainer.json`; `None` if it is empty.
    Node(Option<Node>),
    /// A Bake file.
    Bake(bake_file::File),
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The kind of the file.
    pub(crate) kind: FileKind,
    /// Its text now.
    pub(crate) latest: Arc<str>,
    /// The last text that could be read, which all places refer to.
    pub(crate) text: Arc<str>,
    /// The parsed content of that text.
    pub(crate) tree: Option<Tree>,
    /// Why the latest text cannot be read.
    pub(crate) broken: Option<Broken>,
    /// The last version that could be read, if the latest cannot.
    earlier: Option<Arc<Parsed>>,
}

impl Parsed {
    fn new(kind: FileKind, path: &Path, latest: Arc<str>, earlier: Option<&Arc<Self>>) -> Self {
        let file: Arc<Path> = path.into();
        let tree = match kind {
            FileKind::Compose => yaml::parse(&latest, &file).map(Tree::Node),
            FileKind::DevContainer => json::parse(&latest, &file).map(Tree::Node),
            FileKind::BakeHcl => bake_file::File::hcl(&latest, &file).map(Tree::Bake),
            FileKind::BakeJson => bake_file::File::json(&latest, &file).map(Tree::Bake),
        };
        match tree {
            Ok(tree) => {
                let text = Arc::clone(&latest);
                Self { kind, latest, text, tree: Some(tree), broken: None, earlier: None }
            }
            Err(broken) => {
                // The chain never grows: only a version that could be read is kept.
                let good = earlier.map(|earlier| Arc::clone(earlier.earlier.as_ref().unwrap_or(earlier)));
                let good = good.filter(|good| good.tree.is_some());
                let text = good.as_ref().map_or_else(|| "".into(), |good| Arc::clone(&good.text));
                Self { kind, latest, text, tree: None, broken: Some(broken), earlier: good }
            }
        }
    }

    /// The tree of the last text that could be read.
    pub(crate) fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref().or_else(|| self.earlier.as_ref()?.tree.as_ref())
    }

    /// The value of a Compose file or a `devcontainer.json`.
    pub(crate) fn node(&self) -> Option<&Node> {
        match self.tree()? {
            Tree::Node(node) => node.as_ref(),
            Tree::Bake(_) => None,
        }
    }

    /// A Bake file.
    pub(crate) fn bake(&self) -> Option<&bake_file::File> {
        match self.tree()? {
            Tree::Bake(file) => Some(file),
            Tree::Node(_) => None,
        }
    }
}

/// A path in a build file that names a different build file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReference {
    /// The path as the file states it.
    pub said: Said,
    /// The absolute path of the named file or folder.
    pub path: PathBuf,
}

/// The files that were read, by their paths.
pub(crate) type ParsedFiles = FxHashMap<PathBuf, Arc<Parsed>>;

/// The files of one reading.
pub(crate) struct Reading<'a> {
    files: &'a dyn Files,
    earlier: &'a ParsedFiles,
    /// The files read so far.
    pub(crate) parsed: ParsedFiles,
    missing: FxHashSet<PathBuf>,
    variables: FxHashMap<PathBuf, Arc<Variables>>,
    /// The files requested since [`Reading::start_folder`], with repetitions.
    looked_for: Vec<PathBuf>,
    /// The paths of other build files that the files state, since [`Reading::start_folder`].
    references: Vec<FileReference>,
}

impl<'a> Reading<'a> {
    /// Starts a reading that reuses unchanged files.
    pub(crate) fn new(files: &'a dyn Files, earlier: &'a ParsedFiles) -> Self {
        Self {
            files,
            earlier,
            parsed: ParsedFiles::default(),
            missing: FxHashSet::default(),
            variables: FxHashMap::default(),
            looked_for: Vec::new(),
            references: Vec::new(),
        }
    }

    /// Starts recording the requested files and the references.
    pub(crate) fn start_folder(&mut self) {
        self.looked_for.clear();
        self.references.clear();
    }

    /// Records that a file names a different build file, or the folder that it is for.
    pub(crate) fn refer(&mut self, said: Said, path: &Path) {
        if said.is_verbatim && self.references.len() < MAX_REFERENCES {
            let reference = FileReference { said, path: path.to_owned() };
            if !self.references.contains(&reference) {
                self.references.push(reference);
            }
        }
    }

    /// The recorded references.
    pub(crate) fn references(&mut self) -> Vec<FileReference> {
        std::mem::take(&mut self.references)
    }

    /// The requested files, whether they exist or not.
    pub(crate) fn looked_for(&mut self) -> Arc<[PathBuf]> {
        self.looked_for.sort();
        self.looked_for.dedup();
        std::mem::take(&mut self.looked_for).into()
    }

    /// Takes over files from the earlier reading.
    pub(crate) fn keep(&mut self, paths: &[PathBuf]) {
        for path in paths {
            if let Some(parsed) = self.earlier.get(path).filter(|_| self.parsed.len() < MAX_FILES) {
                self.parsed.entry(path.clone()).or_insert_with(|| Arc::clone(parsed));
            }
        }
    }

    /// Access to files.
    pub(crate) fn files(&self) -> &'a dyn Files {
        self.files
    }

    /// A file; `None` if it does not exist, or if too many files have been read.
    pub(crate) fn get(&mut self, path: &Path, kind: FileKind) -> Option<Arc<Parsed>> {
        self.looked_for.push(path.to_owned());
        if let Some(known) = self.parsed.get(path) {
            return Some(Arc::clone(known));
        }
        if self.parsed.len() >= MAX_FILES || self.missing.len() >= MAX_FILES || self.missing.contains(path) {
            return None;
        }
        let Some(text) = self.files.text(path) else {
            self.missing.insert(path.to_owned());
            return None;
        };
        let earlier = self.earlier.get(path).filter(|earlier| earlier.kind == kind);
        let parsed = match earlier {
            Some(earlier) if earlier.latest == text => Arc::clone(earlier),
            earlier => Arc::new(Parsed::new(kind, path, text, earlier)),
        };
        self.parsed.insert(path.to_owned(), Arc::clone(&parsed));
        Some(parsed)
    }

    /// The variables of an `.env` file; none if the file does not exist.
    pub(crate) fn variables(&mut self, path: &Path) -> Arc<Variables> {
        self.looked_for.push(path.to_owned());
        if let Some(known) = self.variables.get(path) {
            return Arc::clone(known);
        }
        let is_full = self.variables.len() >= MAX_FILES;
        let text = if is_full { None } else { self.files.text(path) };
        let variables = Arc::new(text.map(|text| read_env_file(&text)).unwrap_or_default());
        if !is_full {
            self.variables.insert(path.to_owned(), Arc::clone(&variables));
        }
        variables
    }
}
