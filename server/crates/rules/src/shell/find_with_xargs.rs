//! find and xargs split names at spaces.
//!
//! # What it does
//! Reports `find | xargs` without `-print0` and `-0`.
//!
//! # Why it matters
//! xargs splits its input at spaces and interprets quotes, so a file name that has a space becomes several names. Use
//! `-exec … +`, or `-print0` with `xargs -0`.
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
//! Only a `find` whose output goes straight to `xargs` is checked.
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
