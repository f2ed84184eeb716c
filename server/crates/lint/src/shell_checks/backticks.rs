//! Backticks in backticks, which are escaped there: the inner script is read again without the backslashes.

use std::ops::Range;

use super::{ShellFound, find_in, script::Script};
use dockwright_analysis::shell;

/// Backticks deeper than this are not read. Each level doubles the backslashes.
const MAX_DEPTH: usize = 3;

/// Adds what is found in backticks that are in backticks.
pub(super) fn check(script: &mut Script<'_>, depth: usize) {
    if depth == MAX_DEPTH || !script.text.contains("\\`") {
        return;
    }
    for outer in script.backticks.clone() {
        if script.at(&outer).contains("\\`") {
            let found = find_nested(script.text, outer, depth);
            script.found.extend(found);
        }
    }
}

fn find_nested(text: &str, outer: Range<usize>, depth: usize) -> Vec<ShellFound> {
    let (inner, places) = unescaped(text, outer);
    let Some(view) = shell::text_view(&shell::Script::of_text(&inner)) else { return Vec::new() };
    let backticks = |place: usize| inner.as_bytes().get(place) == Some(&b'`');
    let nested: Vec<Range<usize>> = view
        .substitutions
        .iter()
        .map(|it| it.span.range())
        .filter(|range| backticks(range.start) && text.as_bytes().get(places[range.start]) == Some(&b'\\'))
        .collect();
    let is_nested =
        |range: &Range<usize>| nested.iter().any(|it| it.start <= range.start && range.end <= it.end);
    let mut found = find_in(&view, &inner, depth + 1);
    // Variables may be set outside.
    found.retain(|it| !matches!(it.code, 2034 | 2154) && is_nested(&it.range));
    for it in &mut found {
        let map = |range: &Range<usize>| places[range.start]..places[range.end];
        it.range = map(&it.range);
        for (range, _) in &mut it.edits {
            *range = map(range);
        }
        if it.code == 2006 {
            // The backticks around it would have to change as well.
            it.edits.clear();
        }
    }
    found
}

/// The script in backticks as its shell gets it, and the place of each byte; the last one is that of the end.
fn unescaped(text: &str, outer: Range<usize>) -> (String, Vec<usize>) {
    let (start, end) = (outer.start + 1, outer.end - 1);
    let (mut inner, mut places) = (String::new(), Vec::new());
    let mut chars = text.get(start..end).unwrap_or_default().char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_escape = |next: &(usize, char)| c == '\\' && matches!(next.1, '`' | '\\' | '$');
        let c = chars.next_if(is_escape).map_or(c, |(_, next)| next);
        inner.push(c);
        places.extend(std::iter::repeat_n(start + at, c.len_utf8()));
    }
    places.push(end);
    (inner, places)
}
