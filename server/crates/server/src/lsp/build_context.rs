//! The files of the build context, for completion and links.
//!
//! The contexts are those that the settings or the files of a build specify. Without these, the
//! directory of the Dockerfile is tried first, then the workspace folders that contain it. Nothing
//! outside of the context is read, not even through a symbolic link.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_context::{
    build::{BuildRoot, Provenance},
    sources::{Kind, place},
};
use dockwright_ide::FolderEntry;

use super::{context_folders::outermost, ctx::Ctx, uris};
use crate::contexts::{DiskView, FolderContext, FolderListings, Listed, ListedKind};

/// The maximum number of names that are offered for one folder.
const MOST: usize = 2000;

/// The contexts of the document's builds.
pub(crate) fn builds(ctx: &Ctx) -> Vec<Arc<FolderContext>> {
    let path = uris::file_path(&ctx.open.uri);
    let known = path.as_deref().map(|path| ctx.contexts.of(path)).unwrap_or_default();
    if !known.is_empty() {
        return known;
    }
    let place = match &path {
        Some(path) => BuildRoot::inferred(path),
        // A document without a file will probably be saved in the workspace.
        None => ctx.folders.first().and_then(|folder| BuildRoot::inferred(&folder.join("Dockerfile"))),
    };
    place.into_iter().map(|place| in_place(ctx, place)).collect()
}

/// The contexts of the document's builds or, if none are specified, the folders that may be the
/// context.
pub(crate) fn candidates(ctx: &Ctx) -> Vec<Arc<FolderContext>> {
    let mut contexts = builds(ctx);
    if contexts.iter().all(|context| !context.place.provenance.is_stated()) {
        let path = uris::file_path(&ctx.open.uri);
        let dockerfile = path.clone().unwrap_or_else(|| PathBuf::from("Dockerfile"));
        let around =
            ctx.folders.iter().filter(|folder| path.as_ref().is_none_or(|path| path.starts_with(folder)));
        contexts.extend(around.map(|folder| {
            let dockerfile = dockerfile.clone();
            in_place(ctx, BuildRoot { root: folder.clone(), dockerfile, provenance: Provenance::Inferred })
        }));
    }
    contexts
}

fn in_place(ctx: &Ctx, place: BuildRoot) -> Arc<FolderContext> {
    Arc::new(FolderContext::remembering(place, ctx.open.context().inputs.engine, None))
}

/// The file that a source refers to, in the first context that contains it.
pub(crate) fn file(contexts: &[(DiskView, PathBuf)], source: &str) -> Option<PathBuf> {
    contexts.iter().find_map(|(view, root)| {
        let (path, _) = place(view, source).filter(|(_, kind)| *kind == Kind::File)?;
        let found = view.on_disk(&path)?;
        // In the workspace as the user opened it, even if its folder is a link.
        Some(root.join(found.strip_prefix(view.root()).ok()?))
    })
}

/// The names in a folder of the contexts that are sent to the builder, and whether some were left
/// out because there are too many. In that case, only names that begin with the typed text are
/// offered, so that the next letter finds the others.
pub(crate) fn folder(ctx: &Ctx, path: &str, typed: &str) -> (Vec<FolderEntry>, bool) {
    folder_in(ctx, &builds(ctx), path, typed)
}

/// The context of an inline Dockerfile in a build file. A folder outside of the workspace is not read.
pub(crate) fn of_inline(ctx: &Ctx, file: &Path, root: &Path) -> Arc<FolderContext> {
    let (root, dockerfile) = (root.to_owned(), file.to_owned());
    let place = BuildRoot { root, dockerfile, provenance: Provenance::BuildFile };
    let engine = ctx.open.context().inputs.engine;
    Arc::new(FolderContext::remembering(place, engine, outermost(&ctx.folders, file).cloned()))
}

/// Like [`folder`], but in these contexts.
pub(crate) fn folder_in(
    ctx: &Ctx,
    contexts: &[Arc<FolderContext>],
    path: &str,
    typed: &str,
) -> (Vec<FolderEntry>, bool) {
    let mut names: Vec<FolderEntry> = Vec::new();
    let mut is_cut = false;
    for context in contexts {
        let (found, is_part) = of_context(context, &ctx.contexts.listings, path, typed).unwrap_or_default();
        names.extend(found);
        is_cut |= is_part;
    }
    names.sort_unstable_by(|a, b| b.is_folder.cmp(&a.is_folder).then_with(|| a.name.cmp(&b.name)));
    // Several builds may send the same file.
    names.dedup_by(|a, b| a.name == b.name && a.is_folder == b.is_folder);
    names.truncate(MOST);
    (names, is_cut)
}

fn of_context(
    context: &FolderContext,
    listings: &FolderListings,
    path: &str,
    typed: &str,
) -> Option<(Vec<FolderEntry>, bool)> {
    let view = context.view()?;
    let (folder, _) = place(&view, path).filter(|(_, kind)| *kind == Kind::Folder)?;
    let listed = listings.of(&view, &folder)?;
    let ignore = context.find_ignore_file().file;
    let row = (!folder.is_empty()).then(|| ignore.row_of(&folder));
    let is_cut = listed.len() > MOST;
    let entry = |Listed { kind, name }: &Listed| {
        let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        let is_folder = match kind {
            ListedKind::Folder => true,
            ListedKind::File => false,
            ListedKind::Link => matches!(place(&view, &path), Some((_, Kind::Folder))),
        };
        let is_ignored = ignore.row(row.as_ref(), &path).is_ignored();
        // An exception may re-include files in an ignored folder.
        let is_offered = !is_ignored || is_folder && !ignore.may_skip(&path);
        is_offered.then(|| FolderEntry { name: name.to_string(), is_folder })
    };
    let found: Vec<FolderEntry> = if !is_cut {
        listed.iter().filter_map(entry).collect()
    } else if typed.is_empty() {
        listed.in_order().filter_map(entry).take(MOST).collect()
    } else {
        let mut near: Vec<&Listed> = listed.iter().filter(|it| begins_with(&it.name, typed)).collect();
        near.sort_unstable();
        near.into_iter().filter_map(entry).take(MOST).collect()
    };
    Some((found, is_cut))
}

/// Whether a name begins with the typed text, in any letter case.
fn begins_with(name: &str, typed: &str) -> bool {
    match name.get(..typed.len()) {
        Some(start) if start.eq_ignore_ascii_case(typed) => true,
        _ => !typed.is_ascii() && name.to_lowercase().starts_with(&typed.to_lowercase()),
    }
}

/// The displayed name of a context's root: its path in the workspace.
pub(crate) fn shown(ctx: &Ctx, root: &Path) -> String {
    let within = ctx.folders.iter().find_map(|folder| root.strip_prefix(folder).ok());
    match within {
        Some(within) if within.as_os_str().is_empty() => ".".to_owned(),
        Some(within) => within.display().to_string(),
        None => root.display().to_string(),
    }
}
