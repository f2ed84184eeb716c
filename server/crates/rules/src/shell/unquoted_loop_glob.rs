//! Variable before a pattern is split into words.
//!
//! # What it does
//! Reports `for x in $DIR/*` without quotes around the variable.
//!
//! # Why it matters
//! If the value has spaces, it becomes several words, and none of them is the path. Put double quotes around the
//! variable, but not around the pattern.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN for file in $DIR/*.conf; do cat "$file"; done
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for file in "$DIR"/*.conf; do cat "$file"; done
//! ```
//!
//! # Limits
//! A variable without a pattern after it may be meant to be split, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2231>

use dockwright_texts::rules::unquoted_loop_glob as texts;

shell_rule! {
    codes: [2231],
    severity: Info,
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("for a in $B/*; do c; done", "$B")],
    quiet: ["for a in \"$B\"/*; do c; done", "for a in $B; do c; done"],
}
