//! The findings in Compose files, Bake files and `devcontainer.json`: mistakes in what they say
//! about Dockerfiles.
//!
//! Everything else about such files is left to the programs that know their whole schema. A line
//! that several builds share has a finding only if it holds for each of them.

mod inline;

pub use inline::{in_file, inline_diagnostics};

use std::{path::Path, sync::Arc};

use dockwright_analysis::document::Document;
use dockwright_builds::{Build, Said, Table};

use crate::{
    build_file_context::{BuildFileContext, Dockerfiles},
    diagnostic::Diagnostic,
    engine,
    preset::Selection,
};

/// The findings in a build file, in the order of its text.
pub fn build_file_diagnostics(
    table: &Table,
    file: &Path,
    dockerfiles: &dyn Dockerfiles,
    selection: &Selection,
) -> Vec<Diagnostic> {
    let builds: Vec<(&Build, Option<Arc<Document>>)> = table
        .all()
        .filter(|build| mentions(build, file))
        .map(|build| (build, dockerfiles.document(build).filter(|document| document.foreign().is_none())))
        .collect();
    let context = BuildFileContext { file, builds: &builds, dockerfiles };
    let mut found = Vec::new();
    engine::check_build_file(&context, selection, &mut found);
    for diagnostic in &mut found {
        if let Some(severity) = selection.severity_of(diagnostic.code) {
            diagnostic.severity = severity;
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    found.dedup_by(|a, b| (a.code, &a.range) == (b.code, &b.range));
    found
}

/// Whether any part of a build is in a file.
fn mentions(build: &Build, file: &Path) -> bool {
    let is_here = |said: &Said| &*said.place.file == file;
    &*build.file == file
        || build.args.iter().any(|arg| is_here(&arg.name))
        || [&build.target, &build.dockerfile_said, &build.context_said].into_iter().flatten().any(is_here)
}
