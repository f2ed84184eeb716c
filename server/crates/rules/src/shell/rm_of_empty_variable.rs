//! rm deletes a system directory if a variable is empty.
//!
//! # What it does
//! Reports `rm -r` with a path such as `"$DIR"/*` or `"$DIR/lib"`, and `rm -r /usr/*` if all rules run.
//!
//! # Why it matters
//! If the variable is empty, the path starts at the root, and the command becomes `rm -rf /*`. Add `:?` to the
//! variable: the script then stops if it is empty.
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
//! Only paths that are a system directory without the variable are reported. Variables that get a value from ENV or ARG
//! are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2115>

use dockwright_texts::rules::rm_of_empty_variable as texts;

shell_rule! {
    codes: [2115],
    severity: Warning,
    presets: [Default],
    finding: |text| {
        if text.contains(['$', '`']) { texts::finding(text) } else { texts::everything(text) }
    },
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("rm -rf \"$A\"/*", "\"$A\"/*"), ("rm -r \"$A/lib\"", "\"$A/lib\"")],
    quiet: ["rm -rf \"${A:?}\"/*", "rm -rf \"$A/cache\"", "rm \"$A\"/*"],
}
