//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`.
//!
//! A result's id is the number of the version that it is about, so that asking twice about one costs nothing.

use std::sync::Arc;

use dockwright_ide::{self as ide, RelativeToken};
use tower_lsp::ls_types::{
    SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn semantic_tokens_full(ctx: &Ctx, _: &SemanticTokensParams) -> SemanticTokensResult {
    SemanticTokensResult::Tokens(full(ctx, &current(ctx)))
}

pub(crate) fn semantic_tokens_full_delta(
    ctx: &Ctx,
    params: &SemanticTokensDeltaParams,
) -> SemanticTokensFullDeltaResult {
    let previous = params.previous_result_id.parse().ok().and_then(|id| ctx.open.last_tokens().of(id));
    let tokens = current(ctx);
    match previous {
        Some(previous) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
            result_id: Some(result_id(ctx)),
            edits: to_proto::semantic_tokens_edits(&previous, &tokens),
        }),
        None => SemanticTokensFullDeltaResult::Tokens(full(ctx, &tokens)),
    }
}

pub(crate) fn semantic_tokens_range(
    ctx: &Ctx,
    params: &SemanticTokensRangeParams,
) -> SemanticTokensRangeResult {
    let range = from_proto::range(ctx, params.range);
    let tokens = ide::relative_tokens(ctx.document(), range, ctx.abilities.encoding);
    let data = to_proto::semantic_tokens(&tokens);
    SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })
}

/// The tokens of the version that is asked about, from now on the last ones.
fn current(ctx: &Ctx) -> Arc<[RelativeToken]> {
    let last = ctx.open.last_tokens();
    last.of(ctx.open.revision).unwrap_or_else(|| {
        let document = ctx.document();
        let tokens = ide::relative_tokens(document, 0..document.text().len(), ctx.abilities.encoding);
        let tokens: Arc<[RelativeToken]> = tokens.into();
        last.keep(ctx.open.revision, Arc::clone(&tokens));
        tokens
    })
}

fn full(ctx: &Ctx, tokens: &[RelativeToken]) -> SemanticTokens {
    SemanticTokens { result_id: Some(result_id(ctx)), data: to_proto::semantic_tokens(tokens) }
}

fn result_id(ctx: &Ctx) -> String {
    ctx.open.revision.to_string()
}
