//! What a reader would have to look up, shown between the characters of a line.

use std::ops::Range;

use crate::document::Document;

/// What a hint tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// The image that a FROM with variables means.
    Image,
    /// The value of a variable.
    Value,
    /// The directory that a relative WORKDIR means.
    Workdir,
    /// The number of a stage.
    StageIndex,
}

/// The kinds of hints that are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each a setting of the user")]
pub struct HintKinds {
    /// [`HintKind::Image`].
    pub image: bool,
    /// [`HintKind::Value`].
    pub value: bool,
    /// [`HintKind::Workdir`].
    pub workdir: bool,
    /// [`HintKind::StageIndex`].
    pub stage_index: bool,
}

/// A text between two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Byte offset of the character that it stands before.
    pub offset: usize,
    /// What it says.
    pub label: String,
    /// More of it, as Markdown.
    pub tooltip: Option<String>,
    /// What it tells.
    pub kind: HintKind,
    /// Whether a blank separates it from what stands before it.
    pub padding_left: bool,
    /// Whether a blank separates it from what follows.
    pub padding_right: bool,
}

/// The hints of these kinds in a byte range, in the order of the text.
pub fn inlay_hints(document: &Document, range: Range<usize>, kinds: &HintKinds) -> Vec<InlayHint> {
    let _ = (document, range, kinds);
    Vec::new()
}
