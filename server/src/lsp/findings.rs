//! The findings of a document to send to the client, pulled or pushed.

use std::time::Instant;

use dockwright_ide as ide;
use tower_lsp::ls_types::Diagnostic;

use super::{build_files, ctx::Ctx, document_kind::DocumentKind, to_proto, workspace_builds::build_file};

/// The findings to send now.
pub(crate) struct Findings {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The time until which further findings are held back because the user is typing at them.
    pub(crate) held_until: Option<Instant>,
}

pub(crate) fn findings(ctx: &Ctx) -> Findings {
    if let Some(path) = build_file(&ctx.open.uri) {
        let found = build_files::diagnostics(ctx, &path).into_iter();
        let diagnostics = found.map(|diagnostic| to_proto::diagnostic(ctx, diagnostic)).collect();
        return Findings { diagnostics, held_until: None };
    }
    let last_edit = ctx.open.last_edit();
    let (selection, cursors) = (ctx.selection(), last_edit.cursors());
    let found = match ctx.open.kind {
        DocumentKind::Dockerfile => {
            ide::editor_diagnostics(ctx.document(), ctx.document().model(), selection, cursors)
        }
        DocumentKind::IgnoreFile => {
            ide::ignore_file::ignore_file_editor_diagnostics(ctx.ignore_file(), selection, cursors)
        }
    };
    let held_until = if found.holds_back {
        last_edit.hold_back()
    } else {
        last_edit.take_held_back();
        None
    };
    let diagnostics =
        found.shown.into_iter().map(|diagnostic| to_proto::diagnostic(ctx, diagnostic)).collect();
    Findings { diagnostics, held_until }
}
