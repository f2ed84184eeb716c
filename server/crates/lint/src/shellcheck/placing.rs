//! Maps places in a script back to the instruction that contains it.
//!
//! A script may be joined from several lines, with comments and continuations between them. A place
//! between two of its characters is then two places in the text, and an insertion goes to the
//! character that it belongs to.

use std::ops::Range;

use dockwright_analysis::{fix::TextEdit, shell::Script};

use super::answers::Replaced;

/// The range of a part of the script in the instruction.
pub(super) fn place(script: &Script, range: &Range<usize>) -> Option<Range<usize>> {
    script.text.get(range.clone())?;
    if range.is_empty() {
        let at = after(script, range.start)?;
        return Some(at..at);
    }
    Some(script.source_range(range.clone()))
}

/// The edits of a fix in the instruction; `None` if they cannot be made there.
pub(super) fn edits(script: &Script, source: &str, replaced: &[Replaced]) -> Option<Vec<TextEdit>> {
    let is_joined = script.runs().count() > 1 || !script.text.contains('\n');
    let mut edits: Vec<TextEdit> = Vec::with_capacity(replaced.len());
    for it in replaced {
        // A line break would end the instruction.
        if is_joined && it.text.contains(['\n', '\r']) {
            return None;
        }
        let range = if it.range.is_empty() {
            let at =
                if it.is_closing { after(script, it.range.start) } else { before(script, it.range.start) };
            let at = at?;
            at..at
        } else {
            let range = script.source_range(it.range.clone());
            // Text on several lines may have comments in between, which must not be lost.
            if source.get(range.clone())? != script.text.get(it.range.clone())? {
                return None;
            }
            range
        };
        if edits.last().is_some_and(|last| last.range.end > range.start) {
            return None;
        }
        edits.push(TextEdit { range, text: it.text.clone() });
    }
    Some(edits)
}

/// The place in the instruction before the character at an offset.
fn before(script: &Script, offset: usize) -> Option<usize> {
    match script.text.get(offset..)?.chars().next() {
        Some(next) => Some(script.source_range(offset..offset + next.len_utf8()).start),
        None => after(script, offset),
    }
}

/// The place in the instruction after the character that ends at an offset.
fn after(script: &Script, offset: usize) -> Option<usize> {
    match script.text.get(..offset)?.chars().next_back() {
        Some(last) => Some(script.source_range(offset - last.len_utf8()..offset).end),
        None => script.runs().next().map(|(_, source)| source),
    }
}
