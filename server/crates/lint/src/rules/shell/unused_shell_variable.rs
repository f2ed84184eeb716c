//! Variable of the script is never read.
//!
//! # What it does
//! Reports a variable that a script sets and does not use.
//!
//! # Why it matters
//! The variable ends with the RUN. Use ENV if later instructions or the container need it, or `export` if a program does.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN DEBIAN_FRONTEND=noninteractive; apt-get update
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN DEBIAN_FRONTEND=noninteractive apt-get update
//! ```
//!
//! # Limits
//! Counters of loops, names that begin with `_` and scripts that source a file are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2034>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::unused_shell_variable as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2034"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2034"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2034], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("A=1; b", "A")];
        let quiet = ["A=1; b \"$A\"", "export A=1; b", "A=1 b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
