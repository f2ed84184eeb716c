//! find and xargs split names at spaces.
//!
//! # What it does
//! Reports `find | xargs` without `-print0` and `-0`.
//!
//! # Why it matters
//! xargs splits its input at spaces and quotes, so a name that has some becomes several.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN find /src -name '*.pyc' | xargs rm
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN find /src -name '*.pyc' -exec rm {} +
//! ```
//!
//! # Limits
//! Only find and xargs side by side are looked at.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2038>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::find_with_xargs as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2038"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2038"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2038], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("find a | xargs b", "find a")];
        let quiet = ["find a -print0 | xargs -0 b", "find a -exec b {} +"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
