//! Image without a HEALTHCHECK.
//!
//! # What it does
//! Reports the last stage if neither the stage nor its base stages have a HEALTHCHECK.
//!
//! # Why it matters
//! Without a HEALTHCHECK, Docker only knows whether the process still runs, not whether it still responds.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! COPY site /usr/share/nginx/html
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! COPY site /usr/share/nginx/html
//! HEALTHCHECK CMD ["curl", "-fsS", "http://localhost/"]
//! ```
//!
//! # Limits
//! The base image may have a HEALTHCHECK, which is not known. `HEALTHCHECK NONE` counts as one, and stages on `scratch`
//! are not reported. Kubernetes has its own checks and ignores HEALTHCHECK.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{facts::operands::Operands, model::Base, spec::Instruction};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::healthcheck_missing as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3057", "DS-0026"],
    group: Metadata, severity: Info, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(last) = ctx.stages.len().checked_sub(1) else { return };
    let mut at = last;
    loop {
        let (Some(stage), Some((block, _))) = (ctx.model.stages.get(at), ctx.stages.get(at)) else { return };
        let is_healthcheck = |instruction: Option<Instruction>| instruction == Some(Instruction::Healthcheck);
        let triggers = stage.evaluated.triggers.iter().filter_map(|trigger| trigger.trigger.as_deref());
        if block.items().iter().any(|item| is_healthcheck(item.facts.instruction))
            || triggers.into_iter().any(|trigger| is_healthcheck(trigger.instruction))
        {
            return;
        }
        match stage.base {
            Base::Stage(base) => at = base,
            // Nothing runs in an image that only carries files.
            Base::Scratch | Base::Unknown => return,
            Base::Image(_) => break,
        }
    }
    let Some((block, _)) = ctx.stages.get(last) else { return };
    let Some(Operands::From(from)) = block.items().first().map(|item| &item.facts.operands) else { return };
    if let Some(image) = &from.image {
        let finding = Finding::own(&RULE, image.range.clone(), &texts::FINDING);
        found.push(FileFound { stage: Some(last), found: Found { item: 0, finding } });
    }
}

cases! {
    found: [r#"
FROM a AS x
HEALTHCHECK CMD x
FROM b AS y
FROM y
     ^ info: This image has no HEALTHCHECK
CMD a
"#],
    quiet: {
        "{}\n" => [
            "FROM a\nHEALTHCHECK NONE",
            "FROM a AS x\nHEALTHCHECK CMD x\nFROM x",
            "FROM a AS x\nONBUILD HEALTHCHECK CMD x\nFROM x",
            "FROM scratch",
            "# nothing",
        ],
    },
}
