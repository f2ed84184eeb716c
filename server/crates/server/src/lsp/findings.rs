//! The findings of a document to send to the client, pulled or pushed.

use std::time::Instant;

use dockwright_ide as ide;
use tower_lsp::ls_types::Diagnostic;

use super::{build_files, ctx::Ctx, document_kind::DocumentKind, to_proto};

/// The findings to send now.
pub(crate) struct Findings {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The time until which further findings are held back because the user is typing at them.
    pub(crate) held_until: Option<Instant>,
}

pub(crate) fn findings(ctx: &Ctx) -> Findings {
    let last_edit = ctx.open.last_edit();
    let (diagnostics, holds_back) = shown(ctx);
    let held_until = if holds_back {
        last_edit.hold_back()
    } else {
        last_edit.take_held_back();
        None
    };
    Findings { diagnostics, held_until }
}

/// The findings to show now, and whether further ones are held back. This does not record that they
/// are, so the client's next request for the document is answered as if this had not been called.
pub(crate) fn shown(ctx: &Ctx) -> (Vec<Diagnostic>, bool) {
    let (selection, cursors) = (ctx.selection(), ctx.open.last_edit().cursors());
    let (found, holds_back) = match ctx.open.kind {
        DocumentKind::Dockerfile => {
            let found = ide::editor_diagnostics(ctx.document(), ctx.document().model(), selection, cursors);
            (found.shown, found.holds_back)
        }
        DocumentKind::IgnoreFile => {
            let document = ctx.ignore_file();
            let found = ide::ignore_file::ignore_file_editor_diagnostics(document, selection, cursors);
            (found.shown, found.holds_back)
        }
        DocumentKind::BuildFile => (build_files::diagnostics(ctx), false),
    };
    (found.into_iter().map(|diagnostic| to_proto::diagnostic(ctx, diagnostic)).collect(), holds_back)
}
