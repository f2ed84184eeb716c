//! Output of a command is split into words.
//!
//! # What it does
//! Reports `$(…)` and backticks without quotes in the arguments of commands.
//!
//! # Why it matters
//! The shell splits the output at spaces and line ends, and expands `*` and `?` in it. Put the substitution in double
//! quotes.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cp $(find /src -name app.conf) /etc/app.conf
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cp "$(find /src -name app.conf)" /etc/app.conf
//! ```
//!
//! # Limits
//! Commands whose output is always one word, such as `nproc`, `id -u` and `dpkg --print-architecture`, are not
//! reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2046>

use dockwright_texts::rules::unquoted_output as texts;

shell_rule! {
    codes: [2046],
    severity: Warning,
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("rm $(a b)", "$(a b)"), ("rm `a`", "`a`")],
    quiet: ["rm \"$(a)\"", "A=$(b)", "make -j$(nproc)", "for a in $(b); do c; done"],
}
