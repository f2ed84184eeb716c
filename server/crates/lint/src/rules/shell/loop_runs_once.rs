//! Loop runs for a single word.
//!
//! # What it does
//! Reports `for` over one constant word.
//!
//! # Why it matters
//! The loop runs once. A pattern, a variable or more words were probably meant.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN for file in /etc/app.d; do check "$file"; done
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for file in /etc/app.d/*; do check "$file"; done
//! ```
//!
//! # Limits
//! Words with patterns or variables are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2043>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::loop_runs_once as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2043"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2043"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2043], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("for a in b; do c \"$a\"; done", "b")];
        let quiet = ["for a in b c; do d; done", "for a in *; do b; done"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
