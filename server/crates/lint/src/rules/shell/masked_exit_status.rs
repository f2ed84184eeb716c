//! export hides the failure of a command.
//!
//! # What it does
//! Reports `export A=$(command)` and the same with `readonly`, `local` and `declare`.
//!
//! # Why it matters
//! The status of the line is that of `export`, which succeeds. The build goes on if the command fails, with an empty
//! value.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN export VERSION="$(cat /version)" && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN VERSION="$(cat /version)" && export VERSION && make
//! ```
//!
//! # Limits
//! The fix is only offered for a single variable after `export`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2155>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::masked_exit_status as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2155"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2155"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2155], Some(fix), |text| texts::finding(text));
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    shell_report::fix(ctx, &RULE, &texts::FIX).map(Fix::unsafe_choice)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("export A=\"$(b)\"", "A")];
        let quiet = ["A=$(b) && export A", "export A=b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
