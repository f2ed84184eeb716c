//! The build context: the files that COPY and ADD take.
//!
//! A Dockerfile does not say which directory that is: the directory of the Dockerfile is tried first, then the folders
//! of the workspace that contain it. Nothing outside of the context is read, not even through a symbolic link.

use std::{fs, path::Path, path::PathBuf};

use dockwright_analysis::spec::Engine;
use dockwright_ide::FolderEntry;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{ctx::Ctx, uris};
use crate::regular_file;

/// The most names that are offered for one folder.
const MOST: usize = 2000;

/// The directories that may be the build context, the most likely one first.
pub(crate) fn contexts(ctx: &Ctx) -> Vec<PathBuf> {
    let path = uris::file_path(&ctx.open.uri);
    let beside = path.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    let around =
        ctx.folders.iter().filter(|folder| path.as_ref().is_none_or(|path| path.starts_with(folder)));
    beside.into_iter().chain(around.cloned()).collect()
}

/// The names in a folder of the context, except those that the ignore file excludes.
pub(crate) fn folder(ctx: &Ctx, path: &str) -> Vec<FolderEntry> {
    let Some(root) = contexts(ctx).into_iter().next() else { return Vec::new() };
    let own = uris::file_path(&ctx.open.uri);
    let ignored = ignore_file(&root, own.as_deref(), ctx.document().context().inputs.engine);
    let folder = root.join(path);
    let is_inside = match (folder.canonicalize(), root.canonicalize()) {
        (Ok(folder), Ok(root)) => folder.starts_with(root),
        _ => false,
    };
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    if !is_inside {
        return Vec::new();
    }
    let mut names: Vec<FolderEntry> = entries
        .flatten()
        .filter_map(|entry| {
            let is_folder = entry.path().is_dir();
            let is_ignored = ignored.matched_path_or_any_parents(entry.path(), is_folder).is_ignore();
            let name = entry.file_name().into_string().ok()?;
            (!is_ignored).then_some(FolderEntry { name, is_folder })
        })
        .take(MOST)
        .collect();
    names.sort_unstable_by(|a, b| b.is_folder.cmp(&a.is_folder).then_with(|| a.name.cmp(&b.name)));
    names
}

/// The ignore file: one with the Dockerfile's name next to it, otherwise one in the root. Its patterns are relative to
/// the root. Source: language.md 8.1, and for Podman containerignore(5): there `.containerignore` comes before
/// `.dockerignore`, but Buildah takes `NAME.dockerignore` before `NAME.containerignore`.
fn ignore_file(root: &Path, own: Option<&Path>, engine: Engine) -> Gitignore {
    let (named, in_root): (&[&str], &[&str]) = match engine {
        Engine::Docker => (&[".dockerignore"], &[".dockerignore"]),
        Engine::Podman => (&[".dockerignore", ".containerignore"], &[".containerignore", ".dockerignore"]),
    };
    let beside = own.into_iter().flat_map(|path| {
        named.iter().map(|extension| {
            let mut name = path.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        })
    });
    let mut candidates = beside.chain(in_root.iter().map(|name| root.join(name)));
    let text = candidates.find_map(|path| regular_file::configuration(&path)).unwrap_or_default();
    let mut builder = GitignoreBuilder::new(root);
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (not, pattern) = line.strip_prefix('!').map_or(("", line), |pattern| ("!", pattern));
        let pattern = pattern.trim().trim_start_matches("./").trim_matches('/');
        let _ = builder.add_line(None, &format!("{not}/{pattern}"));
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
