//! `textDocument/definition`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn goto_definition(ctx: &Ctx, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    to_proto::definition(ctx, ide::definition(ctx.document(), offset)?)
}
