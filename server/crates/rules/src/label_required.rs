//! Label of the schema is missing.
//!
//! # What it does
//! Reports images that lack a label from `label-schema` in the configuration.
//!
//! # Why it matters
//! Tools that sort or search images by label do not find this one.
//!
//! # Example
//! With `label-schema = { vendor = "text", version = "semver" }`:
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendor="Example"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendor="Example" version="1.0.0"
//! ```
//!
//! # Limits
//! Without a schema, nothing is reported. Only stages that no other stage uses are checked, because they become images.
//! The labels of the base image are not known, so a label that only the base image sets is reported as missing. If a
//! label key of the image has a variable, nothing is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#label>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{facts::operands::Operands, model::Base, spec::Instruction};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::label_required as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3049"],
    group: Metadata, severity: Info, presets: &[Default, Hadolint],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let schema = &ctx.options.label_schema;
    if schema.is_empty() {
        return;
    }
    for (number, (block, _)) in ctx.stages.iter().enumerate() {
        let is_used = ctx.model.stages.iter().any(|stage| stage.base == Base::Stage(number))
            || ctx.model.edges.iter().any(|edge| edge.stage == Some(number));
        let Some(Operands::From(from)) = block.items().first().map(|item| &item.facts.operands) else {
            continue;
        };
        let Some(range) = from.image.as_ref().map(|image| &image.range).filter(|_| !is_used) else {
            continue;
        };
        for (label, _) in schema.iter().filter(|(label, _)| !has_label(ctx, number, label)) {
            let finding = Finding::own(&RULE, range.clone(), texts::finding(label));
            found.push(FileFound { stage: Some(number), found: Found { item: 0, finding } });
        }
    }
}

/// Whether a stage or one of its base stages sets a label.
fn has_label(ctx: &FileContext<'_>, stage: usize, label: &str) -> bool {
    let mut at = stage;
    loop {
        let (Some(stage), Some((block, _))) = (ctx.model.stages.get(at), ctx.stages.get(at)) else {
            return true;
        };
        let sets = block.items().iter().any(|item| match &item.facts.operands {
            Operands::Pairs(pairs) if item.facts.instruction == Some(Instruction::Label) => {
                pairs.iter().any(|pair| pair.key.literal().is_none_or(|key| key == label))
            }
            _ => false,
        });
        match stage.base {
            _ if sets => return true,
            Base::Stage(base) => at = base,
            Base::Scratch | Base::Unknown | Base::Image(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::find_labels;
    use super::RULE;

    #[test]
    fn what_is_missing() {
        let schema = [("a", "text"), ("b", "text")];
        let found = |text: &str| find_labels(RULE.name, &schema, false, text);
        assert_eq!(
            found("FROM x AS y\nLABEL a=1\nFROM y\n"),
            [(27..28, "The label `b` is missing".to_owned())]
        );
        assert!(found("FROM x\nLABEL a=1 b=2\n").is_empty());
        assert!(found("FROM x AS y\nFROM z\nCOPY --from=y /a /a\nLABEL a=1\nLABEL \"b\"=2\n").is_empty());
        assert!(found("FROM x\nLABEL $A=1\n").is_empty());
        assert!(find_labels(RULE.name, &[], false, "FROM x\n").is_empty());
    }
}
