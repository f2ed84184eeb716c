//! cat of a single file into a pipe.
//!
//! # What it does
//! Reports `cat FILE | command`.
//!
//! # Why it matters
//! The command can read the file itself: `command < FILE`. One process less is started, and the failure to read the file
//! is noticed.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cat /etc/passwd | grep app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep app /etc/passwd
//! ```
//!
//! # Limits
//! Several files, options and variables without quotes are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2002>

use dockwright_texts::rules::useless_cat as texts;

shell_rule! {
    codes: [2002],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("cat a | b", "cat a")],
    quiet: ["cat a b | c", "b < a"],
}
