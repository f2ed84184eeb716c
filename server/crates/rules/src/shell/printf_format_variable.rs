//! Variable is used as a printf format.
//!
//! # What it does
//! Reports `printf` with a variable in its format.
//!
//! # Why it matters
//! printf interprets `%` and backslashes in the value, so it may print something different from the value. Use the
//! format `'%s'` and pass the variable as an argument.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ARG MESSAGE
//! RUN printf "$MESSAGE" > /etc/motd
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ARG MESSAGE
//! RUN printf '%s' "$MESSAGE" > /etc/motd
//! ```
//!
//! # Limits
//! A format with a `%` outside the variable is taken as intended and not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2059>

use dockwright_texts::rules::printf_format_variable as texts;

shell_rule! {
    codes: [2059],
    severity: Info,
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("printf \"$A\"", "\"$A\"")],
    quiet: ["printf '%s' \"$A\"", "printf \"$A%s\" b"],
}
