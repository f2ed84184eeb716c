//! Syntax that the shell of the image does not know.
//!
//! # What it does
//! Reports `[[`, `==`, arrays, `{a,b}`, `<<<`, `&>`, `$'…'` and `${X/a/b}` if the shell that runs the instruction does
//! not have them.
//!
//! # Why it matters
//! `/bin/sh` is dash in Debian and Ubuntu, which has none of these, and `BusyBox` in Alpine, which has only some. They
//! take such text literally or stop with an error. Choose bash with a SHELL instruction, or use the POSIX form.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN mkdir -p /app/{bin,lib}
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! SHELL ["/bin/bash", "-c"]
//! RUN mkdir -p /app/{bin,lib}
//! ```
//!
//! # Limits
//! Nothing is reported if the shell is not known. The rule follows SHELL, the `#!` line of a heredoc, and the comments
//! `# hadolint shell=` and `# shellcheck shell=`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC3003>
//! - <https://www.shellcheck.net/wiki/SC3009>
//! - <https://www.shellcheck.net/wiki/SC3010>
//! - <https://www.shellcheck.net/wiki/SC3011>
//! - <https://www.shellcheck.net/wiki/SC3014>
//! - <https://www.shellcheck.net/wiki/SC3020>
//! - <https://www.shellcheck.net/wiki/SC3030>
//! - <https://www.shellcheck.net/wiki/SC3034>
//! - <https://www.shellcheck.net/wiki/SC3054>
//! - <https://www.shellcheck.net/wiki/SC3057>
//! - <https://www.shellcheck.net/wiki/SC3060>

use dockwright_texts::rules::non_posix_syntax as texts;

shell_rule! {
    codes: [3003, 3009, 3010, 3011, 3014, 3020, 3030, 3034, 3054, 3057, 3060],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("mkdir {a,b}", "{a,b}"), ("[[ -n a ]]", "[[ -n a ]]"), ("a &> b", "&> b")],
    quiet: ["mkdir a b", "[ -n a ]"],
}
