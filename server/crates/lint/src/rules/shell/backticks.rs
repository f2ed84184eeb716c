//! Backticks instead of `$(…)`.
//!
//! # What it does
//! Reports commands in backticks.
//!
//! # Why it matters
//! Quotes and backslashes mean something else in backticks, and they cannot be nested without escapes. `$(…)` has no such
//! limits.
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
//! There is no fix where backslashes are between the backticks.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2006>

use dockwright_texts::rules::backticks as texts;

shell_rule! {
    codes: [2006],
    severity: Hint,
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("A=`b`; c \"$A\"", "`b`")],
    quiet: ["A=$(b); c \"$A\"", "echo '`a`'"],
}
