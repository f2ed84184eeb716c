//! CMD without an ENTRYPOINT begins with an option.
//!
//! # What it does
//! Reports a CMD whose first word is an option if the file has no ENTRYPOINT that could take it.
//!
//! # Why it matters
//! Unless the base image has an ENTRYPOINT, Docker looks for a program with the name of the option, and the container
//! does not start.
//!
//! # Example
//! ```dockerfile
//! FROM scratch
//! COPY app /
//! CMD ["--port", "80"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM scratch
//! COPY app /
//! ENTRYPOINT ["/app"]
//! CMD ["--port", "80"]
//! ```
//!
//! # Limits
//! The base image may have an ENTRYPOINT, so the severity is info there. On `scratch` it is warning.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact>

use super::{Acc, Check, InStageContext, Role};
use dockwright_analysis::spec::Instruction;
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::cmd_looks_like_arguments_only as texts;

rule! {
    checks: [Check::InStage(&[Instruction::Cmd], check)],
    group: Forms, severity: Info, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exit) = ctx.exit.filter(|exit| exit.entrypoint.is_none() && ctx.role == Role::Own) else {
        return;
    };
    let facts = ctx.facts;
    let Some(first) = facts.json.as_ref().unwrap_or(&facts.args).first() else { return };
    if !first.starts_with('-') || first.len() < 2 {
        return;
    }
    let range = facts.elements.first().unwrap_or(&facts.command_range).clone();
    let mut finding = Finding::own(&RULE, range, &texts::FINDING);
    if !exit.is_open {
        finding.severity = Some(Severity::Warning);
    }
    acc.push(finding);
}

cases! {
    found: [r#"
FROM a
CMD ["-p", "80"]
     ^^^^ info: CMD starts with an option, but the file has no ENTRYPOINT that could use it
FROM a
CMD -p 80
    ^^^^^ info: CMD starts with an option, but the file has no ENTRYPOINT that could use it
"#],
    quiet: {
        "{}" => [
            "FROM a AS b\nENTRYPOINT [\"x\"]\nFROM b\nCMD [\"-p\"]\nFROM c\nCMD [\"-\"]\nONBUILD CMD [\"-p\"]\n",
        ],
    },
}
