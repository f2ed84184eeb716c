//! `textDocument/codeLens`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{CodeLens, CodeLensParams};

use crate::lsp::{ctx::Ctx, to_proto};

pub(crate) fn code_lens(ctx: &Ctx, _: &CodeLensParams) -> Vec<CodeLens> {
    if !ctx.settings.code_lens.enabled {
        return Vec::new();
    }
    let lenses = ide::code_lenses(ctx.document(), ctx.open.last_edit().cursors()).into_iter();
    lenses.map(|lens| to_proto::code_lens(ctx, lens)).collect()
}
