//! wc counts the lines of grep.
//!
//! # What it does
//! Reports `grep | wc -l`.
//!
//! # Why it matters
//! `grep -c` counts by itself, and its status is seen.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN grep app /etc/passwd | wc -l
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep -c app /etc/passwd
//! ```
//!
//! # Limits
//! grep with `-o`, `-r`, `-l` or context prints other lines, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2126>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::grep_with_wc as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2126"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2126"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2126], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("grep a b | wc -l", "grep a b")];
        let quiet = ["grep -c a b", "grep -o a b | wc -l"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
