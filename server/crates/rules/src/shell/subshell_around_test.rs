//! Parentheses around a test start a subshell.
//!
//! # What it does
//! Reports `( [ A ] )` and `( [ A ] && [ B ] )`.
//!
//! # Why it matters
//! A subshell is a separate process. Leave the parentheses out, or group with `{ …; }`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ( [ -f /a ] && [ -f /b ] ) || make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN { [ -f /a ] && [ -f /b ]; } || make
//! ```
//!
//! # Limits
//! Subshells that contain another command are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2233>
//! - <https://www.shellcheck.net/wiki/SC2234>
//! - <https://www.shellcheck.net/wiki/SC2235>

use dockwright_texts::rules::subshell_around_test as texts;

shell_rule! {
    codes: [2233, 2234, 2235],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("( [ -f a ] ) || b", "( [ -f a ] )")],
    quiet: ["( a && b )", "{ [ -f a ]; }"],
}
