//! Variable is used as a printf format.
//!
//! # What it does
//! Reports `printf` with a variable in its format.
//!
//! # Why it matters
//! `%` and backslashes in the value are read as a part of the format.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ARG MESSAGE
//! RUN printf "$MESSAGE" > /etc/motd
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ARG MESSAGE
//! RUN printf '%s' "$MESSAGE" > /etc/motd
//! ```
//!
//! # Limits
//! A format with a `%` of its own is taken as meant.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2059>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::printf_format_variable as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2059"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2059"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2059], Some(fix), |text| texts::finding(text));
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
        let found = [("printf \"$A\"", "\"$A\"")];
        let quiet = ["printf '%s' \"$A\"", "printf \"$A%s\" b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
