//! Reads the heredocs of an instruction: their markers and bodies.

use std::ops::Range;

use dockwright_syntax::{
    heredoc::{Marker, marker},
    kinds::{self, Kind, NodeKind},
    logical::LogicalLine,
};
use tree_sitter::Node;

use crate::heredocs;

/// A heredoc of an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// The parsed marker.
    pub marker: Marker,
    /// The range of the marker.
    pub range: Range<usize>,
    /// The body as written, including tabs.
    pub content: String,
    /// Where the body starts.
    pub content_start: usize,
    /// Whether its terminator was found.
    pub is_terminated: bool,
}

/// The end of the header and the heredocs after it; `None` if there are none.
pub(super) fn read(
    node: Node<'_>,
    source: &str,
    start: usize,
    escape: char,
) -> Option<(usize, Vec<Heredoc>)> {
    if node.child_count() == 0 || node.child(node.child_count() - 1)?.syntax_kind() != Kind::HeredocBlock {
        return None;
    }
    let mut cursor = node.walk();
    let first = node.children(&mut cursor).find(|child| child.syntax_kind() == Kind::HeredocBlock)?;
    let header_end = first.start_byte() - start;
    let relative = |node: Node<'_>| node.start_byte() - start..node.end_byte() - start;
    let heredocs = heredocs::heredocs(node)
        .map(|(opener, block)| {
            let operator = opener.child_by_field_name(kinds::field::OPERATOR).map_or(0..0, relative);
            let delimiter = opener.child_by_field_name(kinds::field::DELIMITER).map_or(0..0, relative);
            // Both may contain line continuations.
            let operator = LogicalLine::join(&source[operator], escape).text;
            let delimiter = LogicalLine::join(&source[delimiter], escape).text;
            let body = block.child_by_field_name(kinds::field::BODY);
            Heredoc {
                marker: marker(&operator, &delimiter),
                range: relative(opener),
                content: body.map_or_else(String::new, |body| source[relative(body)].to_owned()),
                content_start: relative(body.unwrap_or(block)).start,
                is_terminated: block.child_by_field_name(kinds::field::TERMINATOR).is_some(),
            }
        })
        .collect();
    Some((header_end, heredocs))
}
