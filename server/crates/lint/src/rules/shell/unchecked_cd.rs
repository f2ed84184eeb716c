//! Script goes on if cd fails.
//!
//! # What it does
//! Reports `cd`, `pushd` and `popd` that are followed by `;` or a line end.
//!
//! # Why it matters
//! If the directory does not exist, the commands after it run in the wrong one.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src; rm -rf build
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src && rm -rf build
//! ```
//!
//! # Limits
//! Nothing is reported under `set -e` or `SHELL` with `-e`, at the end of the script, and for `cd /` and `cd ..`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2164>

use dockwright_texts::rules::unchecked_cd as texts;

shell_rule! {
    codes: [2164],
    severity: Warning,
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("cd a; b", "cd a")],
    quiet: ["cd a && b", "set -e; cd a; b", "cd /; a", "b; cd a", "cd a || exit; b"],
}
