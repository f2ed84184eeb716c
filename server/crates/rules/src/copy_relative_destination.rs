//! Relative destination without a WORKDIR.
//!
//! # What it does
//! Reports a COPY to a relative path if there is no WORKDIR before it, in the stage or in its base stages.
//!
//! # Why it matters
//! The path starts at the working directory of the base image. A new version of that image can have a different one,
//! and then the files end up somewhere else.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! COPY package.json app/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! WORKDIR /srv/app
//! COPY package.json ./
//! ```
//!
//! # Limits
//! Destinations that begin with a variable or a drive letter are not reported. Neither are stages on `scratch`, where
//! the working directory is always `/`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#destination>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    facts::{
        operands::Operands,
        template::{Part, Template},
    },
    fix::Fix,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::copy_relative_destination as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3045"],
    group: Context, presets: &[Hadolint],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let entry = &ctx.evaluated.entry;
    if entry.has_workdir || entry.workdir.is_certain {
        return;
    }
    for (at, item) in ctx.items.iter().enumerate() {
        match (item.facts.instruction, &item.facts.operands) {
            (Some(Instruction::Workdir), _) => return,
            (Some(Instruction::Copy), Operands::Copy(operands)) if item.facts.problems.is_empty() => {
                let Some(destination) = operands.destination.as_ref().filter(|it| is_relative(it)) else {
                    continue;
                };
                let mut finding = Finding::own(&RULE, destination.range.clone(), &texts::FINDING);
                if destination.literal() == Some(&destination.text)
                    && !destination.text.starts_with(['.', '~'])
                {
                    finding.mend = Some(fix);
                }
                acc.push_at(at, Role::Own, finding);
            }
            _ => {}
        }
    }
}

fn is_relative(path: &Template) -> bool {
    match path.parts.first() {
        Some(Part::Literal { text, .. }) => {
            let has_drive = text.as_bytes().get(1) == Some(&b':');
            !text.is_empty() && !text.starts_with(['/', '\\']) && !has_drive
        }
        _ => false,
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let path = ctx.text().strip_prefix('"').unwrap_or(ctx.text());
    let at = ctx.finding.range.end.checked_sub(path.len())?;
    Some(Fix::replace(&texts::FIX, at..at, "/".to_owned()).unsafe_choice())
}

cases! {
    found: [r#"
FROM a AS x
COPY a b
       ^ warning: The destination is relative, and no WORKDIR is set
ADD a b
COPY a /b
COPY ["a", "./"]
           ^^^^ warning: The destination is relative, and no WORKDIR is set
COPY a $X
COPY a c:/x
ONBUILD COPY a .
WORKDIR /w
COPY a b
FROM x
COPY a b
FROM scratch
COPY a b
"#],
    quiet: {
        "{}" => ["FROM a AS x\nONBUILD WORKDIR /x\nFROM x\nCOPY a b\n"],
    },
    fixed: {
        "FROM a\nCOPY a b/\nCOPY [\"a\", \"c\"]\n" => "FROM a\nCOPY a /b/\nCOPY [\"a\", \"/c\"]\n",
    },
}
