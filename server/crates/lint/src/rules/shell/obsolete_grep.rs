//! egrep and fgrep are obsolete.
//!
//! # What it does
//! Reports `egrep` and `fgrep`.
//!
//! # Why it matters
//! GNU grep 3.8 prints a warning for each call. `grep -E` and `grep -F` do the same.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN egrep 'a|b' /etc/passwd
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep -E 'a|b' /etc/passwd
//! ```
//!
//! # Limits
//! A path such as `/bin/egrep` is reported without a fix.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2196>
//! - <https://www.shellcheck.net/wiki/SC2197>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::obsolete_grep as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2196", "SC2197"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2196"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2196], Some(fix), |text| texts::finding_2196(text));
    report(ctx, acc, &RULE, &[2197], Some(fix), |text| texts::finding_2197(text));
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
        let found = [("egrep a b", "egrep"), ("fgrep a b", "fgrep")];
        let quiet = ["grep -E a b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
