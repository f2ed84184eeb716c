//! Which files are Dockerfiles, and which of them a directory contains.

mod git_ignores;
mod names;
mod patterns;
mod walk;

pub(crate) use patterns::{Patterns, is_glob};
pub(crate) use walk::{Found, Walk, leftover_owner};
