//! `textDocument/inlineCompletion`.

use dockwright_ide as ide;
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{InlineCompletionItem, InlineCompletionList, InlineCompletionParams},
};

use crate::lsp::{
    dispatch::{Ctx, Dispatch, on_document},
    from_proto, to_proto,
};

impl Dispatch {
    pub(crate) async fn inline_completion(
        &self,
        params: InlineCompletionParams,
    ) -> Result<InlineCompletionList> {
        on_document(params, inline_completion).await
    }
}

fn inline_completion(ctx: &Ctx, params: &InlineCompletionParams) -> InlineCompletionList {
    // While a list is open, only what continues its selected item could be shown.
    if !ctx.settings.inline_completion.enabled || params.context.selected_completion_info.is_some() {
        return InlineCompletionList { items: Vec::new() };
    }
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let completion = ide::inline_completion(ctx.document(), offset);
    let item = completion.map(|completion| InlineCompletionItem {
        insert_text: completion.text,
        filter_text: None,
        range: Some(to_proto::range(ctx, completion.range)),
        command: None,
        insert_text_format: None,
    });
    InlineCompletionList { items: item.into_iter().collect() }
}
