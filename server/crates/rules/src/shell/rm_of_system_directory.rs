//! rm of a directory that the system needs.
//!
//! # What it does
//! Reports `rm -r` of directories such as `/`, `/usr` and `/etc`.
//!
//! # Why it matters
//! Programs in later instructions, and often the image itself, do not work without them. Remove only what you no longer
//! need.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN rm -rf /usr/share
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN rm -rf /usr/share/doc
//! ```
//!
//! # Limits
//! Directories below them, such as `/usr/src`, are not reported, and neither is `sudo rm`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2114>

use dockwright_texts::rules::rm_of_system_directory as texts;

shell_rule! {
    codes: [2114],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("rm -rf /usr", "/usr"), ("rm -r /etc/", "/etc/")],
    quiet: ["rm -rf /usr/src", "rm -f /usr"],
}
