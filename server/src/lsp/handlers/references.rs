//! `textDocument/references`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{Location, ReferenceParams};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn references(ctx: &Ctx, params: &ReferenceParams) -> Vec<Location> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let found = ide::references(ctx.document(), offset, params.context.include_declaration).into_iter();
    found.filter_map(|range| to_proto::location(ctx, range)).collect()
}
