//! Script continues after `cd` fails.
//!
//! # What it does
//! Reports `cd`, `pushd` and `popd` with a `;` or a line end after them.
//!
//! # Why it matters
//! If the directory does not exist, the commands that follow run in the wrong one. Use `&&`, or add `|| exit`.
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
//! Nothing is reported after `set -e`, with a SHELL that has `-e`, at the end of the script, and for `cd /` and
//! `cd ..`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2164>

use dockwright_texts::rules::unchecked_cd as texts;

shell_rule! {
    codes: [2164],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("cd a; b", "cd a")],
    quiet: ["cd a && b", "set -e; cd a; b", "cd /; a", "b; cd a", "cd a || exit; b"],
}
