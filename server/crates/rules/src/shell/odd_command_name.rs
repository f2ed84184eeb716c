//! Command name ends with an odd character.
//!
//! # What it does
//! Reports commands whose name ends with a bracket, a quote, a comma, a full stop, a space or a similar character.
//!
//! # Why it matters
//! Commands hardly ever have such names. A space, a quote or a separator is probably missing, or there is one too many.
//! Check the end of the name.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get, update
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update
//! ```
//!
//! # Limits
//! `.` and `..` are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2288>

use dockwright_texts::rules::odd_command_name as texts;

shell_rule! {
    codes: [2288],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("a, b", "a,"), ("\"ab \"", "\"ab \"")],
    quiet: ["a b", ". ./a"],
}
