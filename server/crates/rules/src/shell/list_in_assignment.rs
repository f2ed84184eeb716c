//! List or pattern is assigned as text.
//!
//! # What it does
//! Reports `X="$@"`, and patterns and braces without quotes in an assignment.
//!
//! # Why it matters
//! An assignment expands neither patterns nor braces, and it joins all arguments with spaces. Put the pattern in quotes,
//! or use `$*`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN files=*.whl && pip install --no-cache-dir $files
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN files='*.whl' && pip install --no-cache-dir $files
//! ```
//!
//! # Limits
//! Arrays are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2124>
//! - <https://www.shellcheck.net/wiki/SC2125>

use dockwright_texts::rules::list_in_assignment as texts;

shell_rule! {
    codes: [2124, 2125],
    severity: Hint,
    findings: {
        2124 => |text| texts::finding_2124(text),
        2125 => |text| texts::finding_2125(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("a=*.b", "*.b"), ("a=\"$@\"", "\"$@\"")],
    quiet: ["a='*.b'", "a=\"$*\""],
}
