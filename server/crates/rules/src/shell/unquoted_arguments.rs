//! List of arguments is split again.
//!
//! # What it does
//! Reports `$@`, `$*` and `${array[@]}` without quotes.
//!
//! # Why it matters
//! Without quotes, the shell splits each argument at its spaces. Use `"$@"`, which passes on each argument as it is.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN run() { echo start; make $@; }; run install
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN run() { echo start; make "$@"; }; run install
//! ```
//!
//! # Limits
//! `$*` in double quotes is a single text and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2068>
//! - <https://www.shellcheck.net/wiki/SC2048>

use dockwright_texts::rules::unquoted_arguments as texts;

shell_rule! {
    codes: [2068, 2048],
    severity: Warning,
    findings: {
        2068 => |text| texts::finding_2068(text),
        2048 => |text| texts::finding_2048(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("f() { a $@; }; f", "$@"), ("f() { a $*; }; f", "$*")],
    quiet: ["f() { a \"$@\"; }; f"],
}
