//! echo of the output of a command.
//!
//! # What it does
//! Reports `echo "$(command)"`.
//!
//! # Why it matters
//! The command prints its output itself. echo hides its status, and may change the output.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "$(cat /etc/os-release)"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cat /etc/os-release
//! ```
//!
//! # Limits
//! Only a command whose output is the whole argument is reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2005>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::useless_echo as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2005"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2005"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2005], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("echo \"$(a)\"", "\"$(a)\"")];
        let quiet = ["echo \"a $(b)\"", "a"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
