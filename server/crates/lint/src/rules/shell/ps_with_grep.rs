//! grep searches the output of ps.
//!
//! # What it does
//! Reports `ps | grep`.
//!
//! # Why it matters
//! The list also has grep itself. pgrep looks at names of processes alone.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ps aux | grep nginx
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN pgrep nginx
//! ```
//!
//! # Limits
//! `ps -p` is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2009>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::ps_with_grep as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2009"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2009"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2009], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("ps aux | grep a", "ps aux")];
        let quiet = ["pgrep a", "ps aux | awk 1"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
