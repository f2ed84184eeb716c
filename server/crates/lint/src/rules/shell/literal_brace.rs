//! Brace is only text here.
//!
//! # What it does
//! Reports `{` and `}` without quotes that neither group commands nor list alternatives.
//!
//! # Why it matters
//! A group needs a space after `{` and a `;` before `}`. Elsewhere the braces become a part of the argument.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN make || { echo failed; exit 1 }
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN make || { echo failed; exit 1; }
//! ```
//!
//! # Limits
//! Braces in arguments of `find`, `xargs`, `curl`, `git`, `awk` and `jq` are left alone.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1083>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::literal_brace as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC1083"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC1083"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[1083], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("echo a}", "}"), ("echo {a}", "{")];
        let quiet = ["echo {a,b}", "echo '{a}'", "find . -exec a {} +", "git show @{0}"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
