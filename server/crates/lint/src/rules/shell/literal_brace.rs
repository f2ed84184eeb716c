//! Brace is only text here.
//!
//! # What it does
//! Reports `{` and `}` without quotes that neither group commands nor list alternatives.
//!
//! # Why it matters
//! A group needs a space after `{` and a `;` before `}`. Elsewhere the braces become a part of the argument.
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
//! Braces in arguments of `find`, `xargs`, `curl`, `git`, `awk` and `jq` are left alone.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1083>

use dockwright_texts::rules::literal_brace as texts;

shell_rule! {
    codes: [1083],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("echo a}", "}"), ("echo {a}", "{")],
    quiet: ["echo {a,b}", "echo '{a}'", "find . -exec a {} +", "git show @{0}"],
}
