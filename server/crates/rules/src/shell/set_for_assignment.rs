//! set does not assign variables.
//!
//! # What it does
//! Reports `set NAME=value` and `set NAME value`.
//!
//! # Why it matters
//! In a POSIX shell, `set` replaces the arguments `$1`, `$2` and so on. The variable keeps its value.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN set VERSION=1 && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN VERSION=1 && make
//! ```
//!
//! # Limits
//! Nothing is reported after an option or `--`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2121>

use dockwright_texts::rules::set_for_assignment as texts;

shell_rule! {
    codes: [2121],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("set a=1", "a=1"), ("set a b", "a")],
    quiet: ["set -e", "set -- a=1", "a=1"],
}
