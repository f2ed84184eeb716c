//! Shell cannot read the script.
//!
//! # What it does
//! Reports scripts that break the grammar of the shell: a quote or a bracket that is never closed, `if` without `fi`,
//! `then` without a command.
//!
//! # Why it matters
//! The shell stops with a syntax error, and the build fails.
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
//! An operator without a command is reported by `DanglingOperator`. Only the first error is reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1072>
//! - <https://www.shellcheck.net/wiki/SC1073>
//! - <https://www.shellcheck.net/wiki/SC1009>
//! - <https://www.shellcheck.net/wiki/SC1088>
//! - <https://www.shellcheck.net/wiki/SC1089>
//! - <https://www.shellcheck.net/wiki/SC1036>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::shell_syntax_error as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC1072", "SC1073", "SC1009", "SC1088", "SC1089", "SC1036"],
    group: Group::Shell,
    severity: Severity::Error,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC1072"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[1009], None, |text| texts::finding_1009(text));
    report(ctx, acc, &RULE, &[1073], None, |text| texts::finding_1073(text));
    report(ctx, acc, &RULE, &[1089], None, |text| texts::finding_1089(text));
    report(ctx, acc, &RULE, &[1088], None, |_| texts::finding_1088());
    report(ctx, acc, &RULE, &[1072], None, |text| texts::finding_1072(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("if a; then b", "if"), ("a; fi", "fi"), ("echo 'a", "'"), ("echo a (b)", "(")];
        let quiet = ["if a; then b; fi", "f() { a; }; f", "case a in b) c;; esac", "a && b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
