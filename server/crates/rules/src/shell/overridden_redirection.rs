//! Redirection and pipe compete.
//!
//! # What it does
//! Reports redirections of what a pipe redirects as well, and several redirections of the same stream.
//!
//! # Why it matters
//! Only the last one takes effect: the next command of the pipe gets nothing, or its input is ignored.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN make > /log | grep error
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN make | tee /log | grep error
//! ```
//!
//! # Limits
//! Nothing is reported if a redirection such as `2>&1` is among them.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2259>
//! - <https://www.shellcheck.net/wiki/SC2260>
//! - <https://www.shellcheck.net/wiki/SC2261>

use dockwright_texts::rules::overridden_redirection as texts;

shell_rule! {
    codes: [2259, 2260, 2261],
    severity: Info,
    findings: {
        2259 => |text| texts::finding_2259(text),
        2260 => |text| texts::finding_2260(text),
        2261 => |text| texts::finding_2261(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("a > b | c", ">"), ("a | b < c", "<"), ("a > b > c", ">")],
    quiet: ["a 2> b | c", "a < b | c", "a > b 2> c"],
}
