//! Names of files may be read as options.
//!
//! # What it does
//! Reports arguments that begin with `*` or `?`.
//!
//! # Why it matters
//! If a file name starts with `-`, the command takes it as an option.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src && chmod 644 *.conf
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src && chmod 644 ./*.conf
//! ```
//!
//! # Limits
//! Patterns for `find`, `grep` and `unzip`, for `echo` and after `--` are left alone.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2035>

use dockwright_texts::rules::glob_as_option as texts;

shell_rule! {
    codes: [2035],
    severity: Info,
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("rm *.a", "*"), ("ls ?", "?")],
    quiet: ["rm ./*", "rm -- *", "echo *", "for a in *; do b; done"],
}
