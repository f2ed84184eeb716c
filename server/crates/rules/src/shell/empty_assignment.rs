//! Space after the `=` of an assignment.
//!
//! # What it does
//! Reports `X= value`, where the value is empty because of the space.
//!
//! # Why it matters
//! The shell sets `X` to an empty text, and runs `value` as a command. Remove the space. If the empty text is intended,
//! write `X=''`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN MODE= release && make "$MODE"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN MODE=release && make "$MODE"
//! ```
//!
//! # Limits
//! `IFS= read` is not reported. Often an empty text is intended, so the preset `default` does
//! not have this rule.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1007>

use dockwright_texts::rules::empty_assignment as texts;

shell_rule! {
    codes: [1007],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("A= b", " ")],
    quiet: ["A=b", "A= && b", "A='' b", "IFS= read -r b && c \"$b\""],
}
