//! Inner quotes end the outer ones.
//!
//! # What it does
//! Reports text or a variable between two texts in double quotes, as in `"a "b" c"`.
//!
//! # Why it matters
//! The second quote ends the first text, so what was meant to be inside of the quotes is outside. The inner quotes are
//! removed.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN echo "{"debug": true}" > /app.json
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN echo '{"debug": true}' > /app.json
//! ```
//!
//! # Limits
//! `=`, `:` and `/` alone between quotes, as in `"$A"/"$B"`, are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2140>
//! - <https://www.shellcheck.net/wiki/SC2027>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::quotes_inside_quotes as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2140", "SC2027"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2140"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2140], None, |text| texts::finding_2140(text));
    report(ctx, acc, &RULE, &[2027], None, |text| texts::finding_2027(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("echo \"a\"b\"c\"", "b"), ("A=$(b); echo \"a\"$A\"c\"", "$A")];
        let quiet = ["echo \"a\\\"b\\\"c\"", "echo \"$A\"/\"$B\"", "echo 'a\"b\"c'"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
