//! Variable is split into words.
//!
//! # What it does
//! Reports variables without quotes in the arguments of commands, in redirections and in `[ … ]`.
//!
//! # Why it matters
//! The shell splits the value at spaces and expands `*` and `?` in it. A path with a space becomes two arguments, and an
//! empty value becomes none.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN --mount=type=secret,id=dir TARGET=$(cat /run/secrets/dir); rm -r $TARGET
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN --mount=type=secret,id=dir TARGET=$(cat /run/secrets/dir); rm -r "$TARGET"
//! ```
//!
//! # Limits
//! Variables whose value is known to be one word are left alone: those that ENV, ARG or the script itself sets. A
//! variable that is named like a list (`$PACKAGES`, `$OPTS`) is probably meant to be split. It is reported as `info`,
//! without a fix.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2086>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::unquoted_variable as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2086"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2086"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2086], Some(fix), |text| texts::finding(text));
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
        let found = [("rm $A", "$A"), ("cat < ${A}/b", "${A}"), ("[ -n $A ]", "$A")];
        let quiet = ["rm \"$A\"", "A=1; rm $A", "[[ -n $A ]]", "A=$B", "exit $?", "for a in $B; do c; done"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
