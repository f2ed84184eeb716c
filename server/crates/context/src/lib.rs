//! The build context: which files of a folder BuildKit sends to the builder, and why.
//!
//! [`ignore_file`] parses a `.dockerignore`, [`pattern`] matches one pattern against one path,
//! [`walk`] decides from all patterns which files are sent, and [`survey`] visits a whole context.
//! [`sources`] looks up what COPY and ADD name, and [`build`] says which context that is about.
//! The rules are those of BuildKit's `frontend/dockerui`, `moby/patternmatcher` and
//! `tonistiigi/fsutil`; they differ from Git's, so no crate for `.gitignore` files can be used.
//!
//! This crate reads no files. Callers pass the text of the ignore file and the paths that they ask
//! about. Paths are relative to the root of the context, with `/` between names.

pub mod build;
pub mod edits;
pub mod glob;
pub mod ignore_file;
pub mod listing;
mod path;
pub mod pattern;
mod regex;
mod similar_names;
pub mod size;
pub mod sources;
pub mod survey;
pub mod walk;

pub use path::clean;
