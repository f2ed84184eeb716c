//! Shell cannot read the script.
//!
//! # What it does
//! Reports scripts that break the grammar of the shell: a quote or a bracket that is never closed, `if` without `fi`,
//! `then` without a command.
//!
//! # Why it matters
//! The shell stops with a syntax error, and the build fails. Add what is missing.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a; then rm /a
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a; then rm /a; fi
//! ```
//!
//! # Limits
//! Only the first error is reported. An operator without a command is reported by `DanglingOperator`. In scripts for
//! PowerShell, only quotes and brackets without a counterpart are reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1072>
//! - <https://www.shellcheck.net/wiki/SC1073>
//! - <https://www.shellcheck.net/wiki/SC1009>
//! - <https://www.shellcheck.net/wiki/SC1088>
//! - <https://www.shellcheck.net/wiki/SC1089>
//! - <https://www.shellcheck.net/wiki/SC1036>

use dockwright_texts::rules::shell_syntax_error as texts;

shell_rule! {
    codes: [1072, 1073, 1009, 1088, 1089, 1036],
    severity: Error,
    presets: [Default],
    findings: {
        1009 => |text| texts::finding_1009(text),
        1073 => |text| texts::finding_1073(text),
        1089 => |text| texts::finding_1089(text),
        1088 => |_| texts::finding_1088(),
        1036 => |_| texts::finding_1088(),
        1072 => |text| texts::finding_1072(text),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("if a; then b", "if"), ("a; fi", "fi"), ("echo 'a", "'"), ("echo a (b)", "(")],
    quiet: ["if a; then b; fi", "f() { a; }; f", "case a in b) c;; esac", "a && b"],
}
