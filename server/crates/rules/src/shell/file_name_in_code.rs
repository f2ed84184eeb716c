//! find inserts file names into code.
//!
//! # What it does
//! Reports `find -exec sh -c '… {} …'`.
//!
//! # Why it matters
//! The shell reads the name as code, so a space or `;` in it changes the command. Pass the name as an argument: `sh -c '…
//! "$1"' _ {}`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN find /opt -exec sh -c 'gzip {}' \;
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find /opt -exec sh -c 'gzip "$1"' _ {} \;
//! ```
//!
//! # Limits
//! Only `-exec` and `-execdir` with `sh`, `bash`, `dash` or `ksh` are checked.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2156>

use dockwright_texts::rules::file_name_in_code as texts;

shell_rule! {
    codes: [2156],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("find . -exec sh -c 'a {}' \\;", "'a {}'")],
    quiet: ["find . -exec sh -c 'a \"$1\"' _ {} \\;", "find . -exec a {} +"],
}
