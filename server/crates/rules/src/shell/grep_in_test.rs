//! Output of grep is tested instead of its status.
//!
//! # What it does
//! Reports tests whether grep prints anything, such as `[ -n "$(… | grep …)" ]`.
//!
//! # Why it matters
//! The shell has to collect the whole output only to see that there is some. Use `grep -q`: it stops at the first
//! match, and its exit status shows whether there was one.
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
//! Comparisons of the output with a text are not reported.
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
