//! Link has no name.
//!
//! # What it does
//! Reports `ln` with a single path.
//!
//! # Why it matters
//! The link gets the name of the target, in the working directory.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ln -s /opt/app/bin/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN ln -s /opt/app/bin/app /usr/local/bin/app
//! ```
//!
//! # Limits
//! A path that is a variable without quotes may be several, and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2226>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::link_without_name as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2226"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2226"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2226], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("ln -s /a", "ln -s /a")];
        let quiet = ["ln -s /a /b", "ln -s $A"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
