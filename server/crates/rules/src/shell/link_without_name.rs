//! Link has no name.
//!
//! # What it does
//! Reports `ln` with only one path.
//!
//! # Why it matters
//! The link is created in the working directory, with the file name of its target. Add the path that the link should
//! have.
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
//! Variables without quotes and patterns are not reported, because they can become several paths.
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
