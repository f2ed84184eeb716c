//! Same character twice in brackets.
//!
//! # What it does
//! Reports `[…]` without quotes in which a character is repeated, as in `[10-15]` or `pip install name[all]`.
//!
//! # Why it matters
//! Brackets match one of the characters in them, so a repeated one has no effect. `[10-15]` matches 0, 1 or 5, and
//! `name[all]` works only as long as no file matches it. Put the brackets in quotes if they are text, or correct the
//! pattern.
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
//! Brackets without a repeated character look like patterns and are not reported.
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
