//! Variable in single quotes is not expanded.
//!
//! # What it does
//! Reports `$X`, `$(…)` and backticks in single quotes.
//!
//! # Why it matters
//! The shell takes what is in single quotes as it is.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ENV NAME=app
//! RUN mkdir '/opt/$NAME'
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ENV NAME=app
//! RUN mkdir "/opt/$NAME"
//! ```
//!
//! # Limits
//! Texts for programs that read `$` themselves (`awk`, `sed`, `sh -c`, `envsubst`) are left alone, and so are texts that
//! are written to a file or a pipe.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2016>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::single_quoted_expansion as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2016"],
    group: Group::Shell,
    severity: Severity::Hint,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2016"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2016], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("mkdir '$A'", "'$A'")];
        let quiet = ["awk '{print $1}' a", "mkdir \"$A\"", "echo 'export A=$B' >> c", "sed 's/a$//' b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
