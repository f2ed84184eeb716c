//! Keyword is an argument.
//!
//! # What it does
//! Reports `do`, `done`, `then`, `fi` and `esac` among the words of a command.
//!
//! # Why it matters
//! These words are only keywords at the start of a command. A `;` or a line end is probably missing before it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a then rm /a; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a; then rm /a; fi
//! ```
//!
//! # Limits
//! A quoted word is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1010>

use dockwright_texts::rules::keyword_as_argument as texts;

shell_rule! {
    codes: [1010],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("if a then b; fi", "then")],
    quiet: ["echo 'done'", "echo \"done\"", "if a; then b; fi"],
}
