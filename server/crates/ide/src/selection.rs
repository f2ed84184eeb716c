//! What a selection grows to.

use std::ops::Range;

use crate::document::Document;

/// The ranges around `offset`, the innermost first; each is larger than the one before it.
pub fn selection_ranges(document: &Document, offset: usize) -> Vec<Range<usize>> {
    let end = document.text().len();
    vec![offset.min(end)..offset.min(end), 0..end]
}
