//! Stage that the last stage does not need.
//!
//! # What it does
//! Reports stages that the last stage of the file does not use, with FROM, COPY or a mount.
//!
//! # Why it matters
//! A build makes the last stage and what it needs. Any other stage is built only with `--target`. If it is never asked
//! for, it is left over, and a mistake in it goes unnoticed. Remove the stage, or copy from it what the image needs.
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
//! If the name of a stage can result from a variable in FROM, as in `FROM base-$TARGETARCH`, the stage counts as
//! needed. Many files offer several stages for `--target`, and the file does not show which of these are used. So the
//! rule is only in the preset `all`. Nothing is reported if the file names a stage or an image that Docker cannot find.
//!
//! # References
//! - <https://docs.docker.com/build/building/multi-stage/>

use rustc_hash::FxHashMap;

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::{
        operands::Operands,
        template::{Part, Template},
    },
    known_builds::{BuiltStage, KnownBuild},
    model::{Base, epoch},
};
use dockwright_lint::finding::{Finding, Found, Tag};
use dockwright_texts::rules::unreachable_stage as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["T:no-unreachable-stages"],
    group: Stages, severity: Info, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(targets) = targets(ctx).filter(|_| ctx.stages.len() > 1) else { return };
    // A base that Docker cannot find may be any of them.
    let is_lost = |base: &Base| match base {
        Base::Unknown => true,
        Base::Image(image) => ctx.model.stage_named(image).is_some() && image.contains(char::is_uppercase),
        _ => false,
    };
    let has_problems = ctx.model.edges.iter().any(|edge| edge.problem.is_some());
    if has_problems || ctx.model.stages.iter().any(|stage| is_lost(&stage.base)) {
        return;
    }
    // Up to which stage each text has been compared: thousands of stages may be based on the same one.
    let mut compared: FxHashMap<&str, usize> = FxHashMap::default();
    let mut reached = vec![false; ctx.stages.len()];
    let mut also = |stage: usize, pending: &mut Vec<usize>| {
        let image = ctx.stages[stage].0.items().first().and_then(|item| item.facts.image());
        if let Some(image) = image.filter(|image| image.literal().is_none()) {
            let known = compared.entry(image.text.as_str()).or_default();
            let from = stage.min(*known);
            *known = stage.max(*known);
            let earlier = ctx.model.stages[..stage].iter().enumerate().skip(from);
            let chosen = earlier.filter(|(_, it)| it.name.as_deref().is_some_and(|name| may_be(image, name)));
            pending.extend(chosen.map(|(number, _)| number));
        }
    };
    for target in targets {
        let needed = ctx.model.reachable_with(target, &mut also);
        reached.iter_mut().zip(needed).for_each(|(reached, needed)| *reached |= needed);
    }
    if let Some(source) = epoch::stage(ctx.model) {
        reached[source] = true;
    }
    for (number, (block, _)) in ctx.stages.iter().enumerate().filter(|(number, _)| !reached[*number]) {
        let Some(Operands::From(operands)) = block.items().first().map(|item| &item.facts.operands) else {
            continue;
        };
        let image = operands.image.as_ref().map(|image| &image.range);
        let Some(range) = operands.name.as_ref().map(|name| &name.range).or(image) else { continue };
        let finding = Finding::own(&RULE, range.clone(), &texts::FINDING);
        let finding = Finding { tag: Some(Tag::Unnecessary), ..finding };
        found.push(FileFound { stage: Some(number), found: Found { item: 0, finding } });
    }
}

/// The stages that builds use as targets: those that other files name, or else the last one; `None`
/// if they are not known.
fn targets(ctx: &FileContext<'_>) -> Option<Vec<usize>> {
    let builds = &ctx.document.context().builds;
    let last = ctx.model.target()?;
    if builds.is_empty() || ctx.model.inputs.target.is_some() {
        return Some(vec![last]);
    }
    let stage = |build: &KnownBuild| match &build.target {
        BuiltStage::Last => Some(last),
        BuiltStage::Named(name) => ctx.model.built_stage(name),
        BuiltStage::Unknown => None,
    };
    let mut stages: Vec<usize> = builds.iter().map(stage).collect::<Option<_>>()?;
    stages.sort_unstable();
    stages.dedup();
    Some(stages)
}

/// Whether a text with variables can become a name.
fn may_be(image: &Template, name: &str) -> bool {
    let mut rest = name;
    let mut is_open = false;
    for part in &image.parts {
        match part {
            Part::Literal { text, .. } if is_open => match rest.find(text.as_str()) {
                Some(at) => rest = &rest[at + text.len()..],
                None => return false,
            },
            Part::Literal { text, .. } => match rest.strip_prefix(text.as_str()) {
                Some(behind) => rest = behind,
                None => return false,
            },
            _ => {
                is_open = true;
                continue;
            }
        }
        is_open = false;
    }
    // The last text has to be at the end, wherever it was found first.
    let ends_with = |last: &Part| matches!(last, Part::Literal { text, .. } if name.ends_with(text.as_str()));
    rest.is_empty() || is_open || image.parts.len() > 1 && image.parts.last().is_some_and(ends_with)
}

cases! {
    found: [
        r#"
ARG KIND=fat
FROM a AS base
FROM base AS base-amd64
FROM base AS base-arm64
FROM base AS slim-base
             ^^^^^^^^^ info (unnecessary): The final stage does not need this stage
FROM base AS fat-tools
FROM base AS tools
             ^^^^^ info (unnecessary): The final stage does not need this stage
FROM ${KIND}-tools AS with
FROM base-${TARGETARCH}
COPY --from=with / /
"#,
        r#"
FROM a AS base
FROM base AS left-over
             ^^^^^^^^^ info (unnecessary): The final stage does not need this stage
FROM a
     ^ info (unnecessary): The final stage does not need this stage
FROM a AS mounted
FROM a AS copied
FROM base
COPY --from=copied / /
RUN --mount=from=mounted,target=/x y
"#,
    ],
    quiet: {
        "{}\n" => [
            "FROM a",
            "FROM a AS b\nFROM b",
            "FROM a\nFROM b\nCOPY --from=0 / /",
            "ARG SOURCE_DATE_EPOCH=time\nFROM scratch AS time\nADD https://a.b/c /\nFROM a",
        ],
        "{}" => ["ARG B=b\nFROM a AS b\nFROM a AS c\nFROM $B\n"],
    },
}
