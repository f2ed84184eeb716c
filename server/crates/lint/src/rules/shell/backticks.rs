//! Backticks instead of `$(…)`.
//!
//! # What it does
//! Reports commands in backticks.
//!
//! # Why it matters
//! Quotes and backslashes mean something else in backticks, and they cannot be nested without escapes. `$(…)` has no such
//! limits.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "Built on `date`" > /built
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN echo "Built on $(date)" > /built
//! ```
//!
//! # Limits
//! There is no fix where backslashes are between the backticks.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2006>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::backticks as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2006"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2006"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2006], Some(fix), |text| texts::finding(text));
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
        let found = [("A=`b`; c \"$A\"", "`b`")];
        let quiet = ["A=$(b); c \"$A\"", "echo '`a`'"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
