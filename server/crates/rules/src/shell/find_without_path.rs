//! find has no directory to search.
//!
//! # What it does
//! Reports `find` without a directory before its tests, such as `-name`.
//!
//! # Why it matters
//! GNU find and `BusyBox` then search the working directory. Other versions of find fail. Name the directory, for
//! example `.`.
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
//! Nothing is reported if the first argument is a variable, because it can be a directory.
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
