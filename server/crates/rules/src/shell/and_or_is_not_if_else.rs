//! `a && b || c` is not if-then-else.
//!
//! # What it does
//! Reports a command between `&&` and `||`.
//!
//! # Why it matters
//! In `a && b || c`, `c` runs if `a` fails, but also if `b` fails. Use `if` to choose between two commands.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN test -f /etc/app && cp /etc/app /app || make defaults
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /etc/app; then cp /etc/app /app; else make defaults; fi
//! ```
//!
//! # Limits
//! Nothing is reported if the last command is `true`, `exit`, `echo`, `printf` or an assignment, if the middle one is a
//! test in brackets, or in the condition of an `if` or a loop.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2015>

use dockwright_texts::rules::and_or_is_not_if_else as texts;

shell_rule! {
    codes: [2015],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("a && b || c", "&&")],
    quiet: ["a && b || true", "a && b || exit 1", "if a && b || c; then d; fi"],
}
