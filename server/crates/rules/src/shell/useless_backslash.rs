//! Backslash has no effect.
//!
//! # What it does
//! Reports a backslash outside quotes before a character that has no special meaning to the shell.
//!
//! # Why it matters
//! The shell removes the backslash. Without quotes, `\n` is the letter `n` and not a line end. Put the text in quotes
//! to keep the backslash, or remove it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN printf first\nsecond > /list
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN printf 'first\nsecond' > /list
//! ```
//!
//! # Limits
//! A backslash before the name of a command, which skips aliases, is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1012>
//! - <https://www.shellcheck.net/wiki/SC1001>

use dockwright_texts::rules::useless_backslash as texts;

shell_rule! {
    codes: [1012, 1001],
    severity: Hint,
    findings: {
        1012 => |text| texts::finding_1012(text),
        1001 => |text| texts::finding_1001(text),
    },
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("echo a\\nb", "\\"), ("echo \\a", "\\")],
    quiet: ["echo 'a\\nb'", "echo \\$", "\\ls", "find . -name \\*.a"],
}
