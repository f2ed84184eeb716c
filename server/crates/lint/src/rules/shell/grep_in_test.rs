//! Output of grep is tested instead of its status.
//!
//! # What it does
//! Reports `[ -n "$(… | grep …)" ]`.
//!
//! # Why it matters
//! `grep -q` says by its status whether something matches, and stops at the first match.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if [ -n "$(grep app /etc/passwd)" ]; then echo found; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if grep -q app /etc/passwd; then echo found; fi
//! ```
//!
//! # Limits
//! Comparisons with a text are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2143>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::grep_in_test as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2143"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2143"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2143], None, |_| texts::finding());
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("[ -n \"$(grep a b)\" ] && c", "-n")];
        let quiet = ["grep -q a b && c", "[ -n \"$(a)\" ] && b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
