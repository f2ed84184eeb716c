//! wc counts the lines of grep.
//!
//! # What it does
//! Reports `grep | wc -l`.
//!
//! # Why it matters
//! `grep -c` counts the lines itself, and its status is seen.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN grep app /etc/passwd | wc -l
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep -c app /etc/passwd
//! ```
//!
//! # Limits
//! grep with `-o`, `-r`, `-l` or context prints other lines, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2126>

use dockwright_texts::rules::grep_with_wc as texts;

shell_rule! {
    codes: [2126],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("grep a b | wc -l", "grep a b")],
    quiet: ["grep -c a b", "grep -o a b | wc -l"],
}
