//! Link has no name.
//!
//! # What it does
//! Reports `ln` with a single path.
//!
//! # Why it matters
//! The link gets the name of the target, in the working directory.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ln -s /opt/app/bin/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN ln -s /opt/app/bin/app /usr/local/bin/app
//! ```
//!
//! # Limits
//! A path that is a variable without quotes may be several, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2226>

use dockwright_texts::rules::link_without_name as texts;

shell_rule! {
    codes: [2226],
    severity: Info,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("ln -s /a", "ln -s /a")],
    quiet: ["ln -s /a /b", "ln -s $A"],
}
