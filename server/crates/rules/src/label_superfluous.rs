//! Label that is not in the schema.
//!
//! # What it does
//! Reports labels that are not in `label-schema` in the configuration. The setting `strict-labels` turns this on.
//!
//! # Why it matters
//! A misspelt key creates an extra label, and the intended label is missing.
//!
//! # Example
//! With `label-schema = { vendor = "text" }` and `strict-labels = true`:
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendro="Example"
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL vendor="Example"
//! ```
//!
//! # Limits
//! Without `strict-labels`, nothing is reported. Keys with variables are not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#label>

use super::{Check, FileContext, FileFound, label_format::each_label};
use dockwright_analysis::{fix::Fix, suggest::nearest};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::{rules::label_superfluous as texts, titles};

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3050"],
    group: Metadata, severity: Info, presets: &[Default, Hadolint],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    if !ctx.options.strict_labels {
        return;
    }
    let schema = &ctx.options.label_schema;
    each_label(ctx, &mut |stage, item, key, pair| {
        if schema.iter().any(|(label, _)| label == key) {
            return;
        }
        let mut finding = Finding::own(&RULE, pair.key.range.clone(), texts::finding(key));
        if pair.key.text == key {
            finding.word = nearest(key, schema.iter().map(|(label, _)| label.as_str())).map(str::to_owned);
            finding.mend = Some(fix);
        }
        found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
    });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let word = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&word), word).unsafe_choice())
}

#[cfg(test)]
mod tests {
    use super::super::testing::find_labels;
    use super::RULE;

    #[test]
    fn labels_of_no_schema() {
        let text = "FROM x\nLABEL a=1 b=2 $C=3\n";
        let expected = [(17..18, "The label `b` is not expected".to_owned())];
        assert_eq!(find_labels(RULE.name, &[("a", "text")], true, text), expected);
        assert!(find_labels(RULE.name, &[("a", "text")], false, text).is_empty());
    }
}
