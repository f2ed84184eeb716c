//! Which files are Dockerfiles, and which of them a directory contains.

mod git_ignores;
mod names;
mod search;

pub(crate) use git_ignores::GitIgnores;
pub(crate) use names::{is_dockerfile, is_ignore_file};
pub(crate) use search::{DockerfileSearch, FoundFile, leftover_owner};
