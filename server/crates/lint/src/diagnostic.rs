//! One finding as editors, the command line and CI get it.

use std::ops::Range;

use crate::{finding::Tag, rule::Severity};
use dockwright_analysis::fix::Fix;

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Byte range in the same document.
    pub range: Range<usize>,
    /// What is there.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's canonical name.
    pub code: &'static str,
    /// The rule's other names.
    pub aliases: &'static [&'static str],
    /// How bad it is.
    pub severity: Severity,
    /// Byte range, token-exact; for BuildKit's preset it begins on BuildKit's line.
    pub range: Range<usize>,
    /// First and last line as BuildKit reports them, 1-based; `None` where it reports nothing or gives no line.
    pub lines: Option<(u32, u32)>,
    /// What is wrong; then what Docker really does.
    pub message: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Rendering hints.
    pub tags: Vec<Tag>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// A different change that a person may choose instead.
    pub alternative: Option<Fix>,
    /// The rule's page.
    pub url: Option<String>,
}
