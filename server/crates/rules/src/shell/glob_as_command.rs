//! Name of the command is a pattern.
//!
//! # What it does
//! Reports commands with a `*` or `?` in their name.
//!
//! # Why it matters
//! The shell runs the first file that matches and passes it the names of the remaining ones as arguments. Use a loop to
//! run each of them.
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
//! Names that come from a variable are not checked.
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
