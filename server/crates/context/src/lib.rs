//! The build context: which files of a folder BuildKit sends to the builder, and why.
//!
//! [`ignore_file`] reads a `.dockerignore`, [`pattern`] matches one pattern against one path, and [`walk`] decides from
//! all patterns what is sent; [`survey`] goes through a whole context, [`sources`] looks up what COPY and ADD name, and
//! [`build`] says which context that is about. The meaning follows BuildKit's `frontend/dockerui`, `moby/patternmatcher` and
//! `tonistiigi/fsutil`, which no crate for git's ignore files does.
//!
//! This crate reads no files. Callers pass the text of the ignore file and the paths that they ask about: relative to the
//! root of the context, with `/` between names.

pub mod build;
pub mod edits;
pub mod glob;
pub mod ignore_file;
pub mod listing;
mod near;
mod path;
pub mod pattern;
mod regex;
pub mod size;
pub mod sources;
pub mod survey;
pub mod walk;

pub use path::clean;
