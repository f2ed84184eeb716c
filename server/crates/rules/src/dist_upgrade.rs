//! Build upgrades the distribution.
//!
//! # What it does
//! Reports `zypper dist-upgrade`, `apt-get dist-upgrade`, `dnf distro-sync` and the other names of these commands.
//!
//! # Why it matters
//! Such an upgrade can replace and remove packages of the base image, and can even install a different release. The
//! result depends on the day of the build. A newer base image has the same packages, tested by its maintainers.
//!
//! # Example
//! ```dockerfile
//! FROM opensuse/leap:15.5
//! RUN zypper -n dist-upgrade && zypper clean --all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! ```
//!
//! # Limits
//! Only zypper is reported as a warning; the others are reported as info. `apt-get upgrade` and `yum update`, which
//! stay within the release, are not reported.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often>

use super::{Acc, Check, InstructionContext};
use crate::run_calls::{APT_INERT, is_in_other_root};
use dockwright_analysis::spec::Instruction;
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::dist_upgrade as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["DL3035", "DS-0024", "DFL:apt-get-dist-upgrade"],
    group: Commands, presets: &[Hadolint, Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(commands) = ctx.commands() else { return };
    for call in commands.calls() {
        let (verbs, severity): (&[&str], _) = match call.name() {
            Some("zypper") => (&["dist-upgrade", "dup"], Severity::Warning),
            Some("apt-get" | "apt" | "aptitude") => (&["dist-upgrade", "full-upgrade"], Severity::Info),
            Some("yum" | "dnf" | "dnf5" | "tdnf") => {
                (&["distro-sync", "distribution-synchronization", "dsync"], Severity::Info)
            }
            _ => continue,
        };
        let Some(verb) = call.subcommand(call.view).filter(|verb| verbs.contains(verb)) else { continue };
        // With packages, the command is only about these.
        let is_whole = call.operands.len() == 1;
        if !is_whole || call.has_option(call.view, APT_INERT) || is_in_other_root(&call) {
            continue;
        }
        let message = texts::Finding { program: call.name().unwrap_or_default(), verb }.message();
        let finding = Finding::own(&RULE, call.range(call.operands[0]), message);
        acc.push(Finding { severity: Some(severity), ..finding });
    }
}

cases! {
    found: [r#"
FROM a
RUN apt-get update \
 && apt-get -y dist-upgrade
               ^^^^^^^^^^^^ info: `apt-get dist-upgrade` upgrades the whole distribution
ONBUILD RUN zypper -n dup --no-recommends
                      ^^^ warning: `zypper dup` upgrades the whole distribution
RUN ["dnf", "distro-sync"]
            ^^^^^^^^^^^^^ info: `dnf distro-sync` upgrades the whole distribution
RUN <<E
sh -c 'apt full-upgrade -y'
           ^^^^^^^^^^^^ info: `apt full-upgrade` upgrades the whole distribution
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apt-get -y upgrade",
            "apt-get install dist-upgrade",
            "zypper in dup",
            "dnf update -y",
            "apt-get -s dist-upgrade",
            "dnf distro-sync -y dnf",
            "echo dup",
        ],
    },
}
