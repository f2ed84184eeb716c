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
    codes: [1072, 1073, 1009, 1088, 1089, 1036, 1035, 1044, 1045, 1046, 1047, 1048, 1049, 1050, 1051, 1052, 1053, 1054, 1055, 1056, 1057, 1058, 1059, 1060, 1061, 1062, 1063, 1064, 1065, 1070, 1078, 1080, 1085, 1102, 1105, 1108, 1137, 1140, 1141],
    severity: Error,
    presets: [Default],
    findings: {
        1072 => |text| texts::finding_1072(text),
        1073 => |text| match text.split_once(' ') {
            Some((opener, closer)) => texts::Missing { opener, closer }.message(),
            None => texts::finding_1073(text),
        },
        1009 => |text| texts::finding_1009(text),
        1088 => |_| texts::finding_1088(),
        1089 => |text| texts::finding_1089(text),
        1036 => |_| texts::finding_1088(),
        1035 => |_| texts::finding_1035(),
        1044 => |_| texts::finding_1044(),
        1045 => |text| texts::finding_1089(text),
        1046 => |text| texts::finding_1073(text),
        1047 => |text| texts::finding_1047(text),
        1048 => |text| texts::finding_1048(text),
        1049 => |text| texts::finding_1073(text),
        1050 => |text| texts::finding_1047(text),
        1051 => |text| texts::finding_1089(text),
        1052 => |text| texts::finding_1048(text),
        1053 => |text| texts::finding_1089(text),
        1054 => |_| texts::finding_1035(),
        1055 => |text| texts::finding_1048(text),
        1056 => |text| texts::finding_1047(text),
        1057 => |text| texts::finding_1073(text),
        1058 => |text| texts::finding_1047(text),
        1059 => |text| texts::finding_1089(text),
        1060 => |text| texts::finding_1048(text),
        1061 => |text| texts::finding_1073(text),
        1062 => |text| texts::finding_1047(text),
        1063 => |text| texts::finding_1047(text),
        1064 => |text| texts::finding_1047(text),
        1065 => |_| texts::finding_1088(),
        1070 => |text| texts::finding_1089(text),
        1078 => |text| texts::finding_1078(text),
        1080 => |text| texts::finding_1047(text),
        1085 => |text| texts::finding_1047(text),
        1102 => |_| texts::finding_1035(),
        1105 => |_| texts::finding_1035(),
        1108 => |_| texts::finding_1035(),
        1137 => |text| texts::finding_1047(text),
        1140 => |_| texts::finding_1140(),
        1141 => |_| texts::finding_1140(),
    },
}

shell_cases! {
    image: "debian:13",
    found: [("if a; then b", "if"), ("a; fi", "fi"), ("echo 'a", "'"), ("echo a (b)", "(")],
    quiet: ["if a; then b; fi", "f() { a; }; f", "case a in b) c;; esac", "a && b"],
}
