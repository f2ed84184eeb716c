//! Output of grep is tested instead of its status.
//!
//! # What it does
//! Reports `[ -n "$(… | grep …)" ]`.
//!
//! # Why it matters
//! `grep -q` says by its status whether something matches, and stops at the first match.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if [ -n "$(grep app /etc/passwd)" ]; then echo found; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if grep -q app /etc/passwd; then echo found; fi
//! ```
//!
//! # Limits
//! Comparisons with a text are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2143>

use dockwright_texts::rules::grep_in_test as texts;

shell_rule! {
    codes: [2143],
    severity: Hint,
    finding: |_| texts::finding(),
}

shell_cases! {
    image: "debian:13",
    found: [("[ -n \"$(grep a b)\" ] && c", "-n")],
    quiet: ["grep -q a b && c", "[ -n \"$(a)\" ] && b"],
}
