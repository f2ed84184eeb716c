//! grep searches the output of ps.
//!
//! # What it does
//! Reports `ps | grep`.
//!
//! # Why it matters
//! The output of `ps` also lists grep itself. Use `pgrep`, which compares only the names of processes.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ps aux | grep nginx
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN pgrep nginx
//! ```
//!
//! # Limits
//! `ps -p` is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2009>

use dockwright_texts::rules::ps_with_grep as texts;

shell_rule! {
    codes: [2009],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("ps aux | grep a", "ps aux")],
    quiet: ["pgrep a", "ps aux | awk 1"],
}
