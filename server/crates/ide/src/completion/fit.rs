//! Filters completion items by the text that has been typed.
//!
//! A client opens the list by itself, puts the first item in focus and lets Enter accept it. So an
//! item may be offered only where the typed text is not complete: Enter at the end of a finished
//! line must end the line. Items are compared with the typed text here, by prefix, because clients
//! compare loosely: for them `80` matches `8080`.
//!
//! When the user requests a list, all items that contain the typed letters are offered, and the
//! client filters.

use super::{CompletionItem, item::Vocabulary};
use dockwright_analysis::document::Document;

/// Keeps the items that continue the text between the start of their range and `offset`.
///
/// If the typed text equals one of the items, or is complete in itself, no item is left.
pub(super) fn fit(items: &mut Vec<CompletionItem>, document: &Document, offset: usize) {
    let mut is_complete = false;
    items.retain(|item| {
        let typed = document.text().slice(item.edit.range.start.min(offset)..offset);
        let relation = relate(&typed, item);
        is_complete |= relation == Relation::Same;
        relation == Relation::Begun
    });
    if is_complete {
        items.clear();
    }
}

/// Keeps the items that contain the typed letters in order, which is the loosest match that clients
/// use.
pub(super) fn fit_loosely(items: &mut Vec<CompletionItem>, document: &Document, offset: usize) {
    items.retain(|item| {
        let typed = document.text().slice(item.edit.range.start.min(offset)..offset);
        let mut letters = item.filter.chars().map(|c| c.to_ascii_lowercase());
        typed.chars().all(|c| letters.any(|letter| letter == c.to_ascii_lowercase()))
    });
}

/// How the typed text relates to an item.
#[derive(Debug, PartialEq, Eq)]
enum Relation {
    /// The text equals the item.
    Same,
    /// The text is a prefix of the item and not yet complete.
    Begun,
    /// The text is something else, or may be.
    Other,
}

fn relate(typed: &str, item: &CompletionItem) -> Relation {
    let word = item.filter.as_str();
    if typed.is_empty() {
        return Relation::Begun;
    }
    let is_closed = item.vocabulary == Vocabulary::Closed;
    // A folder matches with and without its trailing slash.
    if typed == word || is_closed && typed.eq_ignore_ascii_case(word) || word.strip_suffix('/') == Some(typed)
    {
        return Relation::Same;
    }
    let begins = match word.get(..typed.len()) {
        Some(start) if is_closed => start.eq_ignore_ascii_case(typed),
        start => start == Some(typed),
    };
    match item.vocabulary {
        Vocabulary::Closed | Vocabulary::InnerNames if begins => Relation::Begun,
        Vocabulary::Names if begins && !is_whole(typed, &word[typed.len()..]) => Relation::Begun,
        _ => Relation::Other,
    }
}

/// Whether a prefix of a name is probably a complete name: it ends in a digit, or at the end of a
/// part of the name (`3` of `3.14-slim`, `nginx` of `nginx/unit`, `package` of `package.json`).
fn is_whole(typed: &str, rest: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !c.is_ascii_digit());
    let last = typed.chars().next_back();
    if last.is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    is_letter(last) && !is_letter(rest.chars().next())
}
