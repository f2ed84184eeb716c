//! Every stage is needed by the last one.
//!
//! # What it does
//! Reports stages that the last stage of the file does not use, by FROM, COPY, ADD or a mount.
//!
//! # Why it matters
//! A build makes the last stage and what that needs. Any other stage is only built for who asks for it with `--target`; where
//! nobody does, it is left over, and nobody notices when it breaks.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go build -o /app .
//!
//! FROM alpine:3.22
//! CMD ["/app"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go build -o /app .
//!
//! FROM alpine:3.22
//! COPY --from=build /app /app
//! CMD ["/app"]
//! ```
//!
//! # Limits
//! Many files have several stages to choose from with `--target`, which a file does not tell. So the rule is in no preset but
//! `all`. Nothing is said where Docker cannot find a stage or an image.
//!
//! # References
//! - <https://docs.docker.com/build/building/multi-stage/>

use super::{FileContext, FileFound};
use crate::{
    facts::operands::Operands,
    finding::{Finding, Found, Tag},
    model::{Base, epoch},
    rule::{Group, Severity},
};

rule! {
    name: "UnreachableStage",
    aliases: &["T:no-unreachable-stages"],
    group: Group::Stages,
    severity: Severity::Info,
    presets: &[],
    summary: "Every stage is needed by the last one",
    note: "Docker builds it only for who asks for it with `--target`",
    source: include_str!("unreachable_stage.rs"),
}

pub(super) fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(target) = ctx.model.target().filter(|&target| target > 0 || ctx.stages.len() > 1) else {
        return;
    };
    // What Docker cannot find may be any of them.
    let is_lost = |base: &Base| match base {
        Base::Unknown => true,
        Base::Image(image) => ctx.model.stage_named(image).is_some() && image.contains(char::is_uppercase),
        _ => false,
    };
    let has_problems = ctx.model.edges.iter().any(|edge| edge.problem.is_some());
    if has_problems || ctx.model.stages.iter().any(|stage| is_lost(&stage.base)) {
        return;
    }
    let mut reached = ctx.model.reachable(target);
    if let Some(source) = epoch::stage(ctx.model) {
        reached[source] = true;
    }
    for (number, (block, _)) in ctx.stages.iter().enumerate().filter(|(number, _)| !reached[*number]) {
        let Some(Operands::From(operands)) = block.items().first().map(|item| &item.facts.operands) else {
            continue;
        };
        let image = operands.image.as_ref().map(|image| &image.range);
        let Some(range) = operands.name.as_ref().map(|name| &name.range).or(image) else { continue };
        let finding = Finding::own(&RULE, range.clone(), "The last stage does not need this one");
        let finding = Finding { tag: Some(Tag::Unnecessary), ..finding };
        found.push(FileFound { stage: Some(number), found: Found { item: 0, finding } });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};

    #[test]
    fn stages_that_nothing_needs() {
        check(
            "UnreachableStage",
            r#"
FROM a AS base
FROM base AS left-over
             ^^^^^^^^^ The last stage does not need this one
FROM a
     ^ The last stage does not need this one
FROM a AS mounted
FROM a AS copied
FROM base
COPY --from=copied / /
RUN --mount=from=mounted,target=/x y
"#,
        );
        for text in [
            "FROM a",
            "FROM a AS b\nFROM b",
            "FROM a\nFROM b\nCOPY --from=0 / /",
            "ARG SOURCE_DATE_EPOCH=time\nFROM scratch AS time\nADD https://a.b/c /\nFROM a",
        ] {
            assert!(find("UnreachableStage", &format!("{text}\n")).is_empty(), "{text}");
        }
    }
}
