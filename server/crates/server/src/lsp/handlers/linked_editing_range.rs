//! `textDocument/linkedEditingRange`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{LinkedEditingRangeParams, LinkedEditingRanges};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

/// The text that may be typed without ending the linked editing; by default, editors' words contain
/// no dots.
const WORD: &str = r#"[^\s"'<>\\]+"#;

pub(crate) fn linked_editing_range(
    ctx: &Ctx,
    params: &LinkedEditingRangeParams,
) -> Option<LinkedEditingRanges> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    let ranges = ide::linked_ranges(ctx.document(), offset)?.into_iter();
    Some(LinkedEditingRanges {
        ranges: ranges.map(|range| to_proto::range(ctx, range)).collect(),
        word_pattern: Some(WORD.to_owned()),
    })
}
