//! Redirection to a file with a number as its name.
//!
//! # What it does
//! Reports `2> 1` and `> 2`.
//!
//! # Why it matters
//! Without `&`, this is a file in the working directory. For a stream write `2>&1`, for a comparison `-gt`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN make > /log 2>1
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN make > /log 2>&1
//! ```
//!
//! # Limits
//! A number with other characters is a usual name of a file.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2210>

use dockwright_texts::rules::redirection_to_number as texts;

shell_rule! {
    codes: [2210],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("a 2>1", ">1"), ("a > 2", "> 2")],
    quiet: ["a 2>&1", "a > b1"],
}
