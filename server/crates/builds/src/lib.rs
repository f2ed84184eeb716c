//! Which builds use a Dockerfile, and with which values: what Compose, Bake and devcontainer files
//! say.
//!
//! [`Table::read`] makes a table of all builds of a workspace. Each value has the place where a
//! file states it, and is either certain, taken from an `.env` file, or unknown: the environment of
//! the build is never read, no program is run, and references from one file to another are only
//! followed through [`Files`].
//!
//! This crate does not judge the files. It says nothing about keys that have no part in a build.

mod bake;
mod bake_file;
mod broken;
pub mod build;
mod compose;
mod devcontainer;
mod files;
pub mod inline;
mod interpolate;
mod json;
mod layer;
mod near_key;
mod node;
mod numbers;
mod paths;
mod reading;
mod spanned;
mod table;
mod yaml;

pub use broken::Broken;
pub use build::{Argument, Build, Context, Dockerfile, Kind, NamedContext, Source};
pub use files::{FileKind, Files, MAX_FILE, MAX_FILES};
pub use inline::Inline;
pub use reading::FileReference;
pub use spanned::{Known, Place, Said, Text};
pub use table::{BuildFile, Table};
