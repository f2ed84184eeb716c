//! Comment that suppresses hadolint.
//!
//! # What it does
//! Reports `# hadolint ignore=` comments.
//!
//! # Why it matters
//! Some teams want to see and agree on every exception. This rule shows them all.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! # hadolint ignore=DL3018
//! RUN apk add curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add curl=8.14.1-r1
//! ```
//!
//! # Limits
//! The rule is off unless you select it. Comments for other tools are not reported.
//!
//! # References
//! - <https://github.com/hadolint/hadolint#inline-ignores>

use super::{Check, FileContext, FileFound};
use dockwright_lint::{
    finding::{Finding, Found},
    suppression::comments::{self, Tool},
};
use dockwright_texts::rules::ignore_pragma_used as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL1001"],
    group: Style, severity: Info, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    if !comments::may_have_comments(ctx.document) {
        return;
    }
    let source = comments::source(ctx.document);
    let all = comments::comments(ctx.document, &source);
    for comment in all.iter().filter(|comment| comment.tool == Tool::Hadolint) {
        let line = source.get(comment.line.clone()).unwrap_or_default();
        let lead = line.len() - line.trim_start_matches(['\u{feff}', ' ', '\t']).len();
        let range = comment.line.start + lead..comment.line.start + line.trim_end().len().max(lead);
        let mut finding = Finding::own(&RULE, range, &texts::FINDING);
        finding.is_in_header = true;
        let stage = (ctx.document.preamble().is_none()).then_some(0);
        if stage.is_none() || !ctx.stages.is_empty() {
            found.push(FileFound { stage, found: Found { item: 0, finding } });
        }
    }
}

cases! {
    found: [r#"
FROM a
  # hadolint ignore=DL3018
  ^^^^^^^^^^^^^^^^^^^^^^^^ info: This comment suppresses rules
RUN x
# dockwright ignore=DL3018
RUN y
# hadolint global ignore=DL3018
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: This comment suppresses rules
"#],
}
