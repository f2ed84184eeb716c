//! Name of the command is a pattern.
//!
//! # What it does
//! Reports a `*` or `?` in the name of a command.
//!
//! # Why it matters
//! The first file that matches is run, with the others as its arguments.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ./install-*.sh
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for script in ./install-*.sh; do "$script" || exit; done
//! ```
//!
//! # Limits
//! Names in variables are not looked at.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2211>

use dockwright_texts::rules::glob_as_command as texts;

shell_rule! {
    codes: [2211],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("./*.sh", "./*.sh")],
    quiet: ["sh ./a.sh", "'*'"],
}
