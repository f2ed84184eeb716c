//! Searches a folder for Dockerfiles.
//!
//! Links to folders are not followed, and only regular files count, since reading a FIFO could
//! block forever.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_builds::FileKind;

use super::{
    git_ignores::GitIgnores,
    names::{NameKind, is_ignore_file, kind},
};
use crate::config::{
    file_patterns::FilePatterns,
    files::{Configuration, has_own_configuration},
};

/// A result of the search.
#[derive(Debug)]
pub(crate) enum FoundFile {
    Dockerfile(PathBuf),
    /// A symbolic link to a regular file, with the path of that file.
    Link {
        link: PathBuf,
        target: PathBuf,
    },
    /// A Compose file, a Bake file or a `devcontainer.json`.
    BuildFile(PathBuf),
    /// A `.dockerignore` or `.containerignore`, also one of a single Dockerfile.
    IgnoreFile(PathBuf),
    /// A template of a Dockerfile, which is not checked.
    Template(PathBuf),
    /// A temporary file of an interrupted run, with its process ID.
    Leftover(PathBuf, u32),
    /// A folder that could not be read.
    Unreadable(PathBuf, io::Error),
}

/// A search, which continues with each call of `next`.
#[derive(Debug)]
pub(crate) struct DockerfileSearch {
    /// Whether the configuration files of each folder apply.
    finds_configurations: bool,
    folders: Vec<PendingFolder>,
    found: Vec<FoundFile>,
}

/// A folder that has not been searched yet.
#[derive(Debug)]
struct PendingFolder {
    /// The path to show, and the absolute path, which patterns need.
    path: PathBuf,
    absolute: PathBuf,
    ignores: GitIgnores,
    patterns: Arc<FilePatterns>,
}

impl DockerfileSearch {
    /// A search that uses the configuration files in the folders.
    pub(crate) fn new(root: &Path) -> Self {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let patterns = Configuration::find(&absolute).patterns();
        Self::start(root, absolute, patterns, true)
    }

    /// A search that uses a single configuration.
    pub(crate) fn with_patterns(root: &Path, patterns: Arc<FilePatterns>) -> Self {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        Self::start(root, absolute, patterns, false)
    }

    fn start(
        root: &Path,
        absolute: PathBuf,
        patterns: Arc<FilePatterns>,
        finds_configurations: bool,
    ) -> Self {
        let ignores = GitIgnores::above(&absolute);
        let folder = PendingFolder { path: root.to_owned(), absolute, ignores, patterns };
        Self { finds_configurations, folders: vec![folder], found: Vec::new() }
    }

    /// Searches one more folder, so that a caller can pause or stop the search; `None` at the end.
    pub(crate) fn next_folder(&mut self) -> Option<Vec<FoundFile>> {
        let folder = self.folders.pop()?;
        self.search(folder);
        Some(std::mem::take(&mut self.found))
    }

    fn search(&mut self, folder: PendingFolder) {
        let PendingFolder { path, absolute, ignores, mut patterns } = folder;
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => return self.found.push(FoundFile::Unreadable(path, error)),
        };
        let ignores = ignores.within(&absolute);
        if self.finds_configurations && has_own_configuration(&absolute) {
            patterns = Configuration::find(&absolute).patterns();
        }
        for entry in entries {
            let (entry, file_type) = match entry.and_then(|entry| Ok((entry.file_type()?, entry))) {
                Ok((file_type, entry)) => (entry, file_type),
                Err(error) => {
                    self.found.push(FoundFile::Unreadable(path, error));
                    break;
                }
            };
            let name = entry.file_name();
            let text = name.to_string_lossy();
            let here = absolute.join(&name);
            if file_type.is_dir() {
                if text != ".git" && !ignores.ignores(&here, true) && !patterns.excludes(&here, true) {
                    let (ignores, patterns) = (ignores.clone(), Arc::clone(&patterns));
                    self.folders.push(PendingFolder {
                        path: path.join(&name),
                        absolute: here,
                        ignores,
                        patterns,
                    });
                }
                continue;
            }
            if let Some(process) = leftover_owner(&text).filter(|_| file_type.is_file()) {
                self.found.push(FoundFile::Leftover(path.join(&name), process));
                continue;
            }
            let kind = if patterns.includes(&here) { NameKind::Dockerfile } else { kind(&text) };
            let is_other = kind == NameKind::Other;
            let is_build_file = is_other && FileKind::of(&here).is_some();
            let is_ignore_file = is_other && is_ignore_file(&text);
            if is_other && !is_build_file && !is_ignore_file
                || ignores.ignores(&here, false)
                || patterns.excludes(&here, false)
            {
                continue;
            }
            let shown = path.join(&name);
            if is_other {
                if file_type.is_file() {
                    let found = if is_build_file { FoundFile::BuildFile } else { FoundFile::IgnoreFile };
                    self.found.push(found(shown));
                }
                continue;
            }
            if file_type.is_symlink() {
                if let Ok(target) = fs::canonicalize(&shown)
                    && target.is_file()
                    && kind == NameKind::Dockerfile
                {
                    self.found.push(FoundFile::Link { link: shown, target });
                }
            } else if file_type.is_file() {
                let found = if kind == NameKind::Template {
                    FoundFile::Template(shown)
                } else {
                    FoundFile::Dockerfile(shown)
                };
                self.found.push(found);
            }
        }
    }
}

impl Iterator for DockerfileSearch {
    type Item = FoundFile;

    fn next(&mut self) -> Option<FoundFile> {
        loop {
            if let Some(found) = self.found.pop() {
                return Some(found);
            }
            let folder = self.folders.pop()?;
            self.search(folder);
        }
    }
}

/// The ID of the process that wrote a temporary file, if the file has a name of ours:
/// `.NAME.PROCESS-ID.tmp`.
pub(crate) fn leftover_owner(name: &str) -> Option<u32> {
    let (name, owner) = name.strip_prefix('.')?.strip_suffix(".tmp")?.rsplit_once('.')?;
    let (process, number) = owner.split_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (!name.is_empty() && is_number(process) && is_number(number)).then(|| process.parse().ok())?
}
