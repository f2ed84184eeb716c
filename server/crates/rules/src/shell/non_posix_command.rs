//! Builtin that the shell of the image does not have.
//!
//! # What it does
//! Reports `source`, `declare`, `shopt`, `pushd` and other builtins of bash if the shell that runs the instruction does
//! not have them.
//!
//! # Why it matters
//! `/bin/sh` is dash in Debian and Ubuntu, and `BusyBox` in Alpine. The shell does not find the command, and the build
//! usually fails. Choose bash with a SHELL instruction, or use the POSIX form.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN source /env && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN . /env && make
//! ```
//!
//! # Limits
//! Nothing is reported if the shell is not known. dash and `BusyBox` have `local`, and `BusyBox` also has `source`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC3046>
//! - <https://www.shellcheck.net/wiki/SC3044>
//! - <https://www.shellcheck.net/wiki/SC3043>

use dockwright_texts::rules::non_posix_command as texts;

shell_rule! {
    codes: [3046, 3044, 3043],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("source a", "source a"), ("shopt -s b", "shopt -s b")],
    quiet: [". a", "f() { local a=1; b \"$a\"; }; f"],
}
