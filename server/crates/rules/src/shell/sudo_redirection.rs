//! sudo does not apply to redirections.
//!
//! # What it does
//! Reports redirections of commands that `sudo` runs.
//!
//! # Why it matters
//! The shell opens the file as its own user, before `sudo` starts. Use `| sudo tee file`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN sudo echo a > /etc/a
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN echo a | tee /etc/a
//! ```
//!
//! # Limits
//! `/dev/null` and redirections with a number are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2024>

use dockwright_texts::rules::sudo_redirection as texts;

shell_rule! {
    codes: [2024],
    severity: Info,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("sudo a > /b", ">"), ("sudo a < /b", "<")],
    quiet: ["sudo a > /dev/null", "a | sudo tee /b"],
}
