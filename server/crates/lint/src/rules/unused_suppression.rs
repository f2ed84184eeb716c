//! Comments that silence rules silence something.
//!
//! # What it does
//! Reports a name in a `# dockwright ignore=`, `# hadolint ignore=` or `# check=skip=` comment that silences nothing, or
//! that is the name of no rule.
//!
//! # Why it matters
//! What was silenced once is long mended, and the comment hides the next mistake of its kind. A misspelt name hides
//! nothing, and the comment looks as if it did.
//!
//! # Example
//! ```dockerfile
//! FROM alpine
//! # dockwright ignore=StageNameCasing
//! RUN make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine
//! RUN make
//! ```
//!
//! # Limits
//! A rule that does not run cannot be judged: what is not selected, what only hadolint or `ShellCheck` know, and
//! `skip=all`. Comments of other tools are not removed without a look, for those tools may find more than we do.

use crate::rule::{Group, Preset, Severity};

rule! {
    name: "UnusedSuppression",
    group: Group::Style,
    severity: Severity::Hint,
    presets: &[Preset::Default],
    summary: "Comments that silence rules silence something",
    source: include_str!("unused_suppression.rs"),
}
