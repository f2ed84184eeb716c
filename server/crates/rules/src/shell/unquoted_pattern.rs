//! Text without quotes is taken as a pattern.
//!
//! # What it does
//! Reports patterns without quotes after `find -name` and similar options, and as the pattern of `grep`. Also reports
//! variables without quotes in the pattern of `${X%$Y}`.
//!
//! # Why it matters
//! If files in the working directory match, the shell replaces the pattern with their names, and the command looks for
//! something else. In `${X%$Y}`, a `*` in the value of `Y` matches any text.
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
//! - <https://www.shellcheck.net/wiki/SC2295>

use dockwright_texts::rules::unquoted_pattern as texts;

shell_rule! {
    codes: [2061, 2062, 2295],
    severity: Warning,
    findings: {
        2061 => |text| texts::finding_2061(text),
        2062 => |text| texts::finding_2062(text),
        2295 => |text| texts::finding_2295(text),
    },
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("find . -name *.a", "*.a"), ("grep [a-z]* b", "[a-z]*"), ("a=\"${b%$c}\"", "$c")],
    quiet: ["find . -name '*.a'", "grep '[a-z]*' b"],
}
