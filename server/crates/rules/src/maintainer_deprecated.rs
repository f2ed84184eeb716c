//! MAINTAINER is deprecated.
//!
//! # What it does
//! Reports MAINTAINER instructions.
//!
//! # Why it matters
//! Docker deprecated MAINTAINER in 2017. A label is shown by `docker inspect`, by registries and by scanners, and you
//! can search for it.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! MAINTAINER Jane Doe <jane@example.org>
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"
//! ```
//!
//! # Limits
//! A fix is offered for a MAINTAINER on one line. It drops quotes around the whole name, which MAINTAINER takes as part
//! of the name.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/maintainer-deprecated/>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending, Tag};
use dockwright_texts::rules::maintainer_deprecated as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Maintainer], check)],
    aliases: &["DL4000", "DU:DEPRECATED_MAINTAINER", "DS-0022", "DFL:deprecated_in_1.13"],
    group: Metadata, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/maintainer-deprecated/"),
    moment: Moment::new(Pass::Instructions, 2),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let finding = Finding::new(&RULE, ctx.facts.keyword_range.clone(), &texts::FINDING);
    acc.push(Finding { tag: Some(Tag::Deprecated), mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.whole;
    let [name] = facts.args.as_slice() else { return None };
    if facts.rows > 0 {
        return None;
    }
    let inner =
        |quote: char| name.strip_prefix(quote)?.strip_suffix(quote).filter(|name| !name.contains(quote));
    let name = inner('"').or_else(|| inner('\'')).unwrap_or(name);
    let mut value = String::new();
    for c in name.chars() {
        // A label is expanded, MAINTAINER is not.
        if matches!(c, '"' | '$') || c == ctx.escape {
            value.push(ctx.escape);
        }
        value.push(c);
    }
    let label = if facts.word == facts.keyword { "LABEL" } else { "label" };
    let text = format!("{label} org.opencontainers.image.authors=\"{value}\"");
    Some(Fix::replace(&texts::FIX, facts.keyword_range.start..facts.args_range.end, text))
}

cases! {
    found: [r#"
FROM alpine
MAINTAINER \
^^^^^^^^^^ warning (deprecated): Maintainer instruction is deprecated in favor of using label
  me
maintainer a
^^^^^^^^^^ warning (deprecated): Maintainer instruction is deprecated in favor of using label
LABEL maintainer=me
"#],
    fixed: {
        "FROM alpine\nMAINTAINER \"Jane Doe\"\nmaintainer J \"X\" <j@$h>\n" => "FROM alpine\nLABEL org.opencontainers.image.authors=\"Jane Doe\"\n\
             label org.opencontainers.image.authors=\"J \\\"X\\\" <j@\\$h>\"\n",
    },
}
