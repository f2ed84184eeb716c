//! Mode is set for the last directory only.
//!
//! # What it does
//! Reports `mkdir -p -m MODE` with a path of several directories.
//!
//! # Why it matters
//! `-p` creates the directories above the last one with the default mode. Set their mode with `chmod`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN mkdir -p -m 700 /data/private/keys
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN mkdir -p /data/private/keys && chmod 700 /data /data/private /data/private/keys
//! ```
//!
//! # Limits
//! A path of a single directory is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2174>

use dockwright_texts::rules::mkdir_mode_of_parents as texts;

shell_rule! {
    codes: [2174],
    severity: Info,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("mkdir -p -m 700 a/b", "-m")],
    quiet: ["mkdir -m 700 a", "mkdir -p a/b"],
}
