//! `textDocument/documentHighlight`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightParams};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn document_highlight(ctx: &Ctx, params: &DocumentHighlightParams) -> Vec<DocumentHighlight> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    let highlights = ide::highlights(ctx.document(), offset).into_iter();
    highlights.map(|highlight| to_proto::document_highlight(ctx, highlight)).collect()
}
