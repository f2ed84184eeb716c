//! cat of a single file into a pipe.
//!
//! # What it does
//! Reports `cat FILE | command`.
//!
//! # Why it matters
//! This starts an extra process, and the pipe hides a failure to read the file. Let the command read the file itself,
//! as an argument or with `command < FILE`.
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
//! `cat` with several files, with options, or with a pattern or variable without quotes is not reported.
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
