//! echo may not expand escape sequences.
//!
//! # What it does
//! Reports `echo` with `\n`, `\t` and the like where the shell of the stage prints them as they are.
//!
//! # Why it matters
//! bash and the shell of Alpine only expand them after `-e`. dash, the `/bin/sh` of Debian and Ubuntu, always does.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN echo "first\nsecond" > /list
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN printf 'first\nsecond\n' > /list
//! ```
//!
//! # Limits
//! Nothing is reported where the shell is dash or not known.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2028>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::echo_escapes as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2028"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2028"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2028], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("echo \"a\\nb\"", "\"a\\nb\"")];
        let quiet = ["echo -e \"a\\nb\"", "printf 'a\\nb'", "echo a"];
        check_scripts(RULE.name, "alpine:3.22", &found, &quiet);
    }
}
