//! `textDocument/completion` and `completionItem/resolve`.
//!
//! An item comes with all that is needed to show and to accept it; only its explanation waits until somebody looks,
//! where the client asks for it then.

use std::cell::Cell;

use dockwright_ide as ide;
use tower_lsp::ls_types::{CompletionItem, CompletionList, CompletionParams, CompletionResponse};

use crate::lsp::build_context;
use crate::lsp::dispatch::Ctx;
use crate::lsp::{from_proto, to_proto};

/// So many images of the workspace are offered at once.
const MOST: usize = 60;

pub(crate) fn completion(ctx: &Ctx, params: &CompletionParams) -> CompletionResponse {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let is_incomplete = Cell::new(false);
    let images = |typed: &str| {
        let found = ctx.files.images(&ctx.folders, ctx.abilities.encoding);
        is_incomplete.set(found.as_ref().is_none_or(|images| images.len() > MOST));
        let mut images = found.unwrap_or_default();
        if images.len() > MOST {
            images.retain(|image| image.contains(typed));
            images.truncate(MOST);
        }
        images
    };
    let context = ide::CompletionContext {
        language: ctx.language,
        has_snippets: ctx.abilities.completion.has_snippets,
        images: &images,
        folder: &|path| build_context::folder(ctx, path),
    };
    let mut items = ide::completions(ctx.document(), offset, &context);
    items.sort_by_key(|item| item.rank);
    let items = items.into_iter().enumerate();
    let items = items.map(|(at, item)| to_proto::completion_item(ctx, at, item)).collect();
    // The client asks again with the next letter where the workspace is still being searched, or has too many images.
    CompletionResponse::List(CompletionList { is_incomplete: is_incomplete.get(), items })
}

pub(crate) fn completion_resolve(ctx: &Ctx, item: &CompletionItem) -> CompletionItem {
    let documentation = item.data.as_ref().and_then(|data| to_proto::documentation(ctx, data));
    CompletionItem { documentation, ..item.clone() }
}
