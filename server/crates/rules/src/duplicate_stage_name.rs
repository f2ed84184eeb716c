//! Duplicate stage name.
//!
//! # What it does
//! Reports a stage with the same name as an earlier stage, in any letter case.
//!
//! # Why it matters
//! `COPY --from` uses the last stage with that name in the file, `FROM` the nearest one above. Which stage is used
//! depends on the instruction, so it is easy to get the wrong one.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS build
//! FROM node:22 AS build
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.25 AS build
//! FROM node:22 AS build-2
//! ```
//!
//! # Limits
//! The fix proposes a name that is free in this file. It does not change the instructions that use the stage.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/duplicate-stage-name/>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, go::quote};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::duplicate_stage_name as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3024", "DU:DUPLICATE_BUILD_STAGE_NAME", "DS-0012"],
    group: Stages, severity: Error, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/duplicate-stage-name/"),
    moment: Moment::new(Pass::StageNames, 1),
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &FileContext<'_>, acc: &mut Vec<FileFound>) {
    if !ctx.model.has_duplicate_names() {
        return;
    }
    for (number, (block, _)) in ctx.stages.iter().enumerate() {
        let Some(name) = &ctx.model.stages[number].name else { continue };
        let Some(place) = ctx.model.stages_named(name).iter().position(|&stage| stage == number) else {
            continue;
        };
        let Some(item) = block.items().first().filter(|_| place > 0) else { continue };
        let Operands::From(operands) = &item.facts.operands else { continue };
        let range = operands.name.as_ref().map_or(0..0, |name| name.range.clone());
        let message = texts::finding(quote(name));
        let free = (2..).map(|number| format!("{name}-{number}"));
        let free = free.into_iter().find(|free| ctx.model.stage_named(free).is_none());
        let finding = Finding::new(&RULE, range, message);
        let finding = Finding { mend: Some(fix), word: free, ..finding };
        acc.push(FileFound { stage: Some(number), found: Found { item: 0, finding } });
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let name = ctx.finding.word.clone()?;
    Some(ctx.replace(texts::fix(&name), name).unsafe_choice())
}

cases! {
    found: [r#"
FROM alpine AS a
FROM alpine AS A
               ^ error: Duplicate stage name "a", stage names should be unique
FROM alpine
FROM a AS a
          ^ error: Duplicate stage name "a", stage names should be unique
FROM alpine AS b
"#],
    fixed: {
        "FROM x AS a\nFROM x AS a-2\nFROM x AS a\n" => "FROM x AS a\nFROM x AS a-2\nFROM x AS a-3\n",
    },
}
