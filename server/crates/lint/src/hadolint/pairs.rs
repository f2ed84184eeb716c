//! The keys and values of ENV and LABEL, and texts without quotes.

use std::{borrow::Cow, ops::Range};

use dockwright_analysis::facts::{Facts, operands::Operands};

/// A key and a value, quotes removed, with their places.
pub(super) struct Pair<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) key_range: Range<usize>,
    pub(super) value: &'a str,
    pub(super) value_range: Range<usize>,
}

/// The pairs of an ENV or a LABEL. If a quote opens before the first key and is not closed after
/// it, hadolint reads everything that follows as one value.
pub(super) fn pairs(facts: &Facts) -> impl Iterator<Item = Pair<'_>> {
    let all = match &facts.operands {
        Operands::Pairs(pairs) => pairs.as_slice(),
        _ => &[],
    };
    let is_open = |key: &str| key.starts_with(['"', '\'']) && unquoted(key) == key;
    let is_one = all.first().is_some_and(|pair| is_open(&pair.key.text));
    all[..if is_one { 1 } else { all.len() }].iter().map(move |pair| Pair {
        key: if is_one {
            let word = format!("{}={}", pair.key.text, pair.value.text);
            Cow::Owned(unquoted(&word).to_owned())
        } else {
            Cow::Borrowed(unquoted(&pair.key.text))
        },
        key_range: pair.key.range.clone(),
        value: unquoted(&pair.value.text),
        value_range: pair.value.range.clone(),
    })
}

/// A text without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// The ends of archives that ADD unpacks.
const ARCHIVES: [&str; 15] = [
    ".tar", ".gz", ".bz2", ".xz", ".Z", ".lzma", ".lz", ".tgz", ".tbz", ".tbz2", ".tb2", ".txz", ".tlz",
    ".tpz", ".tZ",
];

/// Whether a path is that of an archive.
pub(super) fn is_archive(path: &str) -> bool {
    ARCHIVES.iter().any(|end| path.ends_with(end))
}
