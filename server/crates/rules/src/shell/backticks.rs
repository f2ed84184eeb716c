//! Backticks instead of `$(…)`.
//!
//! # What it does
//! Reports command substitutions that are written with backticks.
//!
//! # Why it matters
//! Between backticks, quotes and backslashes have a different meaning, and nested backticks must be escaped. Use
//! `$(…)`, which has no such problems.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "Built on `date`" > /built
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN echo "Built on $(date)" > /built
//! ```
//!
//! # Limits
//! There is no fix if there is a backslash between the backticks.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2006>

use dockwright_texts::rules::backticks as texts;

shell_rule! {
    codes: [2006],
    severity: Hint,
    presets: [Default],
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("A=`b`; c \"$A\"", "`b`")],
    quiet: ["A=$(b); c \"$A\"", "echo '`a`'"],
}
