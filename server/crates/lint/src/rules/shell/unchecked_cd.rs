//! Script goes on if cd fails.
//!
//! # What it does
//! Reports `cd`, `pushd` and `popd` that are followed by `;` or a line end.
//!
//! # Why it matters
//! If the directory does not exist, the commands after it run in the wrong one.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src; rm -rf build
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src && rm -rf build
//! ```
//!
//! # Limits
//! Nothing is reported under `set -e` or `SHELL` with `-e`, at the end of the script, and for `cd /` and `cd ..`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2164>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::unchecked_cd as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2164"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2164"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2164], Some(fix), |text| texts::finding(text));
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    shell_report::fix(ctx, &RULE, &texts::FIX).map(Fix::unsafe_choice)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("cd a; b", "cd a")];
        let quiet = ["cd a && b", "set -e; cd a; b", "cd /; a", "b; cd a", "cd a || exit; b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
