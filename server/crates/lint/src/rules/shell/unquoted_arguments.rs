//! List of arguments is split again.
//!
//! # What it does
//! Reports `$@`, `$*` and `${array[@]}` without quotes.
//!
//! # Why it matters
//! Without quotes each argument is split at its spaces. `"$@"` passes each argument on as it is.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN run() { echo start; make $@; }; run install
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN run() { echo start; make "$@"; }; run install
//! ```
//!
//! # Limits
//! `$*` in double quotes is a single text and is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2068>
//! - <https://www.shellcheck.net/wiki/SC2048>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::unquoted_arguments as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2068", "SC2048"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2068"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2068], None, |text| texts::finding_2068(text));
    report(ctx, acc, &RULE, &[2048], None, |text| texts::finding_2048(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("f() { a $@; }; f", "$@"), ("f() { a $*; }; f", "$*")];
        let quiet = ["f() { a \"$@\"; }; f"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
