//! Variable in single quotes is not expanded.
//!
//! # What it does
//! Reports `$X`, `$(…)` and backticks in single quotes.
//!
//! # Why it matters
//! The shell does not change anything in single quotes.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ENV NAME=app
//! RUN mkdir '/opt/$NAME'
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ENV NAME=app
//! RUN mkdir "/opt/$NAME"
//! ```
//!
//! # Limits
//! Texts for programs that read `$` themselves (`awk`, `sed`, `sh -c`, `envsubst`) are left alone, and so are texts that
//! are written to a file or a pipe.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2016>

use dockwright_texts::rules::single_quoted_expansion as texts;

shell_rule! {
    codes: [2016],
    severity: Hint,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("mkdir '$A'", "'$A'")],
    quiet: ["awk '{print $1}' a", "mkdir \"$A\"", "echo 'export A=$B' >> c", "sed 's/a$//' b"],
}
