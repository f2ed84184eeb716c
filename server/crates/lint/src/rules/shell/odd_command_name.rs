//! Name of the command ends with an odd character.
//!
//! # What it does
//! Reports names of commands that end with a bracket, a quote, a comma, a full stop or a space.
//!
//! # Why it matters
//! There is no such command. A space, a quote or a separator is probably missing or too much.
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
