//! Finds the delimiter of a heredoc, in its marker and on the line that ends the body.

use std::ops::Range;

use dockwright_syntax::kinds;
use tree_sitter::Node;

use crate::{document::Document, heredocs::heredocs};

/// The ranges of a heredoc's delimiter, in both places.
pub fn heredoc_delimiter(document: &Document, offset: usize) -> Option<Vec<Range<usize>>> {
    let instruction = document.instruction_at(offset)?;
    let text = document.text();
    heredocs(instruction).find_map(|(opener, block)| {
        let name = unquoted(document, opener.child_by_field_name(kinds::field::DELIMITER)?);
        let end = terminator(document, block.child_by_field_name(kinds::field::TERMINATOR)?);
        let is_inside = |range: &Range<usize>| (range.start..=range.end).contains(&offset);
        let is_same = !name.is_empty() && text.slice(name.clone()) == text.slice(end.clone());
        (is_same && (is_inside(&name) || is_inside(&end))).then(|| vec![name, end])
    })
}

/// The range of the delimiter, without quotes.
fn unquoted(document: &Document, delimiter: Node<'_>) -> Range<usize> {
    let range = delimiter.byte_range();
    let written = document.text().slice(range.clone());
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
    match quote {
        Some(quote) if written.len() > 1 && written.ends_with(quote) => range.start + 1..range.end - 1,
        Some(_) | None => range,
    }
}

/// The range of the terminator, without the tabs that `<<-` allows before it, and without the line
/// end.
fn terminator(document: &Document, end: Node<'_>) -> Range<usize> {
    let range = end.byte_range();
    let line = document.text().slice(range.clone());
    let tabs = line.len() - line.trim_start_matches('\t').len();
    let end = line.trim_end_matches(['\r', '\n']).len().max(tabs);
    range.start + tabs..range.start + end
}
