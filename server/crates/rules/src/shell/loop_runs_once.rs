//! Loop runs for a single word.
//!
//! # What it does
//! Reports `for` over a single constant word.
//!
//! # Why it matters
//! The loop runs only once. You probably meant something else: write a pattern, a variable or several words, or remove
//! the loop.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN for file in /etc/app.d; do check "$file"; done
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for file in /etc/app.d/*; do check "$file"; done
//! ```
//!
//! # Limits
//! Words with patterns or variables are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2043>
//! - <https://www.shellcheck.net/wiki/SC2041>
//! - <https://www.shellcheck.net/wiki/SC2042>
//! - <https://www.shellcheck.net/wiki/SC2066>

use dockwright_texts::rules::loop_runs_once as texts;

shell_rule! {
    codes: [2043, 2041, 2042, 2066],
    severity: Info,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("for a in b; do c \"$a\"; done", "b"), ("for a in \"$b\"; do c \"$a\"; done", "\"$b\"")],
    quiet: ["for a in b c; do d; done", "for a in *; do b; done"],
}
