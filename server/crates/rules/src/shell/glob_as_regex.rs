//! grep reads a file pattern as a regular expression.
//!
//! # What it does
//! Reports patterns of `grep` such as `*.log` or `foo*`.
//!
//! # Why it matters
//! In a regular expression `*` repeats the character before it: `foo*` finds `fo` and `fooo`. Write `foo.*` for any text
//! after `foo`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN grep '*.conf' /etc/list
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep '\.conf$' /etc/list
//! ```
//!
//! # Limits
//! Nothing is reported with `-F`, `-o`, `--include` and `--exclude`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2063>
//! - <https://www.shellcheck.net/wiki/SC2022>

use dockwright_texts::rules::glob_as_regex as texts;

shell_rule! {
    codes: [2063, 2022],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("grep '*.a' b", "'*.a'"), ("grep 'foo*' b", "'foo*'")],
    quiet: ["grep 'a.*' b", "grep -F '*a' b"],
}
