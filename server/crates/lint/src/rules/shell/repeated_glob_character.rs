//! Same character twice in brackets.
//!
//! # What it does
//! Reports `[…]` without quotes that has a character twice, as in `[10-15]` or `pip install name[all]`.
//!
//! # Why it matters
//! Brackets match one of the characters in them, and a repeated one has no effect. `[10-15]` is one of 0, 1 and 5, and `name[all]` is a pattern that happens
//! to match no file.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN rm /logs/[10-15].log
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN rm /logs/1[0-5].log
//! ```
//!
//! # Limits
//! Brackets with different characters look the same as patterns.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2102>

use dockwright_texts::rules::repeated_glob_character as texts;

shell_rule! {
    codes: [2102],
    severity: Info,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("rm [10-15]", "[10-15]")],
    quiet: ["rm [0-9]", "pip install 'a[all]'"],
}
