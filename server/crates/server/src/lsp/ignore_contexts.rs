//! The build contexts of ignore files: the folder that an ignore file applies to, and the
//! Dockerfiles that use it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use dockwright_analysis::spec::Engine;
use dockwright_builds::{Context, Dockerfile};

use super::{ctx::Ctx, documents::OpenDocument, uris};
use crate::{
    contexts::{DiskView, ignore_files},
    dockerfiles::is_dockerfile,
    regular_file::{self, DOCKERFILE_LIMIT},
};

/// The maximum number of folder entries that are read to count the matches of a pattern, and the
/// maximum time for it.
const COUNTED: usize = 20_000;
const COUNTING: Duration = Duration::from_millis(50);
/// The maximum number of entries of one folder that are read for a list of names.
const LISTED: usize = 200_000;
/// The maximum number of entries that are read to find Dockerfiles.
const SEARCHED: usize = 20_000;
/// The maximum number of Dockerfiles that are examined.
const MOST: usize = 50;

/// The path of an ignore file, if it is on disk.
fn path(ctx: &Ctx) -> Option<PathBuf> {
    uris::file_path(&ctx.open.uri)
}

/// The root of the context: the folder of the ignore file. For the ignore file of a single
/// Dockerfile this is a guess, but a likely one.
pub(crate) fn root(ctx: &Ctx) -> Option<PathBuf> {
    path(ctx)?.parent().map(Path::to_owned)
}

/// The context, with limits for counting files.
pub(crate) fn counted(ctx: &Ctx) -> Option<DiskView> {
    let view = DiskView::new(&root(ctx)?)?.at_most(COUNTED);
    view.take_time(Some(COUNTING));
    Some(view)
}

/// The context, with limits for listing a folder.
pub(crate) fn listed(ctx: &Ctx) -> Option<DiskView> {
    Some(DiskView::new(&root(ctx)?)?.at_most(LISTED).without_sizes())
}

/// The Dockerfiles that use an ignore file: the one that it is named after, those that known builds
/// send its folder to, and those in its folder that no build sends elsewhere. Dockerfiles with a
/// separate ignore file are excluded.
pub(crate) fn dockerfiles(ctx: &Ctx) -> Vec<PathBuf> {
    let Some((path, root)) = path(ctx).zip(root(ctx)) else { return Vec::new() };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let named = [".dockerignore", ".containerignore"].iter().find_map(|end| name.strip_suffix(end));
    if let Some(named) = named.filter(|named| !named.is_empty()) {
        let dockerfile = root.join(named);
        return if dockerfile.is_file() { vec![dockerfile] } else { Vec::new() };
    }
    let Ok(entries) = fs::read_dir(&root) else { return Vec::new() };
    let names = entries.flatten().take(SEARCHED).map(|entry| entry.path());
    let uses = |dockerfile: &PathBuf| {
        let name = dockerfile.file_name().unwrap_or_default().to_string_lossy();
        // The document may not be saved yet.
        let is_there = |candidate: &PathBuf| *candidate == path || candidate.is_file();
        let mut candidates = ignore_files(&root, Some(dockerfile), Engine::of_file_name(&name)).into_iter();
        is_dockerfile(&name) && dockerfile.is_file() && candidates.find(is_there).as_ref() == Some(&path)
    };
    let table = ctx.builds.table(&ctx.folders);
    let builds = || table.all().filter(|build| !build.is_base);
    let built_here = builds().filter_map(|build| match &build.dockerfile {
        Dockerfile::File(file) if build.context == Context::Folder(root.clone()) => Some(file.clone()),
        _ => None,
    });
    let is_built_elsewhere = |file: &PathBuf| {
        let mut builds = table.of(file).peekable();
        builds.peek().is_some() && builds.all(|build| build.context != Context::Folder(root.clone()))
    };
    let beside = names.filter(|file| !is_built_elsewhere(file));
    let mut found: Vec<PathBuf> = beside.chain(built_here).filter(uses).collect();
    found.sort();
    found.dedup();
    found.truncate(MOST);
    found
}

/// The text of a Dockerfile: from the open document or, if it is not open, from disk.
pub(crate) fn text(dockerfile: &Path, open: &[Arc<OpenDocument>]) -> Option<String> {
    let is_it = |document: &&Arc<OpenDocument>| uris::file_path(&document.uri).as_deref() == Some(dockerfile);
    if let Some(document) = open.iter().find(is_it) {
        return Some(document.text.slice(0..document.text.len()).into_owned());
    }
    let (bytes, _) = regular_file::read(dockerfile, DOCKERFILE_LIMIT).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
