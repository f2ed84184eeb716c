//! Name of the command is a pattern.
//!
//! # What it does
//! Reports a `*` or `?` in the name of a command.
//!
//! # Why it matters
//! The first file that matches is run, and the others are its arguments.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ./install-*.sh
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for script in ./install-*.sh; do "$script" || exit; done
//! ```
//!
//! # Limits
//! Names in variables are not looked at.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2211>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::glob_as_command as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2211"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2211"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2211], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("./*.sh", "./*.sh")];
        let quiet = ["sh ./a.sh", "'*'"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
