//! The Dockerfiles inside a build file: their semantic tokens, and their formatting.

use std::ops::Range;

use dockwright_analysis::fix::edited;
use dockwright_format::{FormatOptions, format};
use dockwright_ide::{self as ide, RelativeToken, SemanticToken};
use tower_lsp::ls_types::TextEdit;

use super::{
    build_files::{View, each_inline},
    ctx::Ctx,
    to_proto,
};

/// The tokens of inline Dockerfiles that intersect a byte range, as far as the build file has the same text.
pub(crate) fn tokens(ctx: &Ctx, range: &Range<usize>) -> Vec<RelativeToken> {
    if !ctx.settings.compose.enabled {
        return Vec::new();
    }
    let mut tokens: Vec<SemanticToken> = Vec::new();
    each_inline(ctx, &View::new(ctx), |inline, document| {
        let found = ide::semantic_tokens(document, 0..document.text().len()).into_iter();
        tokens.extend(
            found.filter_map(|token| {
                Some(SemanticToken { range: inline.exact_range(&token.range)?, ..token })
            }),
        );
    });
    tokens.retain(|token| token.range.end > range.start && range.end > token.range.start);
    tokens.sort_by_key(|token| token.range.start);
    ide::encoded_tokens(tokens, ctx.text(), ctx.abilities.encoding)
}

/// The edits that format all inline Dockerfiles.
pub(crate) fn formatting(ctx: &Ctx, options: &FormatOptions) -> Vec<TextEdit> {
    let source = ctx.text().slice(0..ctx.text().len()).into_owned();
    let mut edits = Vec::new();
    each_inline(ctx, &View::new(ctx), |inline, document| {
        let formatted = edited(&inline.text, &format(document, options));
        edits.extend(inline.replacement(&source, &formatted));
    });
    edits
        .into_iter()
        .map(|(range, new_text)| TextEdit { range: to_proto::range(ctx, range), new_text })
        .collect()
}
