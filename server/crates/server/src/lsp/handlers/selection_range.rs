//! `textDocument/selectionRange`: one chain of ranges for each position.

use dockwright_ide as ide;
use tower_lsp::ls_types::{SelectionRange, SelectionRangeParams};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn selection_range(ctx: &Ctx, params: &SelectionRangeParams) -> Vec<SelectionRange> {
    let offsets = params.positions.iter().map(|position| from_proto::offset(ctx, *position));
    offsets
        .map(|offset| to_proto::selection_range(ctx, &ide::selection_ranges(ctx.document(), offset), offset))
        .collect()
}
