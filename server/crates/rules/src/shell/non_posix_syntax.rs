//! Syntax that the shell of the image does not know.
//!
//! # What it does
//! Reports `[[`, `==`, arrays, `{a,b}`, `<<<`, `&>`, `<(a)`, `((a))`, `+=`, `$'…'`, `${X/a/b}` and the word `function` if
//! the shell that runs the instruction does not have them.
//!
//! # Why it matters
//! `/bin/sh` is dash in Debian and Ubuntu, which has none of these, and `busybox` in Alpine, which has only some. They
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
//! - <https://www.shellcheck.net/wiki/SC3001>
//! - <https://www.shellcheck.net/wiki/SC3003>
//! - <https://www.shellcheck.net/wiki/SC3004>
//! - <https://www.shellcheck.net/wiki/SC3005>
//! - <https://www.shellcheck.net/wiki/SC3006>
//! - <https://www.shellcheck.net/wiki/SC3009>
//! - <https://www.shellcheck.net/wiki/SC3010>
//! - <https://www.shellcheck.net/wiki/SC3011>
//! - <https://www.shellcheck.net/wiki/SC3012>
//! - <https://www.shellcheck.net/wiki/SC3014>
//! - <https://www.shellcheck.net/wiki/SC3015>
//! - <https://www.shellcheck.net/wiki/SC3018>
//! - <https://www.shellcheck.net/wiki/SC3019>
//! - <https://www.shellcheck.net/wiki/SC3020>
//! - <https://www.shellcheck.net/wiki/SC3021>
//! - <https://www.shellcheck.net/wiki/SC3024>
//! - <https://www.shellcheck.net/wiki/SC3026>
//! - <https://www.shellcheck.net/wiki/SC3029>
//! - <https://www.shellcheck.net/wiki/SC3030>
//! - <https://www.shellcheck.net/wiki/SC3034>
//! - <https://www.shellcheck.net/wiki/SC3053>
//! - <https://www.shellcheck.net/wiki/SC3054>
//! - <https://www.shellcheck.net/wiki/SC3057>
//! - <https://www.shellcheck.net/wiki/SC3060>
//! - <https://www.shellcheck.net/wiki/SC2112>
//! - <https://www.shellcheck.net/wiki/SC2113>

use dockwright_texts::rules::non_posix_syntax as texts;

shell_rule! {
    codes: [3001, 3003, 3004, 3005, 3006, 3009, 3010, 3011, 3012, 3014, 3015, 3018, 3019, 3020, 3021, 3024, 3026, 3029, 3030, 3034, 3053, 3054, 3057, 3060, 2112, 2113],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
    safe_fix: &texts::FIX,
}

shell_cases! {
    image: "debian:13",
    found: [("mkdir {a,b}", "{a,b}"), ("[[ -n a ]]", "[[ -n a ]]"), ("a &> b", "&> b"), ("a <(b)", "<(b)"), ("a=1; a+=2", "a"), ("((a))", "((a))"), ("a <<< b", "<<<")],
    quiet: ["mkdir a b", "[ -n a ]", "a && \\\n<<<<<<< HEAD\nb"],
}
