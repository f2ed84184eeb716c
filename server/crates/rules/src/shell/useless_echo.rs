//! echo of the output of a command.
//!
//! # What it does
//! Reports `echo "$(command)"`.
//!
//! # Why it matters
//! The command prints its output itself. `echo` hides its failure and can change the output. Run the command without
//! `echo`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "$(cat /etc/os-release)"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cat /etc/os-release
//! ```
//!
//! # Limits
//! Nothing is reported if the argument has other text besides the output.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2005>
//! - <https://www.shellcheck.net/wiki/SC2116>

use dockwright_texts::rules::useless_echo as texts;

shell_rule! {
    codes: [2005, 2116],
    severity: Hint,
    findings: {
        2005 => |text| texts::finding(text),
        2116 => |text| texts::finding_2116(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("echo \"$(a)\"", "\"$(a)\""), ("a=$(echo b)", "$(echo b)")],
    quiet: ["echo \"a $(b)\"", "a"],
}
