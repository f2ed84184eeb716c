//! Generates files for a project that does not have them yet.

use dockwright_ide::StarterFile;

use super::{build_context, ctx::Ctx, ignore_contexts};
use crate::project_folder::ProjectFolder;

/// The Dockerfile for the project in a document's folder.
pub(crate) fn dockerfile(ctx: &Ctx) -> Option<StarterFile> {
    let folder = build_context::builds(ctx).first()?.place.root.clone();
    let starter = dockwright_init::starter(&ProjectFolder::new(&folder).ok()?, ctx.language)?;
    Some(StarterFile { kind: starter.kind.to_owned(), text: starter.dockerfile })
}

/// The ignore file for the project in an ignore file's folder.
pub(crate) fn ignore_file(ctx: &Ctx) -> Option<String> {
    let folder = ProjectFolder::new(&ignore_contexts::root(ctx)?).ok()?;
    Some(dockwright_init::dockerignore(&folder, ctx.language))
}
