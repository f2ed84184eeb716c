//! `textDocument/documentSymbol`: the outline, as a tree or as a list, whichever the client shows.

use dockwright_ide as ide;
use tower_lsp::ls_types::{DocumentSymbolParams, DocumentSymbolResponse};

use crate::lsp::{ctx::Ctx, to_proto};

pub(crate) fn document_symbol(ctx: &Ctx, _: &DocumentSymbolParams) -> DocumentSymbolResponse {
    let symbols = ide::symbols(ctx.document());
    if ctx.abilities.has_symbol_trees {
        DocumentSymbolResponse::Nested(
            symbols.into_iter().map(|symbol| to_proto::symbol_tree(ctx, symbol)).collect(),
        )
    } else {
        DocumentSymbolResponse::Flat(to_proto::symbol_list(ctx, symbols))
    }
}
