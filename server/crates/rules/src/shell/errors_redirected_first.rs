//! 2>&1 before the redirection of the output.
//!
//! # What it does
//! Reports `command 2>&1 > file`.
//!
//! # Why it matters
//! Redirections take effect from left to right: errors go where the output went before, and only the output goes to the
//! file. Put `2>&1` last.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN make 2>&1 > /dev/null
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN make > /dev/null 2>&1
//! ```
//!
//! # Limits
//! Nothing is reported in a pipeline or a substitution, where this order keeps the errors on purpose.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2069>

use dockwright_texts::rules::errors_redirected_first as texts;

shell_rule! {
    codes: [2069],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("a 2>&1 > b", "2>&1")],
    quiet: ["a > b 2>&1", "a 2>&1 > b | c"],
}
