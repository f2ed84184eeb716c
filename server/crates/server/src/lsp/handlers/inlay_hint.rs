//! `textDocument/inlayHint`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{InlayHint, InlayHintParams};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn inlay_hint(ctx: &Ctx, params: &InlayHintParams) -> Vec<InlayHint> {
    let wanted = &ctx.settings.inlay_hints;
    if !wanted.enabled {
        return Vec::new();
    }
    let range = from_proto::range(ctx, params.range);
    let hints = ide::inlay_hints(ctx.document(), range, &wanted.kinds).into_iter();
    hints.map(|hint| to_proto::inlay_hint(ctx, hint)).collect()
}
