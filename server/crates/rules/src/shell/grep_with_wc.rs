//! wc counts the lines of grep.
//!
//! # What it does
//! Reports `grep | wc -l`.
//!
//! # Why it matters
//! In a pipe, the exit status of grep is lost. Use `grep -c`, which counts the lines itself.
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
//! grep with `-o`, `-r`, `-l` or an option for context lines is not reported, because `-c` would count something else.
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
