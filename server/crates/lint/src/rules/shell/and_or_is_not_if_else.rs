//! `a && b || c` is not if-then-else.
//!
//! # What it does
//! Reports a command between `&&` and `||`.
//!
//! # Why it matters
//! The last command also runs if the middle one fails.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN test -f /etc/app && cp /etc/app /app || make defaults
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /etc/app; then cp /etc/app /app; else make defaults; fi
//! ```
//!
//! # Limits
//! Not reported where the last command is `true`, `exit`, `echo` or an assignment.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2015>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::and_or_is_not_if_else as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2015"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2015"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2015], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("a && b || c", "&&")];
        let quiet = ["a && b || true", "a && b || exit 1", "if a && b || c; then d; fi"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
