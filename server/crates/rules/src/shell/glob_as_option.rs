//! Names of files may be read as options.
//!
//! # What it does
//! Reports arguments that start with `*` or `?`.
//!
//! # Why it matters
//! The shell replaces the pattern with file names. If one of them starts with `-`, the command takes it as an option.
//! Add `./` before the pattern.
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
//! Nothing is reported after `--`, for `echo` and `printf`, and for `find`, `grep`, `git` and `unzip`, which read
//! patterns themselves.
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
