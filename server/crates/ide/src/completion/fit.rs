//! Which items fit what has been typed.
//!
//! A client opens the list by itself, puts the first item in focus and lets Enter accept it. So an item may only be
//! offered where the typed text cannot be meant as it is: Enter at the end of a finished line must end the line. Items
//! are compared with the typed text here, by prefix, because clients compare loosely: for them `80` is in `8080`.
//!
//! When a list is asked for by hand, everything is offered that has the typed letters, and the client filters.

use super::{CompletionItem, item::Vocabulary};
use dockwright_analysis::document::Document;

/// Keeps the items that continue what stands between the start of their range and `offset`.
///
/// If the typed text is one of the items already, or complete in itself, no item is left.
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

/// Keeps the items that have the typed letters in their order, which is the loosest that clients compare.
pub(super) fn fit_loosely(items: &mut Vec<CompletionItem>, document: &Document, offset: usize) {
    items.retain(|item| {
        let typed = document.text().slice(item.edit.range.start.min(offset)..offset);
        let mut letters = item.filter.chars().map(|c| c.to_ascii_lowercase());
        typed.chars().all(|c| letters.any(|letter| letter == c.to_ascii_lowercase()))
    });
}

/// How typed text relates to an item.
#[derive(Debug, PartialEq, Eq)]
enum Relation {
    /// It is the item.
    Same,
    /// It is the beginning of the item and not yet anything else.
    Begun,
    /// It is something else, or may be.
    Other,
}

fn relate(typed: &str, item: &CompletionItem) -> Relation {
    let word = item.filter.as_str();
    if typed.is_empty() {
        return Relation::Begun;
    }
    let is_closed = item.vocabulary == Vocabulary::Closed;
    // A folder is there with and without its slash.
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

/// Whether the beginning of a name may well be a name itself: it ends in a digit, or where a part of the name ends
/// (`3` of `3.14-slim`, `nginx` of `nginx/unit`, `package` of `package.json`).
fn is_whole(typed: &str, rest: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !c.is_ascii_digit());
    let last = typed.chars().next_back();
    if last.is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    is_letter(last) && !is_letter(rest.chars().next())
}
