//! `textDocument/rename`.

use dockwright_ide::{self as ide, build_names::shared_name};
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{RenameParams, WorkspaceEdit},
};

use crate::lsp::{build_files, ctx::Ctx, from_proto, to_proto, uris};

pub(crate) fn rename(ctx: &Ctx, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    if let Some(path) = uris::file_path(&ctx.open.uri)
        && shared_name(ctx.document(), offset).is_some()
    {
        let table = ctx.builds.table(&ctx.folders);
        if table.all().len() > 0 || !table.files().is_empty() {
            return build_files::rename_everywhere(
                ctx,
                &table,
                &path,
                ctx.document(),
                offset,
                &params.new_name,
            );
        }
    }
    let edits = ide::rename(ctx.document(), offset, &params.new_name);
    let edits = edits.map_err(|refused| to_proto::refusal(ctx, &refused))?;
    Ok(to_proto::workspace_edit(ctx, edits))
}
