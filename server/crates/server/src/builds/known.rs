//! Converts the builds of a Dockerfile from a table to the records that its analysis uses.

use std::path::Path;

use dockwright_analysis::known_builds::{BuildKind, BuiltStage, KnownArgument, KnownBuild, KnownContext};
use dockwright_builds::{Build, Context, Kind, Known, Place, Table};
use dockwright_context::build::{BuildRoot, Provenance};

/// The maximum number of builds of a Dockerfile that are used. If there are more, hardly any value
/// is certain anyway.
const MAX_BUILDS: usize = 64;

/// The builds of a Dockerfile. Paths are shown relative to `root`.
pub(crate) fn known_builds(table: &Table, dockerfile: &Path, root: &Path) -> Vec<KnownBuild> {
    table.of(dockerfile).take(MAX_BUILDS).map(|build| known_build(table, build, root)).collect()
}

/// The folders of the contexts in the builds of a Dockerfile. `None` if one of the contexts is not
/// a folder, or depends on the environment.
pub(crate) fn known_roots(table: &Table, dockerfile: &Path) -> Option<Vec<BuildRoot>> {
    let mut roots: Vec<BuildRoot> = Vec::new();
    for build in table.of(dockerfile).take(MAX_BUILDS) {
        let Context::Folder(root) = &build.context else { return None };
        if roots.iter().all(|known| known.root != *root) {
            let (root, dockerfile) = (root.clone(), dockerfile.to_owned());
            roots.push(BuildRoot { root, dockerfile, provenance: Provenance::BuildFile });
        }
    }
    Some(roots)
}

/// Converts a build for the analysis.
pub(crate) fn known_build(table: &Table, build: &Build, root: &Path) -> KnownBuild {
    let argument = |argument: &dockwright_builds::Argument| {
        let said = argument.value.as_ref();
        let place = said.map_or(&argument.name.place, |said| &said.place);
        Some(KnownArgument {
            name: argument.name.value()?.to_owned(),
            value: said.and_then(|said| said.value().map(str::to_owned)),
            is_from_env_file: said.is_some_and(|said| matches!(said.value, Known::EnvFile(_))),
            file: shown(&place.file, root),
            line: line(table, place),
        })
    };
    let context = |context: &dockwright_builds::NamedContext| {
        Some(KnownContext {
            name: context.name.value()?.to_owned(),
            value: context.value.value().unwrap_or("?").to_owned(),
        })
    };
    let platforms = build.platforms.iter().map(|said| said.value.certain().map(str::to_owned));
    KnownBuild {
        kind: kind(build.kind),
        name: build.name.clone(),
        file: shown(&build.file, root),
        target: match &build.target {
            None => BuiltStage::Last,
            Some(said) => said.value().map_or(BuiltStage::Unknown, |name| BuiltStage::Named(name.to_owned())),
        },
        args: build.args.iter().filter_map(argument).collect(),
        contexts: build.contexts.iter().filter_map(context).collect(),
        platforms: platforms.collect(),
    }
}

/// The analysis' type for the kind of a build file.
fn kind(kind: Kind) -> BuildKind {
    match kind {
        Kind::Service => BuildKind::Service,
        Kind::Target => BuildKind::Target,
        Kind::DevContainer => BuildKind::DevContainer,
    }
}

fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The 1-based line of a place.
pub(crate) fn line(table: &Table, place: &Place) -> usize {
    line_at(table.file(&place.file).map_or("", |file| file.text), place.range.start)
}

/// The 1-based line of a byte.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count() + 1
}
