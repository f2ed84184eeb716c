//! find has no directory to search.
//!
//! # What it does
//! Reports `find` whose first argument is a test.
//!
//! # Why it matters
//! Only GNU find and `BusyBox` search the working directory then. Others fail.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN find -name '*.pyc' -delete
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find . -name '*.pyc' -delete
//! ```
//!
//! # Limits
//! A variable may be a directory, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2185>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::find_without_path as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2185"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2185"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2185], Some(fix), |text| texts::finding(text));
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
        let found = [("find -name a", "find")];
        let quiet = ["find . -name a", "find \"$A\" -name b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
