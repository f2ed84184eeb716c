//! Variable is split into words.
//!
//! # What it does
//! Reports variables without quotes in the arguments of commands, in redirections and in `[ … ]`.
//!
//! # Why it matters
//! The shell splits the value at spaces and expands `*` and `?` in it. A path with a space becomes two arguments, and
//! an empty value becomes none. Put the variable in double quotes.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN --mount=type=secret,id=dir TARGET=$(cat /run/secrets/dir); rm -r $TARGET
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN --mount=type=secret,id=dir TARGET=$(cat /run/secrets/dir); rm -r "$TARGET"
//! ```
//!
//! # Limits
//! Variables that ENV, ARG or the script itself sets to a single word are not reported. A variable that is named like a
//! list (`$PACKAGES`, `$OPTS`) is probably meant to be split. It is reported as `info`, without a fix.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2086>

use dockwright_texts::rules::unquoted_variable as texts;

shell_rule! {
    codes: [2086],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
    unsafe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("rm $A", "$A"), ("cat < ${A}/b", "${A}"), ("[ -n $A ]", "$A"), ("a `b \\$A`", "\\$A")],
    quiet: ["rm \"$A\"", "A=1; rm $A", "[[ -n $A ]]", "A=$B", "exit $?", "for a in $B; do c; done"],
}
