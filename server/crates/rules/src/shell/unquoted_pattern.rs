//! Shell expands a pattern that the command should get.
//!
//! # What it does
//! Reports patterns without quotes after `find -name` and similar options, and as the pattern of `grep`.
//!
//! # Why it matters
//! If files in the working directory match, the shell replaces the pattern with their names, and the command looks for
//! something else.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN find /opt -name *.pyc -delete
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find /opt -name '*.pyc' -delete
//! ```
//!
//! # Limits
//! Only `find`, and the first argument of `grep` that is not an option, are checked.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2061>
//! - <https://www.shellcheck.net/wiki/SC2062>

use dockwright_texts::rules::unquoted_pattern as texts;

shell_rule! {
    codes: [2061, 2062],
    severity: Warning,
    findings: {
        2061 => |text| texts::finding_2061(text),
        2062 => |text| texts::finding_2062(text),
    },
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("find . -name *.a", "*.a"), ("grep [a-z]* b", "[a-z]*")],
    quiet: ["find . -name '*.a'", "grep '[a-z]*' b"],
}
