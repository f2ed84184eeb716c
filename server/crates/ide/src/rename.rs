//! Another name for a variable or a stage, wherever it is used.

use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::fix::TextEdit;

/// A name that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// Byte range of the name that was asked about.
    pub range: Range<usize>,
    /// What the editor offers for editing.
    pub placeholder: String,
}

/// Why a name is not changed; displayed as a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameError {
    /// There is no name at this place.
    NothingHere,
    /// There is one, but it cannot become what was asked for; the sentence says why.
    Refused(String),
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingHere => "There is nothing to rename here.",
            Self::Refused(reason) => reason,
        })
    }
}

impl std::error::Error for RenameError {}

/// The name at `offset`.
pub fn prepare_rename(document: &Document, offset: usize) -> Result<Renamable, RenameError> {
    let _ = (document, offset);
    Err(RenameError::NothingHere)
}

/// The edits that give the name at `offset` another spelling, in the order of the text.
pub fn rename(document: &Document, offset: usize, new_name: &str) -> Result<Vec<TextEdit>, RenameError> {
    let _ = (document, offset, new_name);
    Err(RenameError::NothingHere)
}
