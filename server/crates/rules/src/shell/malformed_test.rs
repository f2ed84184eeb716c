//! Test that `[` cannot read.
//!
//! # What it does
//! Reports tests with a missing space before `]`, without an operand, with a command in them, with a parenthesis without
//! a backslash, and with brackets that do not match.
//!
//! # Why it matters
//! `[` is a command. It prints an error and fails, so the condition counts as false, and the build goes on.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if [ -f /etc/app.conf]; then rm /etc/app.conf; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if [ -f /etc/app.conf ]; then rm /etc/app.conf; fi
//! ```
//!
//! # Limits
//! Tests with `[[` are reported by `ShellSyntaxError`, and `test` is not checked.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1014>
//! - <https://www.shellcheck.net/wiki/SC1019>
//! - <https://www.shellcheck.net/wiki/SC1020>
//! - <https://www.shellcheck.net/wiki/SC1027>
//! - <https://www.shellcheck.net/wiki/SC1028>
//! - <https://www.shellcheck.net/wiki/SC1033>
//! - <https://www.shellcheck.net/wiki/SC1034>

use dockwright_texts::rules::malformed_test as texts;

shell_rule! {
    codes: [1014, 1019, 1020, 1027, 1028, 1033, 1034],
    severity: Warning,
    presets: [Default],
    findings: {
        1014 => |text| texts::finding_1014(text),
        1019 => |_| texts::finding_1019(),
        1020 => |_| texts::finding_1020(),
        1027 => |_| texts::finding_1019(),
        1028 => |text| texts::finding_1028(text),
        1033 => |_| texts::finding_1033(),
        1034 => |_| texts::finding_1033(),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("if [ a b ]; then c; fi", "["), ("[ hash a ] && b", "[")],
    quiet: ["[ -f a ] && b", "hash a && b"],
}
