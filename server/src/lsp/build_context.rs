//! The build context: the files that COPY and ADD take.
//!
//! A Dockerfile does not say which directory that is: the directory of the Dockerfile is tried first, then the folders
//! of the workspace that contain it. Nothing outside of the context is read, not even through a symbolic link.

use std::{fs, path::Path, path::PathBuf};

use dockwright_analysis::spec::Engine;
use dockwright_context::ignore_file::IgnoreFile;
use dockwright_ide::FolderEntry;

use super::{ctx::Ctx, uris};
use crate::disk_context;

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

/// The names in a folder of the context that are sent to the builder, and whether some were left out because the folder
/// has too many. Those that begin with what is typed come first then, so that the next letter finds the others.
pub(crate) fn folder(ctx: &Ctx, path: &str, typed: &str) -> (Vec<FolderEntry>, bool) {
    let Some(root) = contexts(ctx).into_iter().next() else { return Default::default() };
    let own = uris::file_path(&ctx.open.uri);
    let folder = root.join(path);
    let is_inside = match (folder.canonicalize(), root.canonicalize()) {
        (Ok(folder), Ok(root)) => folder.starts_with(root),
        _ => false,
    };
    if !is_inside {
        return Default::default();
    }
    let Ok(entries) = fs::read_dir(&folder) else { return Default::default() };
    let mut names: Vec<FolderEntry> = entries.flatten().filter_map(|entry| entry_of(&entry)).collect();
    let is_cut = names.len() > MOST;
    if is_cut {
        let typed = typed.to_lowercase();
        names.retain(|entry| entry.name.to_lowercase().starts_with(&typed));
    }
    let ignored = ignore_file(&root, own.as_deref(), ctx.document().context().inputs.engine);
    let row = (!path.is_empty()).then(|| ignored.row_of(path));
    names.retain(|entry| {
        let path = if path.is_empty() { entry.name.clone() } else { format!("{path}/{}", entry.name) };
        let is_ignored = ignored.row(row.as_ref(), &path).is_ignored();
        // An exception may be below an ignored folder.
        !is_ignored || entry.is_folder && !ignored.may_skip(&path)
    });
    names.sort_unstable_by(|a, b| b.is_folder.cmp(&a.is_folder).then_with(|| a.name.cmp(&b.name)));
    names.truncate(MOST);
    (names, is_cut)
}

fn entry_of(entry: &fs::DirEntry) -> Option<FolderEntry> {
    let kind = entry.file_type().ok()?;
    // Only a link has to be looked up: a large folder has many entries.
    let is_folder = kind.is_dir() || kind.is_symlink() && entry.path().is_dir();
    Some(FolderEntry { name: entry.file_name().into_string().ok()?, is_folder })
}

fn ignore_file(root: &Path, own: Option<&Path>, engine: Engine) -> IgnoreFile {
    let found = disk_context::ignore_file(disk_context::ignore_files(root, own, engine));
    IgnoreFile::new(&found.and_then(|(_, text)| text.ok()).unwrap_or_default())
}
