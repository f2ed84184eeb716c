//! rm deletes a system directory if a variable is empty.
//!
//! # What it does
//! Reports `rm -r` of a path such as `"$DIR"/*` or `"$DIR/lib"`.
//!
//! # Why it matters
//! If the variable is empty, the path begins at the root: `rm -rf /*`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN rm -rf "$APP_HOME"/*
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN rm -rf "${APP_HOME:?}"/*
//! ```
//!
//! # Limits
//! Variables to which ENV or ARG gives a value are left alone. Only paths that are directories of the system without the
//! variable are reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2115>

use dockwright_texts::rules::rm_of_empty_variable as texts;

shell_rule! {
    codes: [2115],
    severity: Warning,
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("rm -rf \"$A\"/*", "\"$A\"/*"), ("rm -r \"$A/lib\"", "\"$A/lib\"")],
    quiet: ["rm -rf \"${A:?}\"/*", "rm -rf \"$A/cache\"", "rm \"$A\"/*"],
}
