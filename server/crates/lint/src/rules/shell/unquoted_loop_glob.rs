//! Variable before a pattern is split into words.
//!
//! # What it does
//! Reports `for x in $DIR/*` without quotes around the variable.
//!
//! # Why it matters
//! A value with spaces becomes several words, and none of them is the path.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN for file in $DIR/*.conf; do cat "$file"; done
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for file in "$DIR"/*.conf; do cat "$file"; done
//! ```
//!
//! # Limits
//! Words without a pattern are meant to be split, and are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2231>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::unquoted_loop_glob as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2231"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2231"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2231], Some(fix), |text| texts::finding(text));
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
        let found = [("for a in $B/*; do c; done", "$B")];
        let quiet = ["for a in \"$B\"/*; do c; done", "for a in $B; do c; done"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
