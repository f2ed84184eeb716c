//! `textDocument/rename`.

use dockwright_ide as ide;
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{RenameParams, WorkspaceEdit},
};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn rename(ctx: &Ctx, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let edits = ide::rename(ctx.document(), offset, &params.new_name);
    let edits = edits.map_err(|refused| to_proto::refusal(ctx, &refused))?;
    Ok(to_proto::workspace_edit(ctx, edits))
}
