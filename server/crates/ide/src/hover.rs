//! What the thing under the cursor is, in a few lines of Markdown.

use std::ops::Range;

use crate::document::Document;

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Byte range of what is explained.
    pub range: Range<usize>,
    /// The explanation; plain text is made of it where an editor shows no Markdown.
    pub markdown: String,
}

/// What is at `offset`.
pub fn hover(document: &Document, offset: usize) -> Option<Hover> {
    let _ = (document, offset);
    None
}
