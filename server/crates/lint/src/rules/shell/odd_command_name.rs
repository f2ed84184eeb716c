//! Name of the command ends with an odd character.
//!
//! # What it does
//! Reports names of commands that end with a bracket, a quote, a comma, a full stop or a space.
//!
//! # Why it matters
//! There is no such command. A space, a quote or a separator is probably missing or too much.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get, update
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update
//! ```
//!
//! # Limits
//! `.` and `..` are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2288>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::odd_command_name as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2288"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2288"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2288], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("a, b", "a,"), ("\"ab \"", "\"ab \"")];
        let quiet = ["a b", ". ./a"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
