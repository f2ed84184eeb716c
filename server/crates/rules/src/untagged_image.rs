//! Image without a tag or digest.
//!
//! # What it does
//! Reports images in FROM without a tag and a digest, and those of `COPY --from` that have a path.
//!
//! # Why it matters
//! Docker takes the tag `latest`. That is a different image after each release, so a build that worked yesterday may fail
//! or produce something else today.
//!
//! # Example
//! ```dockerfile
//! FROM alpine
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! Names that are a variable or end in one are left alone: the tag may be in its value. A name without a path in
//! `COPY --from` is reported by `CopyFromImage`.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::template::{Part, Template},
    model::{Base, image_reference::ImageReference},
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::untagged_image as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3006", "DFL:missing_tag", "DS-0001"],
    group: Stages, presets: &[Hadolint],
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let mut push = |stage, item, range, image: &str| {
        if ImageReference::parse(image).is_ok_and(|image| image.tag.is_none() && image.digest.is_none()) {
            let finding = Finding::own(&RULE, range, texts::finding(image));
            found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
        }
    };
    for (number, stage) in ctx.model.stages.iter().enumerate() {
        if let Base::Image(image) = &stage.base
            && !image.contains('@')
            && let Some(written) = ctx.stages[number].0.items().first().and_then(|item| item.facts.image())
            && !is_variable(written)
        {
            push(number, 0, written.range.clone(), image);
        }
    }
    for edge in
        ctx.model.edges.iter().filter(|edge| edge.stage.is_none() && !edge.is_index && !edge.is_trigger)
    {
        if let Some(item) = ctx.stages[edge.user].0.items().get(edge.item)
            && edge.problem.is_none()
            && let Some(image) = item.facts.image_at(&edge.range)
            && image.contains('/')
        {
            push(edge.user, edge.item, edge.range.clone(), image);
        }
    }
}

/// Whether a name begins or ends with a variable.
fn is_variable(name: &Template) -> bool {
    let is_reference = |part: Option<&Part>| matches!(part, Some(Part::Reference(_)));
    is_reference(name.parts.first()) || is_reference(name.parts.last())
}

cases! {
    found: [r#"
ARG IMG=alpine
ARG V=
FROM alpine AS base
     ^^^^^^ warning: `alpine` has no tag
FROM r.io:5000/$V"a"
     ^^^^^^^^^^^^^^^ warning: `r.io:5000/a` has no tag
COPY --from=org/tool /a /
            ^^^^^^^^ warning: `org/tool` has no tag
COPY --from=nginx /a /
COPY --from=base /a /
RUN --mount=from=org/tool:1,target=/x a
FROM base
FROM scratch
FROM $IMG
FROM r.io/$IMG
FROM alpine:3
FROM alpine@sha256:e7d92cdc71feacf90708cb59182d0df1b911f8ae022d29e8e95d75ca6a99776a
"#],
}
