//! find has no directory to search.
//!
//! # What it does
//! Reports `find` whose first argument is a test.
//!
//! # Why it matters
//! Only GNU find and `BusyBox` search the working directory then. Others fail.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN find -name '*.pyc' -delete
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find . -name '*.pyc' -delete
//! ```
//!
//! # Limits
//! A variable may be a directory, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2185>

use dockwright_texts::rules::find_without_path as texts;

shell_rule! {
    codes: [2185],
    severity: Hint,
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("find -name a", "find")],
    quiet: ["find . -name a", "find \"$A\" -name b"],
}
