//! Encodes semantic tokens for the protocol: numbers that refer to the entries of the legend.

use dockwright_ide::{self as ide, RelativeToken};
use tower_lsp::ls_types::{SemanticToken, SemanticTokensEdit};

/// How many numbers represent one token.
const NUMBERS: u32 = 5;

pub(crate) fn semantic_tokens(tokens: &[RelativeToken]) -> Vec<SemanticToken> {
    let token = |token: &RelativeToken| SemanticToken {
        delta_line: token.lines,
        delta_start: token.columns,
        length: token.length,
        token_type: token.token_type,
        token_modifiers_bitset: token.modifiers,
    };
    tokens.iter().map(token).collect()
}

/// The edits that turn the client's tokens into the new ones.
pub(crate) fn semantic_tokens_edits(old: &[RelativeToken], new: &[RelativeToken]) -> Vec<SemanticTokensEdit> {
    let edit = ide::tokens_edit(old, new).map(|edit| SemanticTokensEdit {
        start: edit.removed.start as u32 * NUMBERS,
        delete_count: edit.removed.len() as u32 * NUMBERS,
        data: new.get(edit.inserted).filter(|tokens| !tokens.is_empty()).map(semantic_tokens),
    });
    edit.into_iter().collect()
}
