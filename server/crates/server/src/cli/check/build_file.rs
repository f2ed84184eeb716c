//! Checks Compose files, Bake files and `devcontainer.json` files given by the user, and the
//! Dockerfiles they build or contain.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use dockwright_builds::{Build, Dockerfile, FileKind};
use dockwright_lint::{
    build_files::{build_file_diagnostics, inline_diagnostics},
    diagnostic::Diagnostic,
};
use dockwright_texts::{Message, cli::check as texts};

use crate::{
    builds::{self, Disk, DiskDockerfiles, NearbyBuilds, NearbyTable, inline_document, known_build},
    cli::{configurations::Configurations, files::Input},
};

/// The path of an input if it is a build file.
pub(super) fn path(input: &Input) -> Option<&Path> {
    match input {
        Input::File(path) if FileKind::of_named(path).is_some() => Some(path),
        Input::File(_) | Input::Link(_) | Input::Stdin(_) => None,
    }
}

/// Adds the Dockerfiles that are built by the build files among the inputs.
pub(super) fn add_dockerfiles(inputs: &mut Vec<Input>) {
    let here = std::env::current_dir().unwrap_or_default();
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    for path in inputs.iter().filter_map(path) {
        let NearbyTable { table, .. } = NearbyBuilds::default().of_file(path);
        for build in table.stated_in(&builds::absolute(path)).filter(|build| !build.is_base) {
            if let Dockerfile::File(file) = &build.dockerfile
                && file.is_file()
            {
                found.insert(file.strip_prefix(&here).unwrap_or(file).to_owned());
            }
        }
    }
    if found.is_empty() {
        return;
    }
    inputs.extend(found.into_iter().map(Input::File));
    inputs.sort();
    inputs.dedup();
}

/// The findings in a build file.
pub(super) fn diagnostics(
    path: &Path,
    source: &str,
    input: &Input,
    configurations: &Configurations,
) -> Result<Vec<Diagnostic>, Message> {
    let NearbyTable { table, root } = NearbyBuilds::default().of_file(path);
    let path = builds::absolute(path);
    if let Some(file) = table.file(&path)
        && let Some(broken) = file.broken
    {
        let line = builds::line_at(source, broken.offset).to_string();
        return Err(texts::OnLine { line, problem: &broken.message }.message());
    }
    let (selection, _) = configurations.of(input);
    let disk = Disk::new(std::slice::from_ref(&root), HashMap::new());
    let mut found =
        build_file_diagnostics(&table, &path, &DiskDockerfiles::new(&disk, HashMap::new()), &selection);
    let mut inlines: Vec<&Build> = Vec::new();
    for build in table.all() {
        let Dockerfile::Inline(inline) = &build.dockerfile else { continue };
        let is_same = |other: &&Build| match &other.dockerfile {
            Dockerfile::Inline(other) => other == inline,
            _ => false,
        };
        if *inline.place.file != *path || inlines.iter().any(is_same) {
            continue;
        }
        inlines.push(build);
        let users = table.all().filter(|build| !build.is_base && is_same(build));
        let known = users.map(|build| known_build(&table, build, &root)).collect();
        let document = inline_document(inline, configurations.context_with(input, known));
        found.extend(inline_diagnostics(inline, &document, &selection));
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    Ok(found)
}
