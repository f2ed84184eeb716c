//! rm deletes a system directory if a variable is empty.
//!
//! # What it does
//! Reports `rm -r` of a path such as `"$DIR"/*` or `"$DIR/lib"`.
//!
//! # Why it matters
//! If the variable is empty, the path begins at the root: `rm -rf /*`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN rm -rf "$APP_HOME"/*
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN rm -rf "${APP_HOME:?}"/*
//! ```
//!
//! # Limits
//! Variables to which ENV or ARG gives a value are left alone. Only paths that are directories of the system without the
//! variable are reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2115>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::rm_of_empty_variable as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2115"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2115"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2115], Some(fix), |text| texts::finding(text));
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    shell_report::fix(ctx, &RULE, &texts::FIX)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("rm -rf \"$A\"/*", "\"$A\"/*"), ("rm -r \"$A/lib\"", "\"$A/lib\"")];
        let quiet = ["rm -rf \"${A:?}\"/*", "rm -rf \"$A/cache\"", "rm \"$A\"/*"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
