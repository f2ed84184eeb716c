//! `textDocument/completion` and `completionItem/resolve`.
//!
//! An item comes with all that is needed to show and to accept it; only its explanation waits until somebody looks,
//! where the client asks for it then.

use dockwright_ide as ide;
use tower_lsp::ls_types::{CompletionItem, CompletionParams, CompletionResponse};

use crate::lsp::build_context;
use crate::lsp::dispatch::Ctx;
use crate::lsp::{from_proto, to_proto};

pub(crate) fn completion(ctx: &Ctx, params: &CompletionParams) -> CompletionResponse {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let context = ide::CompletionContext {
        language: ctx.language,
        has_snippets: ctx.abilities.completion.has_snippets,
        images: &|| ctx.files.images(&ctx.folders, ctx.abilities.encoding),
        folder: &|path| build_context::folder(ctx, path),
    };
    let mut items = ide::completions(ctx.document(), offset, &context);
    items.sort_by_key(|item| item.rank);
    let items = items.into_iter().enumerate();
    CompletionResponse::Array(items.map(|(at, item)| to_proto::completion_item(ctx, at, item)).collect())
}

pub(crate) fn completion_resolve(ctx: &Ctx, item: &CompletionItem) -> CompletionItem {
    let documentation = item.data.as_ref().and_then(|data| to_proto::documentation(ctx, data));
    CompletionItem { documentation, ..item.clone() }
}
