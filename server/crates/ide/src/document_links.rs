//! Pages and files that a Dockerfile speaks of.

use std::ops::Range;

use crate::document::Document;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page.
    Url(String),
    /// A path in the build context, clean and without a leading slash. Whether it is there is not known here.
    ContextPath(String),
}

/// A place that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// Byte range.
    pub range: Range<usize>,
    /// Where it leads.
    pub target: LinkTarget,
    /// What the link shows.
    pub tooltip: Option<String>,
}

/// The links in the order of the text.
pub fn document_links(document: &Document) -> Vec<DocumentLink> {
    let _ = document;
    Vec::new()
}
