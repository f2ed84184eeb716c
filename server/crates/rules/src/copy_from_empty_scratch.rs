//! COPY from a stage without files.
//!
//! # What it does
//! Reports `COPY --from` of a stage that is based on `scratch` and that no instruction adds files to.
//!
//! # Why it matters
//! There is nothing to copy, and the build fails at this step.
//!
//! # Example
//! ```dockerfile
//! FROM scratch AS assets
//! ENV VERSION=1
//!
//! FROM alpine:3.22
//! COPY --from=assets /logo.png /srv/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM scratch AS assets
//! COPY logo.png /
//!
//! FROM alpine:3.22
//! COPY --from=assets /logo.png /srv/
//! ```
//!
//! # Limits
//! The source `/` and patterns are not reported, because they may match nothing. A stage with RUN, COPY, ADD, WORKDIR,
//! ONBUILD or an instruction that Docker rejects does not count as empty. Mounts of an empty stage are not reported
//! either: they are a known way to get an empty directory.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::operands::Operands,
    model::{Base, EdgeKind},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::copy_from_empty_scratch as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["T:copy-from-empty-scratch-stage"],
    group: Stages, severity: Error, presets: &[Default],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    for edge in &ctx.model.edges {
        let Some(stage) = edge.stage.filter(|_| edge.kind == EdgeKind::Copy && !edge.is_trigger) else {
            continue;
        };
        if edge.problem.is_some() || stage >= edge.user || !is_empty(ctx, stage) {
            continue;
        }
        let Some(item) = ctx.stages[edge.user].0.items().get(edge.item) else { continue };
        let Operands::Copy(operands) = &item.facts.operands else { continue };
        let is_path =
            |text: &str| !text.contains(['*', '?', '[', '$']) && !text.trim_matches(['/', '.']).is_empty();
        if operands.sources.iter().any(|source| is_path(&source.text)) {
            let finding = Finding::own(&RULE, edge.range.clone(), &texts::FINDING);
            found.push(FileFound { stage: Some(edge.user), found: Found { item: edge.item, finding } });
        }
    }
}

/// Whether a stage is `scratch` and nothing more, down to its base.
fn is_empty(ctx: &FileContext<'_>, mut stage: usize) -> bool {
    loop {
        match ctx.model.stages[stage].base {
            Base::Scratch => return !may_add(ctx, stage),
            Base::Stage(base) if !may_add(ctx, stage) => stage = base,
            _ => return false,
        }
    }
}

/// Whether an instruction of a stage may put files into it.
fn may_add(ctx: &FileContext<'_>, stage: usize) -> bool {
    ctx.stages[stage].0.items().iter().any(|item| {
        matches!(
            item.facts.instruction,
            None | Some(
                Instruction::Add
                    | Instruction::Copy
                    | Instruction::Onbuild
                    | Instruction::Run
                    | Instruction::Workdir
            )
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn stages_without_files() {
        check(
            RULE.name,
            r#"
FROM scratch AS a
ENV B=c
FROM a AS d
FROM e
COPY --from=d /f /
            ^ error: This stage is empty
COPY --from=0 /f /
            ^ error: This stage is empty
COPY --from=a / /
RUN --mount=from=a,target=/x y
"#,
        );
        for text in
            ["FROM scratch AS a\nCOPY b /\nFROM c\nCOPY --from=a /b /", "FROM a\nFROM b\nCOPY --from=0 /b /"]
        {
            assert!(find(RULE.name, &format!("{text}\n")).is_empty(), "{text}");
        }
    }
}
