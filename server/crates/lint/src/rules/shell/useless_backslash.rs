//! Backslash has no effect.
//!
//! # What it does
//! Reports a backslash outside of quotes before a character that means nothing to the shell.
//!
//! # Why it matters
//! The shell removes the backslash. `\n` without quotes is the letter `n` and no line end.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN printf first\nsecond > /list
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN printf 'first\nsecond' > /list
//! ```
//!
//! # Limits
//! A backslash before the name of a command, which skips aliases, is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1012>
//! - <https://www.shellcheck.net/wiki/SC1001>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::useless_backslash as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC1012", "SC1001"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC1012"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[1012], Some(fix), |text| texts::finding_1012(text));
    report(ctx, acc, &RULE, &[1001], Some(fix), |text| texts::finding_1001(text));
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    shell_report::fix(ctx, &RULE, &texts::FIX)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("echo a\\nb", "\\"), ("echo \\a", "\\")];
        let quiet = ["echo 'a\\nb'", "echo \\$", "\\ls", "find . -name \\*.a"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
