//! Output is captured, but goes to a file.
//!
//! # What it does
//! Reports `$(command > file)`.
//!
//! # Why it matters
//! The output goes to the file, so the substitution is empty. Use `tee` for both.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN version=$(make version > /version) && echo "$version"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN version=$(make version | tee /version) && echo "$version"
//! ```
//!
//! # Limits
//! Only a single pipeline in the substitution is checked.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2327>
//! - <https://www.shellcheck.net/wiki/SC2328>

use dockwright_texts::rules::captured_output_redirected as texts;

shell_rule! {
    codes: [2327, 2328],
    severity: Warning,
    presets: [Default],
    findings: {
        2327 => |text| texts::finding_2327(text),
        2328 => |text| texts::finding_2328(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("a=$(b > c)", "$(b > c)"), ("a=$(b > c)", "> c")],
    quiet: ["a=$(b)", "a=$(b 2> c)", "a=$(b > c; d)"],
}
