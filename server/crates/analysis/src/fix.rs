//! Edits of a document, as proposed by fixes and refactorings.

use std::ops::Range;

use dockwright_texts::Message;

/// A replaced byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// Byte range in the document.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

/// Applies edits, which are in the order of the text and do not overlap.
pub fn edited(source: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&source[at..edit.range.start]);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(&source[at..]);
    out
}

/// A change that fixes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The title, in the imperative.
    pub title: Message,
    /// Whether the build stays the same, so that the fix may be applied without review.
    pub safe: bool,
    /// The edits, in the order of the text, not overlapping.
    pub edits: Vec<TextEdit>,
}

impl Fix {
    /// A safe fix with a single edit.
    pub fn replace(title: impl Into<Message>, range: Range<usize>, text: String) -> Self {
        Self { title: title.into(), safe: true, edits: vec![TextEdit { range, text }] }
    }

    /// The same change, but one that the user has to choose.
    #[must_use]
    pub fn unsafe_choice(self) -> Self {
        Self { safe: false, ..self }
    }
}
