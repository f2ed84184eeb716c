//! Brace is only text here.
//!
//! # What it does
//! Reports `{` and `}` without quotes that neither group commands nor list alternatives as in `{a,b}`.
//!
//! # Why it matters
//! A group needs a space after `{` and a `;` before `}`. Otherwise the brace becomes part of an argument. Add what is
//! missing, or put the brace in quotes if you mean the character.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN make || { echo failed; exit 1 }
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN make || { echo failed; exit 1; }
//! ```
//!
//! # Limits
//! Braces in arguments of `find`, `xargs`, `curl`, `git`, `awk` and `jq` are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1083>

use dockwright_texts::rules::literal_brace as texts;

shell_rule! {
    codes: [1083],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("echo a}", "}"), ("echo {a}", "{")],
    quiet: ["echo {a,b}", "echo '{a}'", "find . -exec a {} +", "git show @{0}"],
}
