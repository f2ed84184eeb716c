//! cat of a single file into a pipe.
//!
//! # What it does
//! Reports `cat FILE | command`.
//!
//! # Why it matters
//! The command can read the file itself: `command < FILE`. One process less is started, and the failure to read the file
//! is noticed.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cat /etc/passwd | grep app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN grep app /etc/passwd
//! ```
//!
//! # Limits
//! Several files, options and variables without quotes are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2002>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::useless_cat as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2002"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2002"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2002], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("cat a | b", "cat a")];
        let quiet = ["cat a b | c", "b < a"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
