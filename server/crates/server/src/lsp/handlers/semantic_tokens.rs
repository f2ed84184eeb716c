//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`.
//!
//! A result's id is the number of the document version, so that requesting a version twice costs
//! nothing.

use std::{ops::Range, sync::Arc};

use dockwright_ide::{self as ide, RelativeToken};
use tower_lsp::ls_types::{
    SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
};

use crate::lsp::{ctx::Ctx, document_kind::DocumentKind, from_proto, inline_dockerfiles, to_proto};

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
    let tokens = tokens(ctx, range);
    let data = to_proto::semantic_tokens(&tokens);
    SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })
}

fn tokens(ctx: &Ctx, range: Range<usize>) -> Vec<RelativeToken> {
    let encoding = ctx.abilities.encoding;
    match ctx.open.kind {
        DocumentKind::Dockerfile => ide::relative_tokens(ctx.document(), range, encoding),
        DocumentKind::IgnoreFile => {
            ide::ignore_file::ignore_file_tokens(ctx.ignore_file(), ctx.text(), &range, encoding)
        }
        DocumentKind::BuildFile => inline_dockerfiles::tokens(ctx, &range),
    }
}

/// Computes the tokens of the current version and stores them for the next delta.
fn current(ctx: &Ctx) -> Arc<[RelativeToken]> {
    let last = ctx.open.last_tokens();
    last.of(ctx.open.revision).unwrap_or_else(|| {
        let tokens: Arc<[RelativeToken]> = tokens(ctx, 0..ctx.text().len()).into();
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
