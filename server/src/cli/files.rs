//! Which files a command works on, and their text.
//!
//! A directory is searched for [Dockerfiles](crate::dockerfiles); a file named outright is always taken. Text that is no UTF-8 is read with replacement characters, never refused: to
//! Docker the bytes of a comment or an argument are none of its business.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::reason;
use crate::dockerfiles;

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// Standard input, with the name to report it under.
    Stdin(String),
    File(PathBuf),
}

/// The text of an input.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) text: String,
    /// Nothing in it stands for bytes that are no text: it can be written back.
    pub(super) is_exact: bool,
}

impl Input {
    /// What a path on the command line names: `-` is standard input.
    pub(super) fn named(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin("<stdin>".to_owned())
        } else {
            Self::File(path.to_path_buf())
        }
    }

    /// The name in findings and messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin(name) => name.clone(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The text, or the error line.
    pub(super) fn read(&self) -> Result<String, String> {
        self.read_source().map(|source| source.text)
    }

    /// The text and whether it is all that the file has, or the error line.
    pub(super) fn read_source(&self) -> Result<Source, String> {
        let bytes = match self {
            Self::Stdin(_) => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => fs::read(path),
        };
        match bytes {
            Ok(bytes) => Ok(match String::from_utf8(bytes) {
                Ok(text) => Source { text, is_exact: true },
                Err(error) => {
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    Source { text, is_exact: false }
                }
            }),
            Err(error) => Err(format!("cannot read {}: {}", self.name(), reason(&error))),
        }
    }
}

/// The inputs that some paths stand for, in the order of their paths, and what could not be looked at.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) inputs: Vec<Input>,
    pub(super) failures: Vec<String>,
}

/// Finds the inputs of `paths`; without any, those of the current directory.
pub(super) fn find(paths: &[PathBuf], stdin_name: Option<&str>) -> Inputs {
    let here = [PathBuf::from(".")];
    let mut found = Inputs::default();
    let mut files = Vec::new();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() == "-" {
            found.inputs = vec![Input::Stdin(stdin_name.unwrap_or("<stdin>").to_owned())];
        } else if path.is_dir() {
            walk(path, &mut files, &mut found.failures);
        } else {
            files.push(tidied(path));
        }
    }
    files.sort();
    files.dedup();
    found.inputs.extend(files.into_iter().map(Input::File));
    found
}

fn walk(root: &Path, files: &mut Vec<PathBuf>, failures: &mut Vec<String>) {
    for found in dockerfiles::walk(root) {
        match found {
            Ok(path) => files.push(tidied(&path)),
            Err(error) => failures.push(unwalkable(root, &error)),
        }
    }
}

fn unwalkable(root: &Path, error: &ignore::Error) -> String {
    let mut path = root;
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = at;
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Io(error) => return format!("cannot read {}: {}", path.display(), reason(error)),
            other => return format!("cannot read {}: {other}", path.display()),
        }
    }
}

/// The path without a leading `./`, which the default path would put before every name.
fn tidied(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}
