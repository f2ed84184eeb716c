//! Variable of the script is never read.
//!
//! # What it does
//! Reports a variable that a script sets and does not use.
//!
//! # Why it matters
//! The variable is lost when the RUN ends. Use ENV if later instructions or the container need it, or `export` if a
//! program in the same RUN does.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN DEBIAN_FRONTEND=noninteractive; apt-get update
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN DEBIAN_FRONTEND=noninteractive apt-get update
//! ```
//!
//! # Limits
//! Loop variables, names that begin with `_` and scripts that source a file are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2034>

use dockwright_texts::rules::unused_shell_variable as texts;

shell_rule! {
    codes: [2034],
    severity: Hint,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("A=1; b", "A")],
    quiet: ["A=1; b \"$A\"", "export A=1; b", "A=1 b"],
}
