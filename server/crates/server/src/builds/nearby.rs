//! The builds in files next to a Dockerfile and in the folders above it, for the command line.

use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use dockwright_analysis::known_builds::KnownBuild;
use dockwright_builds::{FileKind, MAX_FILES, Table};
use dockwright_context::build::BuildRoot;

use super::{Disk, absolute, known_builds, known_roots};
use crate::repository::repository;

/// The maximum number of names in a folder that are examined.
const MAX_NAMES: usize = 10_000;

/// The build files of folders, and the tables made from them.
#[derive(Debug, Default)]
pub(crate) struct NearbyBuilds {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    folders: HashMap<PathBuf, Vec<PathBuf>>,
    /// By the folder of a Dockerfile.
    of_folder: HashMap<PathBuf, NearbyTable>,
    /// The tables by their files, since many folders have the same build files above them.
    tables: HashMap<(PathBuf, Vec<PathBuf>), Arc<Table>>,
}

/// A table, with the folder that displayed paths are relative to.
#[derive(Debug, Clone)]
pub(crate) struct NearbyTable {
    pub(crate) table: Arc<Table>,
    pub(crate) root: PathBuf,
}

impl NearbyBuilds {
    /// The builds of a Dockerfile.
    pub(crate) fn of(&self, dockerfile: &Path) -> Vec<KnownBuild> {
        let dockerfile = absolute(dockerfile);
        let Some(folder) = dockerfile.parent() else { return Vec::new() };
        let NearbyTable { table, root } = self.table(folder);
        known_builds(&table, &dockerfile, &root)
    }

    /// The contexts that a Dockerfile is built with; `None` if they cannot be known.
    pub(crate) fn roots(&self, dockerfile: &Path) -> Option<Vec<BuildRoot>> {
        let dockerfile = absolute(dockerfile);
        let NearbyTable { table, .. } = self.table(dockerfile.parent()?);
        known_roots(&table, &dockerfile)
    }

    /// The builds in a folder and the folders above it.
    pub(crate) fn table(&self, folder: &Path) -> NearbyTable {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = known().of_folder.get(folder) {
            return table.clone();
        }
        let table = self.table_with(folder, &[]);
        known().of_folder.insert(folder.to_owned(), table.clone());
        table
    }

    /// The builds in a build file given by the user, and in those around it.
    pub(crate) fn of_file(&self, path: &Path) -> NearbyTable {
        let path = absolute(path);
        self.table_with(path.parent().unwrap_or(&path), std::slice::from_ref(&path))
    }

    fn table_with(&self, folder: &Path, named: &[PathBuf]) -> NearbyTable {
        let root = root(folder);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths = named.to_vec();
        for folder in folder.ancestors() {
            let files = known.folders.entry(folder.to_owned()).or_insert_with(|| build_files(folder));
            paths.extend(files.iter().cloned());
            if folder == root || paths.len() >= MAX_FILES {
                break;
            }
        }
        paths.sort();
        paths.dedup();
        paths.truncate(MAX_FILES);
        let read = |(root, paths): &(PathBuf, Vec<PathBuf>)| {
            let disk = Disk::new(std::slice::from_ref(root), HashMap::new());
            Table::read(&disk, paths, &Table::default()).into()
        };
        let table = Arc::clone(known.tables.entry((root.clone(), paths)).or_insert_with_key(read));
        NearbyTable { table, root }
    }
}

/// The repository's root folder; without a repository, the current folder if it contains the file.
fn root(folder: &Path) -> PathBuf {
    let here = || env::current_dir().ok().filter(|here| folder.starts_with(here));
    repository(folder).map(Path::to_owned).or_else(here).unwrap_or_else(|| folder.to_owned())
}

/// The build files in a folder, and the dev containers in it.
fn build_files(folder: &Path) -> Vec<PathBuf> {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_NAMES);
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let mut found: Vec<PathBuf> =
        names(folder).into_iter().filter(|path| FileKind::of(path).is_some()).collect();
    let containers = folder.join(".devcontainer");
    let mut inner = names(&containers);
    inner.sort();
    for path in inner.into_iter().take(MAX_FILES) {
        if FileKind::of(&path).is_some() {
            found.push(path);
        } else {
            found.push(path.join("devcontainer.json"));
        }
    }
    found.retain(|path| path.is_file());
    found
}
