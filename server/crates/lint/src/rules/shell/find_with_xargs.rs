//! find and xargs split names at spaces.
//!
//! # What it does
//! Reports `find | xargs` without `-print0` and `-0`.
//!
//! # Why it matters
//! xargs splits its input at spaces and quotes, so a name that has some becomes several.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN find /src -name '*.pyc' | xargs rm
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find /src -name '*.pyc' -exec rm {} +
//! ```
//!
//! # Limits
//! Only find and xargs side by side are looked at.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2038>

use dockwright_texts::rules::find_with_xargs as texts;

shell_rule! {
    codes: [2038],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("find a | xargs b", "find a")],
    quiet: ["find a -print0 | xargs -0 b", "find a -exec b {} +"],
}
