//! Loop splits the output of a command into words.
//!
//! # What it does
//! Reports `for` over the output of `ls`, `find`, `cat` or `grep`.
//!
//! # Why it matters
//! The output is split at spaces, not at line ends, and patterns in it are expanded.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN for file in $(ls /etc/app.d); do check "/etc/app.d/$file"; done
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN for file in /etc/app.d/*; do check "$file"; done
//! ```
//!
//! # Limits
//! Other programs may print words on purpose.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2045>
//! - <https://www.shellcheck.net/wiki/SC2044>
//! - <https://www.shellcheck.net/wiki/SC2013>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::loop_over_output as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2045", "SC2044", "SC2013"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2045"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2045], None, |text| texts::finding_2045(text));
    report(ctx, acc, &RULE, &[2044], None, |text| texts::finding_2044(text));
    report(ctx, acc, &RULE, &[2013], None, |text| texts::finding_2013(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [
            ("for a in $(ls b); do c \"$a\"; done", "$(ls b)"),
            ("for a in $(cat b); do c \"$a\"; done", "$(cat b)"),
        ];
        let quiet = ["for a in b/*; do c \"$a\"; done", "for a in $(seq 3); do b \"$a\"; done"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
