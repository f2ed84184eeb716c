//! Variable that the shell of the image does not set.
//!
//! # What it does
//! Reports variables of bash such as `RANDOM`, `HOSTNAME` and `UID` if the shell that runs the instruction does not set
//! them.
//!
//! # Why it matters
//! The variable is empty. Use a program such as `hostname` or `id -u`, or choose bash with a SHELL instruction.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "$HOSTNAME" > /host
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN hostname > /host
//! ```
//!
//! # Limits
//! Nothing is reported if the shell is not known, or if the script, ENV or ARG sets the variable.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC3028>

use dockwright_texts::rules::non_posix_variable as texts;

shell_rule! {
    codes: [3028],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("echo \"$RANDOM\"", "$RANDOM")],
    quiet: ["echo \"$PATH\"", "UID=1; echo \"$UID\""],
}
