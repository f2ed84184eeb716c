//! `textDocument/hover`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn hover(ctx: &Ctx, params: &HoverParams) -> Option<Hover> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    let ide::Hover { range, markdown } = ide::hover(ctx.document(), offset, ctx.language)?;
    Some(Hover {
        contents: HoverContents::Markup(to_proto::markup(ctx, markdown)),
        range: Some(to_proto::range(ctx, range)),
    })
}
