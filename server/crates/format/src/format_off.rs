//! Finds the ranges between `# dockwright format off` and `# dockwright format on`, which stay
//! unchanged.

use std::ops::Range;

use dockwright_analysis::document::Document;

/// The ranges from `# dockwright format off` to `# dockwright format on` or the end of the file.
pub(super) fn switched_off(document: &Document, source: &str) -> Vec<Range<usize>> {
    let mut off = Vec::new();
    if !source.contains("dockwright format") {
        return off;
    }
    let mut open = None;
    let mut start: usize = 0;
    for line in source.split_inclusive('\n') {
        let text = line.trim().strip_prefix('#').map(|text| text.split_whitespace().collect::<Vec<_>>());
        let is_body = || {
            document.instructions().any(|placed| {
                let at = start.checked_sub(placed.start);
                let mut heredocs = placed.facts.heredocs.iter();
                let body = |at| {
                    heredocs.any(|it| (it.content_start..it.content_start + it.content.len()).contains(&at))
                };
                at.is_some_and(body)
            })
        };
        match text.as_deref() {
            Some(["dockwright", "format", "off"]) if open.is_none() && !is_body() => open = Some(start),
            Some(["dockwright", "format", "on"]) if !is_body() => {
                off.extend(open.take().map(|open| open..start));
            }
            _ => {}
        }
        start += line.len();
    }
    off.extend(open.map(|open| open..source.len() + 1));
    off
}
