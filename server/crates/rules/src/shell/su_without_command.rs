//! su starts a shell without a command.
//!
//! # What it does
//! Reports `su` and `su USER` without `-c` or input.
//!
//! # Why it matters
//! It starts a shell that reads from the standard input, which is empty in a build. The commands after it run as the old
//! user. Use USER, or `su USER -c`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN su app; make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN su app -c make
//! ```
//!
//! # Limits
//! Nothing is reported if `su` gets input, or several arguments.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2117>

use dockwright_texts::rules::su_without_command as texts;

shell_rule! {
    codes: [2117],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("su app; a", "su app"), ("su", "su")],
    quiet: ["su app -c a", "echo a | su app"],
}
