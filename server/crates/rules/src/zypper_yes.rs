//! `zypper` asks a question that no one can answer.
//!
//! # What it does
//! Reports `zypper install` and other subcommands that change packages if they have neither `-y` nor
//! `--non-interactive`.
//!
//! # Why it matters
//! zypper asks whether to continue. A build has no terminal, so zypper gives up, and the build fails. Add `-y`.
//!
//! # Example
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper install git && zypper clean --all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper install -y git && zypper clean --all
//! ```
//!
//! # Limits
//! Input from a pipe counts as an answer. Nothing is reported if a variable may hold options.
//!
//! # References
//! - <https://en.opensuse.org/SDB:Zypper_manual>

use super::{Acc, Check, InstructionContext};
use crate::{
    run_calls::{is_fed, may_hide_options},
    run_fixes::{call_at, commands, insert_after},
};
use dockwright_analysis::{commands::CallIn, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::zypper_yes as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["DL3034"],
    group: Commands, presets: &[Hadolint, Default],
}

/// The subcommands that ask, and whether they need packages.
const VERBS: &[(&str, bool)] = &[
    ("install", true),
    ("in", true),
    ("remove", true),
    ("rm", true),
    ("source-install", true),
    ("si", true),
    ("patch", false),
    ("update", false),
    ("up", false),
    ("dist-upgrade", false),
    ("dup", false),
];

const YES: &[&str] =
    &["-n", "-y", "--non-interactive", "--no-confirm", "--yes", "-D", "--dry-run", "-h", "--help"];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(commands) = ctx.commands() else { return };
    for call in commands.calls_of("zypper") {
        let Some(verb) = asks(&call).filter(|_| !is_fed(commands, &call) && !commands.is_partial()) else {
            continue;
        };
        let message = texts::finding(call.text(verb).unwrap_or_default());
        acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, call.range(verb), message) });
    }
}

/// The subcommand of a call that asks.
fn asks(call: &CallIn<'_>) -> Option<usize> {
    let verb = *call.operands.first()?;
    let (_, needs) = VERBS.iter().find(|(name, _)| call.text(verb) == Some(*name))?;
    let has_work = !needs || call.operands.len() > 1;
    (has_work && !call.has_option(call.view, YES) && !may_hide_options(call)).then_some(verb)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let commands = commands(ctx);
    let call = call_at(&commands, &ctx.finding.range)?;
    // The subcommand itself has no such option.
    let is_global = matches!(call.subcommand(call.view), Some("source-install" | "si"));
    let (word, option) = if is_global { (call.word, "-n") } else { (call.operands[0], "-y") };
    let edit = insert_after(ctx, &call.range(word), &[option]);
    Some(Fix::replace(texts::fix(option), edit.range, edit.text))
}

cases! {
    found: [r#"
FROM opensuse/leap
RUN zypper --gpg-auto-import-keys install \
                                  ^^^^^^^ warning: `zypper install` asks for confirmation without `-y`
    git; zypper dup
                ^^^ warning: `zypper dup` asks for confirmation without `-y`
ONBUILD RUN zypper in git
                   ^^ warning: `zypper in` asks for confirmation without `-y`
RUN <<E
zypper -R /x rm git
             ^^ warning: `zypper rm` asks for confirmation without `-y`
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "zypper -n install a",
            "zypper --non-interactive in a",
            "zypper in -y a",
            "zypper in --no-confirm a",
            "zypper in a --yes",
            "yes | zypper in a",
            "zypper in $OPTIONS a",
            "zypper in",
            "zypper refresh",
            "zypper in a &&& (",
        ],
    },
    fixed: {
        "FROM a\nRUN zypper in \\\n  a && zypper si b\n"
            => "FROM a\nRUN zypper in -y \\\n  a && zypper -n si b\n",
    },
}
