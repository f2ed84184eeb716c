//! `apt` is used in a script.
//!
//! # What it does
//! Reports calls of `apt`.
//!
//! # Why it matters
//! `apt` is made for people at a terminal. Its manual says that its options and output can change between versions, and
//! it prints a warning when its output is not a terminal. `apt-get` and `apt-cache` stay compatible.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt update && apt install -y --no-install-recommends curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
//! ```
//!
//! # Limits
//! There is a fix if `apt-get` has the same subcommand. Others, such as `apt list`, have no exact equivalent.
//!
//! # References
//! - <https://manpages.debian.org/stable/apt/apt.8.en.html>

use super::{Acc, Check, InstructionContext};
use crate::run_fixes::{call_at, commands, replace_word};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::apt_instead_of_apt_get as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["DL3027"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(commands) = ctx.commands() else { return };
    for call in commands.calls_of("apt").filter(|call| !call.operands.is_empty()) {
        let finding = Finding::own(&RULE, call.range(call.word), &texts::FINDING);
        let mend = is_written_alike(call.subcommand(call.view)).then_some(fix as _);
        acc.push(Finding { mend, ..finding });
    }
}

/// Whether `apt-get` has a subcommand that does the same.
fn is_written_alike(subcommand: Option<&str>) -> bool {
    matches!(
        subcommand,
        Some(
            "install"
                | "reinstall"
                | "remove"
                | "purge"
                | "update"
                | "upgrade"
                | "full-upgrade"
                | "autoremove"
                | "autoclean"
                | "clean"
                | "download"
                | "source"
                | "build-dep"
        )
    )
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let commands = commands(ctx);
    let call = call_at(&commands, &ctx.finding.range)?;
    // A path stays a path.
    let text = call.text(call.word)?;
    let folder = text.strip_suffix("apt")?;
    let mut edits = vec![replace_word(ctx, &ctx.finding.range, &format!("{folder}apt-get"))];
    if call.subcommand(call.view) == Some("full-upgrade") {
        let verb = call.range(call.operands[0]);
        edits.push(replace_word(ctx, &verb, "dist-upgrade"));
    }
    edits.sort_by_key(|edit| edit.range.start);
    Some(Fix { title: (&texts::FIX).into(), safe: true, edits })
}

cases! {
    fixed: {
        "FROM a\nRUN apt update && \\\n  apt -y full-upgrade && /usr/bin/apt show a\nRUN [\"apt\", \"update\"]\n"
            => "FROM a\nRUN apt-get update && \\\n  apt-get -y dist-upgrade && /usr/bin/apt show a\nRUN [\"apt-get\", \"update\"]\n",
        "FROM a\nRUN /usr/bin/apt clean\n" => "FROM a\nRUN /usr/bin/apt-get clean\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn apt_in_scripts() {
        check(
            RULE.name,
            r#"
FROM debian
RUN apt update && \
    ^^^ info: `apt` does not have a stable interface for scripts
    sudo apt -y install curl; apt list --installed
         ^^^ info: `apt` does not have a stable interface for scripts
                              ^^^ info: `apt` does not have a stable interface for scripts
ONBUILD RUN apt update
            ^^^ info: `apt` does not have a stable interface for scripts
RUN <<E
bash -c 'apt update'
         ^^^ info: `apt` does not have a stable interface for scripts
E
"#,
        );
        for run in
            ["apt-get update", "command -v apt", "echo apt update", "apt", "rm -rf /var/lib/apt", "$apt x"]
        {
            assert!(find(RULE.name, &format!("FROM a\nRUN {run}\n")).is_empty(), "{run}");
        }
    }
}
