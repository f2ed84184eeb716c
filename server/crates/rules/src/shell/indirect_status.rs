//! Condition checks `$?` instead of the command.
//!
//! # What it does
//! Reports comparisons of `$?` with 0.
//!
//! # Why it matters
//! A command between them changes `$?`, and under `set -e` the shell ends before the comparison. Use the command itself
//! as the condition.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN make; if [ $? -ne 0 ]; then exit 1; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if ! make; then exit 1; fi
//! ```
//!
//! # Limits
//! Comparisons with other numbers, and `$?` at the beginning of a function, are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2181>

use dockwright_texts::rules::indirect_status as texts;

shell_rule! {
    codes: [2181],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("a; if [ $? -eq 0 ]; then b; fi", "$?")],
    quiet: ["a; x=$?", "a; [ $? -eq 2 ] && b"],
}
