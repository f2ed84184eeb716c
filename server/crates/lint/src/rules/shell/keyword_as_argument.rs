//! Keyword is an argument.
//!
//! # What it does
//! Reports `do`, `done`, `then`, `fi` and `esac` among the words of a command.
//!
//! # Why it matters
//! These words are only keywords at the start of a command. A `;` or a line end is probably missing before it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a then rm /a; fi
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a; then rm /a; fi
//! ```
//!
//! # Limits
//! A quoted word is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1010>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::keyword_as_argument as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC1010"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC1010"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[1010], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("if a then b; fi", "then")];
        let quiet = ["echo 'done'", "echo \"done\"", "if a; then b; fi"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
