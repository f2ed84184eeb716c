//! Same character twice in brackets.
//!
//! # What it does
//! Reports `[…]` without quotes that has a character twice, as in `[10-15]` or `pip install name[all]`.
//!
//! # Why it matters
//! Brackets stand for one of their characters. `[10-15]` is one of 0, 1 and 5, and `name[all]` is a pattern that happens
//! to match no file.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN rm /logs/[10-15].log
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN rm /logs/1[0-5].log
//! ```
//!
//! # Limits
//! Brackets with different characters cannot be told from patterns.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2102>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::repeated_glob_character as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2102"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2102"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2102], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("rm [10-15]", "[10-15]")];
        let quiet = ["rm [0-9]", "pip install 'a[all]'"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
