//! The files that a project gets while it has none.

use dockwright_ide::StarterFile;

use super::{build_context, ctx::Ctx, ignore_contexts};
use crate::project_folder::ProjectFolder;

/// The Dockerfile for the project in the folder of a document.
pub(crate) fn dockerfile(ctx: &Ctx) -> Option<StarterFile> {
    let folder = build_context::contexts(ctx).into_iter().next()?;
    let starter = dockwright_init::starter(&ProjectFolder::new(&folder).ok()?, ctx.language)?;
    Some(StarterFile { kind: starter.kind.to_owned(), text: starter.dockerfile })
}

/// The ignore file for the project in the folder of an ignore file.
pub(crate) fn ignore_file(ctx: &Ctx) -> Option<String> {
    let folder = ProjectFolder::new(&ignore_contexts::root(ctx)?).ok()?;
    Some(dockwright_init::dockerignore(&folder, ctx.language))
}
