//! Variable in single quotes is not expanded.
//!
//! # What it does
//! Reports `$X`, `$(…)` and backticks in single quotes.
//!
//! # Why it matters
//! The shell does not change anything in single quotes, so the text keeps the `$` and the name. Use double quotes if
//! you want the value.
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
//! Text for programs that interpret `$` themselves (`awk`, `sed`, `sh -c`, `envsubst`) is not reported, and neither is
//! text that is written to a file or a pipe.
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
