//! `textDocument/foldingRange`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeParams};

use crate::lsp::{ctx::Ctx, to_proto};

pub(crate) fn folding_range(ctx: &Ctx, _: &FoldingRangeParams) -> Vec<FoldingRange> {
    let folds = ide::folding_ranges(ctx.document());
    // The outer folds come first, so a limit leaves the inner ones out.
    let limit = ctx.abilities.folding.limit.unwrap_or(usize::MAX);
    folds.iter().filter_map(|fold| to_proto::folding_range(ctx, fold)).take(limit).collect()
}
