//! Mode is set for the last directory only.
//!
//! # What it does
//! Reports `mkdir -p -m MODE` for a path of several directories.
//!
//! # Why it matters
//! The directories that `-p` makes on the way get the usual mode.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN mkdir -p -m 700 /data/private/keys
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN mkdir -p /data/private/keys && chmod 700 /data /data/private /data/private/keys
//! ```
//!
//! # Limits
//! A single new directory is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2174>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::mkdir_mode_of_parents as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2174"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2174"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2174], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("mkdir -p -m 700 a/b", "-m")];
        let quiet = ["mkdir -m 700 a", "mkdir -p a/b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
