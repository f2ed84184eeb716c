//! export hides the failure of a command.
//!
//! # What it does
//! Reports `export A=$(command)`, and the same with `readonly`, `local` and `declare`.
//!
//! # Why it matters
//! The exit status is that of `export`, which succeeds even if the command fails. The build then continues with an
//! empty value. Assign the value first, and export the variable in a second command.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN export VERSION="$(cat /version)" && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN VERSION="$(cat /version)" && export VERSION && make
//! ```
//!
//! # Limits
//! There is a fix only for a single variable after `export`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2155>

use dockwright_texts::rules::masked_exit_status as texts;

shell_rule! {
    codes: [2155],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("export A=\"$(b)\"", "A")],
    quiet: ["A=$(b) && export A", "export A=b"],
}
