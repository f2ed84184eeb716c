//! Output of a command is split into words.
//!
//! # What it does
//! Reports `$(…)` and backticks without quotes in the arguments of commands.
//!
//! # Why it matters
//! The shell splits the output at spaces and line ends and expands `*` and `?` in it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cp $(find /src -name app.conf) /etc/app.conf
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cp "$(find /src -name app.conf)" /etc/app.conf
//! ```
//!
//! # Limits
//! Commands whose output is always one word, such as `nproc`, `id -u` and `dpkg --print-architecture`, are left alone.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2046>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::unquoted_output as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2046"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2046"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2046], Some(fix), |text| texts::finding(text));
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
        let found = [("rm $(a b)", "$(a b)"), ("rm `a`", "`a`")];
        let quiet = ["rm \"$(a)\"", "A=$(b)", "make -j$(nproc)", "for a in $(b); do c; done"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
