//! Which files a command works on, and their text.
//!
//! A directory is walked for Dockerfiles by name, git-ignored ones left out; a file named outright
//! is always taken. Text that is no UTF-8 is read with replacement characters, never refused: to
//! Docker the bytes of a comment or an argument are none of its business.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use super::reason;

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// Standard input, with the name to report it under.
    Stdin(String),
    File(PathBuf),
}

impl Input {
    /// The name in findings and messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin(name) => name.clone(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The text, or the error line.
    pub(super) fn read(&self) -> Result<String, String> {
        let bytes = match self {
            Self::Stdin(_) => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => fs::read(path),
        };
        match bytes {
            Ok(bytes) => Ok(String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())),
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

/// Whether a file of this name is a Dockerfile, in any letter case.
pub(super) fn is_dockerfile_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // `Dockerfile.dockerignore` is the ignore file of one Dockerfile.
    if name.ends_with(".dockerignore") {
        return false;
    }
    ["dockerfile", "containerfile"].into_iter().any(|word| {
        let before = name.strip_suffix(word);
        let after = name.strip_prefix(word);
        before.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            || after.is_some_and(|rest| rest.starts_with('.'))
    })
}

fn walk(root: &Path, files: &mut Vec<PathBuf>, failures: &mut Vec<String>) {
    // Hidden directories count (`.devcontainer`), the repository's own does not. `.gitignore` holds
    // outside a repository too: an exported tree is to give the same findings.
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    for entry in walk {
        match entry {
            // A link to a file is what `docker build` would use; a fifo would make the walk hang.
            Ok(entry) if entry.depth() > 0 => {
                if is_dockerfile_name(&entry.file_name().to_string_lossy()) && entry.path().is_file() {
                    files.push(tidied(entry.path()));
                }
            }
            Ok(_) => {}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_dockerfiles() {
        for name in [
            "Dockerfile",
            "dockerfile",
            "DOCKERFILE",
            "Dockerfile.dev",
            "api.Dockerfile",
            "api.v2.dockerfile",
            "Containerfile",
            "containerfile.rhel",
            "web.Containerfile",
        ] {
            assert!(is_dockerfile_name(name), "{name}");
        }
        for name in [
            "Dockerfiles",
            "MyDockerfile",
            "Dockerfile-dev",
            "dockerfile_lint.py",
            ".dockerignore",
            "Dockerfile.dockerignore",
            "web.Dockerfile.dockerignore",
            "README.md",
            "",
        ] {
            assert!(!is_dockerfile_name(name), "{name}");
        }
    }
}
