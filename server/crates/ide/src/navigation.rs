//! Where a name is declared, where it is used, and which of the uses change it.
//!
//! Names are variables and stages. Heredoc delimiters are the business of [`linked`](crate::linked).

use std::ops::Range;

use crate::document::Document;

/// A place to jump to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Byte range of the whole declaration.
    pub range: Range<usize>,
    /// Byte range of the declared name; inside `range`.
    pub selection: Range<usize>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Byte range of the name that was asked about.
    pub origin: Range<usize>,
    /// Where it is declared; several where a build may take one or the other.
    pub targets: Vec<Target>,
}

/// What a use does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is read.
    Read,
    /// It is declared or set.
    Write,
}

/// A use of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Byte range of the name.
    pub range: Range<usize>,
    /// What is done with it.
    pub access: Access,
}

/// The declaration of the name at `offset`.
pub fn definition(document: &Document, offset: usize) -> Option<Definition> {
    let _ = (document, offset);
    None
}

/// The uses of the name at `offset` in the order of the text, with or without its declarations.
pub fn references(document: &Document, offset: usize, include_declaration: bool) -> Vec<Range<usize>> {
    let _ = (document, offset, include_declaration);
    Vec::new()
}

/// All places of the name at `offset` in the order of the text.
pub fn highlights(document: &Document, offset: usize) -> Vec<Highlight> {
    let _ = (document, offset);
    Vec::new()
}
