//! Linux feature in a stage for Windows.
//!
//! # What it does
//! Reports `--chown`, `RUN --mount` and STOPSIGNAL in stages for Windows.
//!
//! # Why it matters
//! Windows containers do not support these features: files have no owner with a number, the mounts of BuildKit are made
//! for Linux, and STOPSIGNAL has no effect. Remove the flag or the instruction.
//!
//! # Example
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2025
//! COPY --chown=app app C:/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2025
//! COPY app C:/app
//! ```
//!
//! # Limits
//! A stage counts as one for Windows by its `--platform` or by the name of its base image.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---chown---chmod>
//! - <https://docs.docker.com/reference/dockerfile/#stopsignal>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    facts::operands::Operands, fix::Fix, shell::dialect::is_windows_image, spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::windows_only as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:windows/no-chown-flag", "T:windows/no-run-mounts", "T:windows/no-stopsignal"],
    group: Stages, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let evaluated = ctx.evaluated;
    if !evaluated.exit.is_windows() && !evaluated.base_image().is_some_and(is_windows_image) {
        return;
    }
    for (at, item) in ctx.items.iter().enumerate().filter(|(_, item)| item.facts.problems.is_empty()) {
        let facts = &item.facts;
        match (&facts.operands, facts.instruction) {
            (Operands::Copy(_), _) => {
                if let Some(flag) = facts.flags.iter().find(|flag| flag.text.starts_with("--chown")) {
                    let finding = Finding::own(&RULE, flag.range.clone(), &texts::OWNER);
                    acc.push_at(at, Role::Own, Finding { mend: Some(fix), ..finding });
                }
            }
            (Operands::Run(mounts), _) => {
                for mount in mounts {
                    let finding = Finding::own(&RULE, mount.range.clone(), &texts::MOUNT);
                    acc.push_at(at, Role::Own, finding);
                }
            }
            (Operands::Whole(_), Some(Instruction::Stopsignal)) => {
                let finding = Finding::own(&RULE, facts.keyword_range.clone(), &texts::SIGNAL);
                acc.push_at(at, Role::Own, finding);
            }
            _ => {}
        }
    }
}

/// Removes the flag and the space before it.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let range = ctx.finding.range.clone();
    let before = ctx.source.get(..range.start)?.strip_suffix(' ')?;
    Some(Fix::replace(&titles::REMOVE, before.len()..range.end, String::new()).unsafe_choice())
}

cases! {
    found: [r#"
FROM mcr.microsoft.com/windows/servercore:ltsc2022
COPY --chown=1 a /a
     ^^^^^^^^^ warning: `--chown` in a stage for Windows
RUN --mount=type=cache,target=/c x
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: A mount of RUN in a stage for Windows
FROM --platform=windows/amd64 a
stopsignal 9
^^^^^^^^^^ warning: STOPSIGNAL in a stage for Windows
FROM a
COPY --chown=1 a /a
STOPSIGNAL 9
"#],
    fixed: {
        "FROM mcr.microsoft.com/windows/nanoserver\nCOPY --chown=1 --link a /a\n"
            => "FROM mcr.microsoft.com/windows/nanoserver\nCOPY --link a /a\n",
    },
}
