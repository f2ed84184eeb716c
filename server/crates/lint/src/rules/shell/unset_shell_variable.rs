//! Variable of the script is never set.
//!
//! # What it does
//! Reports a variable with lower-case letters that neither the script nor the Dockerfile sets.
//!
//! # Why it matters
//! It is empty unless the base image sets it. The name is probably misspelt.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN file=/etc/app && cat "$fiel"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN file=/etc/app && cat "$file"
//! ```
//!
//! # Limits
//! Names in capitals usually come from outside and are not reported. Neither are scripts that source a file or use
//! `eval`.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2154>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::unset_shell_variable as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2154"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2154"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2154], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("echo \"$a\"", "$a")];
        let quiet = ["a=1; echo \"$a\"", "echo \"$A\"", "echo \"${a:-}\"", "read -r a; echo \"$a\""];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
