//! Decides which files are Dockerfiles, and finds them in a directory.

mod git_ignores;
mod names;
mod search;

pub(crate) use git_ignores::GitIgnores;
pub(crate) use names::{is_dockerfile, is_ignore_file};
pub(crate) use search::{DockerfileSearch, FoundFile, leftover_owner};
