//! Label of the schema is empty.
//!
//! # What it does
//! Reports labels with an empty value if `label-schema` in the configuration contains them.
//!
//! # Why it matters
//! The image has the label, but the label says nothing.
//!
//! # Example
//! With `label-schema = { vendor = "text" }`:
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendor=""
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendor="Example"
//! ```
//!
//! # Limits
//! Without a schema, nothing is reported. Values with variables are not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#label>

use super::{Check, FileContext, FileFound, label_format::each_label};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::label_empty as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3051"],
    group: Metadata, presets: &[Default, Hadolint],
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let schema = &ctx.options.label_schema;
    each_label(ctx, &mut |stage, item, key, pair| {
        if pair.value.literal() == Some("") && schema.iter().any(|(label, _)| label == key) {
            let finding = Finding::own(&RULE, pair.key.range.clone(), texts::finding(key));
            found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::find_labels;
    use super::RULE;

    #[test]
    fn labels_without_a_value() {
        let found =
            find_labels(RULE.name, &[("a", "text")], false, "FROM x\nLABEL a=\"\" b= c=1\nLABEL a=$X\n");
        assert_eq!(found, [(13..14, "The label `a` is empty".to_owned())]);
    }
}
