//! Semantic tokens in the protocol's terms: the legend, and numbers that mean its entries.

use dockwright_ide::{self as ide, RelativeToken, TokenModifiers, TokenType};
use tower_lsp::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit, SemanticTokensLegend,
};

/// How many numbers a token is.
const NUMBERS: u32 = 5;

/// What the numbers of types and modifiers mean.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TokenType::ALL.iter().map(|it| SemanticTokenType::new(it.name())).collect(),
        token_modifiers: TokenModifiers::ALL
            .iter()
            .map(|(_, name)| SemanticTokenModifier::new(name))
            .collect(),
    }
}

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

/// What makes the tokens that the client has the new ones.
pub(crate) fn semantic_tokens_edits(old: &[RelativeToken], new: &[RelativeToken]) -> Vec<SemanticTokensEdit> {
    let edit = ide::tokens_edit(old, new).map(|edit| SemanticTokensEdit {
        start: edit.removed.start as u32 * NUMBERS,
        delete_count: edit.removed.len() as u32 * NUMBERS,
        data: new.get(edit.inserted).filter(|tokens| !tokens.is_empty()).map(semantic_tokens),
    });
    edit.into_iter().collect()
}
