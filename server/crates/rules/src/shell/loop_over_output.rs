//! Loop splits the output of a command into words.
//!
//! # What it does
//! Reports `for` over the output of `ls`, `find`, `cat` or `grep`.
//!
//! # Why it matters
//! The shell splits the output at spaces, not only at line ends, and expands patterns in it. A file name with a space
//! becomes two words. Use a pattern for file names, and `while read` for lines.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN for file in $(ls /etc/app.d); do check "/etc/app.d/$file"; done
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for file in /etc/app.d/*; do check "$file"; done
//! ```
//!
//! # Limits
//! The output of other programs is not reported, because it may be meant to be split into words.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2045>
//! - <https://www.shellcheck.net/wiki/SC2044>
//! - <https://www.shellcheck.net/wiki/SC2013>

use dockwright_texts::rules::loop_over_output as texts;

shell_rule! {
    codes: [2045, 2044, 2013],
    severity: Info,
    findings: {
        2045 => |text| texts::finding_2045(text),
        2044 => |text| texts::finding_2044(text),
        2013 => |text| texts::finding_2013(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [
        ("for a in $(ls b); do c \"$a\"; done", "$(ls b)"),
        ("for a in $(cat b); do c \"$a\"; done", "$(cat b)"),
    ],
    quiet: ["for a in b/*; do c \"$a\"; done", "for a in $(seq 3); do b \"$a\"; done"],
}
