//! Negated command never ends the script.
//!
//! # What it does
//! Reports `! command` as a statement of a script with `set -e`.
//!
//! # Why it matters
//! `set -e` ignores commands after `!`, so the script goes on whatever they say.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN set -e; ! grep -q debug /etc/app.conf; make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN set -e; if grep -q debug /etc/app.conf; then exit 1; fi; make
//! ```
//!
//! # Limits
//! The last statement of a script and conditions are not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2251>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::negation_skips_errexit as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC2251"],
    group: Group::Shell,
    severity: Severity::Info,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC2251"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[2251], None, |_| texts::finding());
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("set -e; ! a; b", "!")];
        let quiet = ["! a; b", "set -e; ! a", "set -e; if ! a; then b; fi"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
