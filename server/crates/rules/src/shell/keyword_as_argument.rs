//! Keyword is an argument.
//!
//! # What it does
//! Reports `do`, `done`, `then`, `fi` and `esac` as arguments of a command, in a script with a syntax error.
//!
//! # Why it matters
//! These words are keywords only at the start of a command. Elsewhere, the shell takes them as ordinary words and
//! misses the keyword later. Add the `;` or the line end that is missing before the word.
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
//! Quoted words are not reported, nor is anything in a script that the shell can read.
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
