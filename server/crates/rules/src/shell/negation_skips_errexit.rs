//! Negated command never ends the script.
//!
//! # What it does
//! Reports `! command` as a separate statement in a script with `set -e`.
//!
//! # Why it matters
//! `set -e` ignores a command after `!`, so the script continues whether the command succeeds or fails. Use `if` with
//! `exit 1`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN set -e; ! grep -q debug /etc/app.conf; make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN set -e; if grep -q debug /etc/app.conf; then exit 1; fi; make
//! ```
//!
//! # Limits
//! The last statement of a script and conditions are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2251>

use dockwright_texts::rules::negation_skips_errexit as texts;

shell_rule! {
    codes: [2251],
    severity: Info,
    finding: |_| texts::finding(),
}

shell_cases! {
    image: "debian:13",
    found: [("set -e; ! a; b", "!")],
    quiet: ["! a; b", "set -e; ! a", "set -e; if ! a; then b; fi"],
}
