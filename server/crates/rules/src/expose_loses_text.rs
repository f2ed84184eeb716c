//! Text before an operator is lost in EXPOSE.
//!
//! # What it does
//! Reports words of EXPOSE such as `80${SUFFIX:-81}`, in which text comes before a variable with an operator such as
//! `:-`.
//!
//! # Why it matters
//! BuildKit drops the text: `${PORT:-80}/${PROTOCOL:-udp}` becomes `udp`, and `80${SUFFIX:-81}` becomes `81`. This is a
//! bug in BuildKit, but it decides which ports the image exposes.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ARG PORT
//! EXPOSE ${PORT:-80}/${PROTOCOL:-udp}
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ARG PORT
//! EXPOSE "${PORT:-80}/${PROTOCOL:-udp}"
//! ```
//!
//! # Limits
//! Nothing is lost in double quotes or before a variable without an operator, so neither is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#expose>

use super::{Acc, Check, StageContext};
use dockwright_analysis::{fix::Fix, model::Remark};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::expose_loses_text as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Metadata, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    ctx.each_remark(|item, role, remark| {
        if let Remark::LostText { range, text } = remark {
            let message = texts::finding(text);
            let finding = Finding::own(&RULE, range.clone(), message);
            acc.push_at(item, role, Finding { mend: Some(fix), ..finding });
        }
    });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let is_plain = !text.is_empty() && !text.contains(['"', '\'', '\\', '\n']);
    is_plain.then(|| ctx.replace(&texts::FIX, format!("\"{text}\"")).unsafe_choice())
}

cases! {
    fixed: {
        "FROM a\nEXPOSE ${P:-80}/${Q:-udp}\n" => "FROM a\nEXPOSE \"${P:-80}/${Q:-udp}\"\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build_preset, check, find};
    use super::RULE;

    #[test]
    fn what_precedes_an_operator() {
        check(
            RULE.name,
            r#"
FROM alpine
ARG P=1
EXPOSE ${P:-80}/${Q:-udp} 80${S:-81} \
       ^^^^^^^^^^^^^^^^^^ warning: Only the last part of `${P:-80}/${Q:-udp}` is used
                          ^^^^^^^^^^ warning: Only the last part of `80${S:-81}` is used
  ${P:-80} 8$P "8${P:-0}" ${P:-80}/udp
"#,
        );
        // BuildKit has no such check.
        assert!(build_preset("FROM alpine\nEXPOSE 8${P:-0}\n").is_empty());
        assert!(find(RULE.name, "FROM alpine\nEXPOSE ${P:-80}/tcp\n").is_empty());
    }
}
