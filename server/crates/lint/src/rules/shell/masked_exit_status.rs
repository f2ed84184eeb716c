//! export hides the failure of a command.
//!
//! # What it does
//! Reports `export A=$(command)` and the same with `readonly`, `local` and `declare`.
//!
//! # Why it matters
//! The status of the line is that of `export`, which succeeds. The build goes on if the command fails, with an empty
//! value.
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
//! The fix is only offered for a single variable after `export`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2155>

use dockwright_texts::rules::masked_exit_status as texts;

shell_rule! {
    codes: [2155],
    severity: Warning,
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("export A=\"$(b)\"", "A")],
    quiet: ["A=$(b) && export A", "export A=b"],
}
