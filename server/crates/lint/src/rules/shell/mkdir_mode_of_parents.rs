//! Mode is set for the last directory only.
//!
//! # What it does
//! Reports `mkdir -p -m MODE` for a path of several directories.
//!
//! # Why it matters
//! The directories that `-p` makes on the way get the usual mode.
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
//! A single new directory is not reported.
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
