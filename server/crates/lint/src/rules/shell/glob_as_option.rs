//! Names of files may be read as options.
//!
//! # What it does
//! Reports arguments that begin with `*` or `?`.
//!
//! # Why it matters
//! A file whose name begins with `-` is an option to the command.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src && chmod 644 *.conf
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN cd /src && chmod 644 ./*.conf
//! ```
//!
//! # Limits
//! Patterns for `find`, `grep` and `unzip`, for `echo` and after `--` are left alone.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2035>

use super::{Acc, Check, InstructionContext};
use crate::{
    finding::Mending,
    rule::{Group, Preset, Severity},
    rules::shell_report::{self, report},
};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_texts::rules::glob_as_option as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2035"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2035"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2035], Some(fix), |text| texts::finding(text));
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
        let found = [("rm *.a", "*"), ("ls ?", "?")];
        let quiet = ["rm ./*", "rm -- *", "echo *", "for a in *; do b; done"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
