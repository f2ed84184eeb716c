//! All files of a stage copied.
//!
//! # What it does
//! Reports a `COPY --from` from `/` to `/`.
//!
//! # Why it matters
//! The image gets everything from the other stage: its tools, its caches, its temporary files. It is at least as large
//! as that stage.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go install example.org/app@v1.0.0
//! FROM alpine:3.22
//! COPY --from=build / /
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go install example.org/app@v1.0.0
//! FROM alpine:3.22
//! COPY --from=build /go/bin/app /usr/local/bin/
//! ```
//!
//! # Limits
//! Both paths must be written as `/`, and the stage must run something: other stages and images may hold only a few
//! files. If the new stage is based on `scratch`, such a COPY combines many layers into one and is not reported.
//!
//! # References
//! - <https://docs.docker.com/build/building/multi-stage/>

use std::ops::Range;

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::{Facts, operands::Operands},
    model::{Base, EdgeKind},
    spec::{Instruction, flags::EXCLUDE},
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::copy_whole_filesystem as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3067"],
    group: Context, presets: &[Hadolint],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    for edge in &ctx.model.edges {
        let Some(source) = edge.stage.filter(|_| edge.kind == EdgeKind::Copy && !edge.is_trigger) else {
            continue;
        };
        let Some((block, _)) = ctx.stages.get(edge.user) else { continue };
        let Some(range) = block.items().get(edge.item).and_then(|item| from_root_to_root(&item.facts)) else {
            continue;
        };
        let is_flattened = ctx.model.stages.get(edge.user).is_some_and(|stage| stage.base == Base::Scratch);
        if !is_flattened && is_whole_system(ctx, source) {
            let finding = Finding::own(&RULE, range, &texts::FINDING);
            found.push(FileFound { stage: Some(edge.user), found: Found { item: edge.item, finding } });
        }
    }
}

/// The range of the two paths.
fn from_root_to_root(facts: &Facts) -> Option<Range<usize>> {
    let Operands::Copy(operands) = &facts.operands else { return None };
    let destination = operands.destination.as_ref().filter(|it| it.literal() == Some("/"))?;
    let source = operands.sources.iter().find(|source| source.literal() == Some("/"))?;
    let is_partial = !facts.problems.is_empty() || facts.flag(EXCLUDE.name).is_some();
    (!is_partial).then(|| source.range.start..destination.range.end.max(source.range.end))
}

/// Whether something runs in a stage or one of its base stages: then it holds a system and not only
/// a few files.
fn is_whole_system(ctx: &FileContext<'_>, stage: usize) -> bool {
    let mut at = stage;
    loop {
        let (Some(stage), Some((block, _))) = (ctx.model.stages.get(at), ctx.stages.get(at)) else {
            return false;
        };
        if block.items().iter().any(|item| item.facts.instruction == Some(Instruction::Run)) {
            return true;
        }
        match stage.base {
            Base::Stage(base) => at = base,
            Base::Scratch | Base::Unknown | Base::Image(_) => return false,
        }
    }
}

cases! {
    found: [r#"
FROM a AS b
RUN x
FROM scratch AS files
COPY --from=b / /
FROM a
COPY --from=B / /
              ^^^ warning: This copies a whole file system
COPY --from=b ["/", "/"]
               ^^^^^^^^ warning: This copies a whole file system
COPY --from=b /usr /usr
COPY --from=b / /rootfs
COPY --from=files / /
COPY --from=image / /
COPY / /
"#],
}
