//! `textDocument/inlineCompletion`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{
    InlineCompletionItem, InlineCompletionList, InlineCompletionParams, InlineCompletionResponse,
};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn inline_completion(ctx: &Ctx, params: &InlineCompletionParams) -> InlineCompletionResponse {
    InlineCompletionResponse::List(InlineCompletionList {
        items: suggestion(ctx, params).into_iter().collect(),
    })
}

fn suggestion(ctx: &Ctx, params: &InlineCompletionParams) -> Option<InlineCompletionItem> {
    // While a list is open, editors show only what continues its selected item.
    if !ctx.settings.inline_completion.enabled || params.context.selected_completion_info.is_some() {
        return None;
    }
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let completion = ide::inline_completion(ctx.document(), offset)?;
    Some(InlineCompletionItem {
        insert_text: completion.text,
        filter_text: None,
        range: Some(to_proto::range(ctx, completion.range)),
        command: None,
        insert_text_format: None,
    })
}
