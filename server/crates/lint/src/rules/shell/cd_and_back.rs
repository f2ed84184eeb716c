//! Way back starts in the wrong directory if cd fails.
//!
//! # What it does
//! Reports `cd ..` after a `cd` whose failure nothing notices.
//!
//! # Why it matters
//! If the first `cd` fails, `cd ..` leaves the directory that it started in.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src; make; cd ..; ls
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN (cd /src && make); ls
//! ```
//!
//! # Limits
//! Nothing is reported under `set -e`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2103>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::cd_and_back as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2103"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2103"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2103], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("cd a; b; cd ..", "cd ..")];
        let quiet = ["cd a && b && cd ..", "(cd a && b)"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
