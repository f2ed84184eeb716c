//! `textDocument/prepareRename`: `null` where there is no name, an error with the reason if a name cannot be changed.

use dockwright_ide::{self as ide, RenameError};
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{PrepareRenameResponse, TextDocumentPositionParams},
};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn prepare_rename(
    ctx: &Ctx,
    params: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let offset = from_proto::offset(ctx, params.position);
    match ide::prepare_rename(ctx.document(), offset) {
        Ok(renamable) => Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
            range: to_proto::range(ctx, renamable.range),
            placeholder: renamable.placeholder,
        })),
        Err(RenameError::NothingHere) => Ok(None),
        Err(refused @ RenameError::Refused(_)) => Err(to_proto::refusal(ctx, &refused)),
    }
}
