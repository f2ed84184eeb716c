//! The table of all builds in a workspace.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::FxHashSet;

use crate::{
    bake,
    broken::Broken,
    build::{Build, Dockerfile},
    compose, devcontainer,
    files::{FileKind, Files, MAX_BUILDS, MAX_FILES},
    reading::{FileReference, ParsedFiles, Reading},
};

/// All builds of a workspace.
#[derive(Debug, Default)]
pub struct Table {
    builds: Vec<Arc<Build>>,
    parsed: ParsedFiles,
    /// What was read for the build files of each folder.
    folders: BTreeMap<PathBuf, Arc<FolderBuilds>>,
}

/// The builds in the build files of a folder.
#[derive(Debug)]
struct FolderBuilds {
    files: FolderFiles,
    /// The files that were requested, including those that others name.
    looked_for: Arc<[PathBuf]>,
    builds: Vec<Arc<Build>>,
    references: Vec<FileReference>,
}

/// The Compose files, Bake files and dev containers in a folder.
type FolderFiles = [Vec<PathBuf>; 3];

/// A build file.
#[derive(Debug, Clone, Copy)]
pub struct BuildFile<'a> {
    /// Its path.
    pub path: &'a Path,
    /// Its kind.
    pub kind: FileKind,
    /// The text that places in the file refer to.
    pub text: &'a Arc<str>,
    /// Why its latest text cannot be read. The builds of an earlier text are kept.
    pub broken: Option<&'a Broken>,
}

impl Table {
    /// The builds of the build files at some paths. A file that cannot be read keeps what it said in `earlier`.
    pub fn read(files: &dyn Files, paths: &[PathBuf], earlier: &Self) -> Self {
        Self::read_folders(files, paths, earlier, |_| false)
    }

    /// The same if only the files in `changed` can have changed since `earlier`. Other files are read only for
    /// the builds that depend on a changed one.
    pub fn read_changed(
        files: &dyn Files,
        paths: &[PathBuf],
        earlier: &Self,
        changed: &FxHashSet<PathBuf>,
    ) -> Self {
        Self::read_folders(files, paths, earlier, |known| {
            known.looked_for.iter().all(|path| !changed.contains(path))
        })
    }

    fn read_folders(
        files: &dyn Files,
        paths: &[PathBuf],
        earlier: &Self,
        is_current: impl Fn(&FolderBuilds) -> bool,
    ) -> Self {
        let mut listed: BTreeMap<&Path, FolderFiles> = BTreeMap::new();
        for path in paths.iter().take(MAX_FILES) {
            let (Some(kind), Some(folder)) = (FileKind::of_named(path), path.parent()) else { continue };
            let kinds = listed.entry(folder).or_default();
            let list = match kind {
                FileKind::Compose => &mut kinds[0],
                FileKind::BakeHcl | FileKind::BakeJson => &mut kinds[1],
                FileKind::DevContainer => &mut kinds[2],
            };
            list.push(path.clone());
        }
        let mut reading = Reading::new(files, &earlier.parsed);
        let mut folders: BTreeMap<PathBuf, Arc<FolderBuilds>> = BTreeMap::new();
        let mut builds: Vec<Arc<Build>> = Vec::new();
        // A file that others include states its builds more than once.
        let mut known: FxHashSet<(Arc<Path>, usize)> = FxHashSet::default();
        for (folder, mut list) in listed {
            for kind in &mut list {
                kind.sort();
                kind.dedup();
            }
            let same = earlier.folders.get(folder).filter(|found| found.files == list && is_current(found));
            let found = match same {
                Some(same) => {
                    reading.keep(&same.looked_for);
                    Arc::clone(same)
                }
                None => Arc::new(FolderBuilds::read(&mut reading, folder, list)),
            };
            for build in &found.builds {
                let is_new = known.insert((Arc::clone(&build.file), build.place.range.start));
                if is_new || !builds.contains(build) {
                    builds.push(Arc::clone(build));
                }
            }
            folders.insert(folder.to_owned(), found);
            if builds.len() > MAX_BUILDS {
                builds.truncate(MAX_BUILDS);
                break;
            }
        }
        Self { builds, parsed: reading.parsed, folders }
    }

    /// All builds, also those that are only bases of others.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Build> + Clone {
        self.builds.iter().map(Arc::as_ref)
    }

    /// Whether a table has the same builds.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_same = |(a, b): (&Arc<Build>, &Arc<Build>)| Arc::ptr_eq(a, b) || a == b;
        self.builds.len() == other.builds.len() && self.builds.iter().zip(&other.builds).all(is_same)
    }

    /// The builds of a Dockerfile.
    pub fn of<'a>(&'a self, dockerfile: &'a Path) -> impl Iterator<Item = &'a Build> {
        let is_of = move |build: &&Build| match &build.dockerfile {
            Dockerfile::File(path) => path == dockerfile,
            Dockerfile::Inline(_) | Dockerfile::Unknown => false,
        };
        self.builds.iter().map(Arc::as_ref).filter(|build| !build.is_base).filter(is_of)
    }

    /// The Dockerfiles of all builds, with repetitions.
    pub fn dockerfiles(&self) -> impl Iterator<Item = &Path> {
        self.builds.iter().filter_map(|build| match &build.dockerfile {
            Dockerfile::File(path) => Some(path.as_path()),
            Dockerfile::Inline(_) | Dockerfile::Unknown => None,
        })
    }

    /// The builds in a file.
    pub fn stated_in<'a>(&'a self, file: &'a Path) -> impl Iterator<Item = &'a Build> {
        self.builds.iter().map(Arc::as_ref).filter(move |build| &*build.file == file)
    }

    /// The paths in build files that name other build files: of `include` and `extends` in Compose files, and
    /// `dockerComposeFile` in a `devcontainer.json`. There may be repetitions.
    pub fn references(&self) -> impl Iterator<Item = &FileReference> {
        self.folders.values().flat_map(|folder| &folder.references)
    }

    /// A file that was read, named or included.
    pub fn file(&self, path: &Path) -> Option<BuildFile<'_>> {
        let (path, parsed) = self.parsed.get_key_value(path)?;
        Some(BuildFile { path, kind: parsed.kind, text: &parsed.text, broken: parsed.broken.as_ref() })
    }

    /// All files that were read, in the order of their paths.
    pub fn files(&self) -> Vec<BuildFile<'_>> {
        let mut paths: Vec<&PathBuf> = self.parsed.keys().collect();
        paths.sort();
        paths.into_iter().filter_map(|path| self.file(path)).collect()
    }
}

impl FolderBuilds {
    fn read(reading: &mut Reading<'_>, folder: &Path, files: FolderFiles) -> Self {
        reading.start_folder();
        let [composes, bakes, containers] = &files;
        let mut found = compose::read_folder(reading, folder, composes);
        found.extend(bake::read_folder(reading, folder, bakes));
        for path in containers {
            found.extend(devcontainer::read(reading, path));
        }
        let builds = found.into_iter().map(Arc::new).collect();
        Self { files, looked_for: reading.looked_for(), builds, references: reading.references() }
    }
}
