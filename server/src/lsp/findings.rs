//! The findings of a document as they are sent to the client, pulled or pushed.

use std::time::Instant;

use dockwright_ide as ide;
use tower_lsp::ls_types::Diagnostic;

use super::{ctx::Ctx, to_proto};

/// The findings to send now.
pub(crate) struct Findings {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Until when further findings are held back because the user is typing where they are.
    pub(crate) held_until: Option<Instant>,
}

pub(crate) fn findings(ctx: &Ctx) -> Findings {
    let (document, last_edit) = (ctx.document(), ctx.open.last_edit());
    let found = ide::editor_diagnostics(document, document.model(), ctx.selection(), last_edit.cursors());
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
