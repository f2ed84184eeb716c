//! Letter before a variable in a test is not needed.
//!
//! # What it does
//! Reports `[ "x$A" = xb ]`, where both sides begin with an `x`.
//!
//! # Why it matters
//! Shells of the last century misread `[ "$A" = b ]` if the value was `-f` or `(`. Those of today do not, and the test is
//! easier to read without the letter.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ARG MODE
//! RUN if [ "x$MODE" = xdebug ]; then make debug; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ARG MODE
//! RUN if [ "$MODE" = debug ]; then make debug; fi
//! ```
//!
//! # Limits
//! Only `[ … ]` and `[[ … ]]` are checked, not `test`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2268>

use dockwright_texts::rules::obsolete_test_guard as texts;

shell_rule! {
    codes: [2268],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("[ \"x$a\" = xb ] && c", "\"x$a\""), ("[ x = \"x$a\" ] && c", "x")],
    quiet: ["[ \"$a\" = xb ] && c", "[ \"a$a\" = ab ] && c"],
}
