//! Output of ls is read by a program.
//!
//! # What it does
//! Reports `ls` in front of a pipe.
//!
//! # Why it matters
//! ls prints names for people. Names with line ends and other special characters are changed.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ls /src | wc -l
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find /src -mindepth 1 -maxdepth 1 -printf x | wc -c
//! ```
//!
//! # Limits
//! `ls | xargs` and `ls -N` are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2012>
//! - <https://www.shellcheck.net/wiki/SC2010>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::parsed_ls as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2012", "SC2010"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2012"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2012], None, |text| texts::finding_2012(text));
    report(ctx, acc, &RULE, &[2010], None, |text| texts::finding_2010(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("ls a | wc -l", "ls a"), ("ls | grep a", "ls")];
        let quiet = ["ls a", "find a | wc -l"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
