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
    reading::{ParsedFiles, Reading},
};

/// All builds of a workspace.
#[derive(Debug, Default)]
pub struct Table {
    builds: Vec<Build>,
    parsed: ParsedFiles,
}

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
        let mut folders: BTreeMap<&Path, [Vec<PathBuf>; 3]> = BTreeMap::new();
        for path in paths.iter().take(MAX_FILES) {
            let (Some(kind), Some(folder)) = (FileKind::of_named(path), path.parent()) else { continue };
            let kinds = folders.entry(folder).or_default();
            let list = match kind {
                FileKind::Compose => &mut kinds[0],
                FileKind::BakeHcl | FileKind::BakeJson => &mut kinds[1],
                FileKind::DevContainer => &mut kinds[2],
            };
            list.push(path.clone());
        }
        let mut reading = Reading::new(files, &earlier.parsed);
        let mut builds: Vec<Build> = Vec::new();
        for (folder, [composes, bakes, containers]) in &mut folders {
            for list in [&mut *composes, &mut *bakes, &mut *containers] {
                list.sort();
                list.dedup();
            }
            let mut found = compose::read_folder(&mut reading, folder, composes);
            found.extend(bake::read_folder(&mut reading, folder, bakes));
            for path in containers {
                found.extend(devcontainer::read(&mut reading, path));
            }
            // A file that others include states its builds more than once.
            let mut known: FxHashSet<(Arc<Path>, usize)> =
                builds.iter().map(|build| (Arc::clone(&build.file), build.place.range.start)).collect();
            for build in found {
                let is_new = known.insert((Arc::clone(&build.file), build.place.range.start));
                if is_new || !builds.contains(&build) {
                    builds.push(build);
                }
            }
            if builds.len() > MAX_BUILDS {
                builds.truncate(MAX_BUILDS);
                break;
            }
        }
        Self { builds, parsed: reading.parsed }
    }

    /// All builds, also those that are only bases of others.
    pub fn all(&self) -> &[Build] {
        &self.builds
    }

    /// The builds of a Dockerfile.
    pub fn of<'a>(&'a self, dockerfile: &'a Path) -> impl Iterator<Item = &'a Build> {
        let is_of = move |build: &&Build| match &build.dockerfile {
            Dockerfile::File(path) => path == dockerfile,
            Dockerfile::Inline(_) | Dockerfile::Unknown => false,
        };
        self.builds.iter().filter(|build| !build.is_base).filter(is_of)
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
        self.builds.iter().filter(move |build| &*build.file == file)
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
