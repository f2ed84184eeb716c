//! Option that the shell of the image does not have.
//!
//! # What it does
//! Reports options of builtins that the shell which runs the instruction does not have: `echo -e`, `set -o pipefail`,
//! `read -a`.
//!
//! # Why it matters
//! dash, the `/bin/sh` of Debian and Ubuntu, prints `-e` as text and stops at `set -o pipefail`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:12
//! RUN set -o pipefail; make | tee /log
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:12
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! RUN make | tee /log
//! ```
//!
//! # Limits
//! Nothing is reported where the shell is not known.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC3037>
//! - <https://www.shellcheck.net/wiki/SC3040>
//! - <https://www.shellcheck.net/wiki/SC3045>

use super::{Acc, Check, InstructionContext};
use crate::{
    rule::{Group, Preset, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::spec::Instruction;
use dockwright_texts::rules::non_posix_option as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC3037", "SC3040", "SC3045"],
    group: Group::Shell,
    severity: Severity::Warning,
    presets: &[Preset::Default, Preset::Hadolint],
    url: Some("https://www.shellcheck.net/wiki/SC3037"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[3037, 3040, 3045], None, |text| texts::finding(text));
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_scripts;
    use super::RULE;

    #[test]
    fn scripts() {
        let found = [("set -o pipefail; a", "pipefail"), ("echo -e a", "-e")];
        let quiet = ["set -e; a", "echo -n a"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
