//! Builtin that the shell of the image does not have.
//!
//! # What it does
//! Reports `source`, `declare`, `shopt`, `pushd` and other builtins of bash where the shell that runs the instruction
//! does not have them.
//!
//! # Why it matters
//! `/bin/sh` is dash in Debian and Ubuntu and `BusyBox` in Alpine. The command is not found there, and the build fails.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN source /env && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN . /env && make
//! ```
//!
//! # Limits
//! Nothing is reported where the shell is not known. dash and `BusyBox` have `local`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC3046>
//! - <https://www.shellcheck.net/wiki/SC3044>
//! - <https://www.shellcheck.net/wiki/SC3043>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::non_posix_command as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC3046", "SC3044", "SC3043"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC3046"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[3046, 3044, 3043], Some(fix), |text| texts::finding(text));
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
        let found = [("source a", "source a"), ("shopt -s b", "shopt -s b")];
        let quiet = [". a", "f() { local a=1; b \"$a\"; }; f"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
