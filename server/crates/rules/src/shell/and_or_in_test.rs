//! -a and -o in a test are not well defined.
//!
//! # What it does
//! Reports `[ A -a B ]` and `[ A -o B ]`.
//!
//! # Why it matters
//! If an operand looks like an operator, shells read such tests differently. POSIX has removed them. Use `[ A ] && [ B
//! ]`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN [ -f /a -a -f /b ] && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN [ -f /a ] && [ -f /b ] && make
//! ```
//!
//! # Limits
//! The command `test` is not checked.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2166>

use dockwright_texts::rules::and_or_in_test as texts;

shell_rule! {
    codes: [2166],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("[ -f a -a -f b ]", "-a"), ("[ \"$a\" -o \"$b\" ]", "-o")],
    quiet: ["[ -f a ] && [ -f b ]", "[ -a b ]"],
}
