//! Stage name with capital letters.
//!
//! # What it does
//! Reports stage names with capital letters.
//!
//! # Why it matters
//! Docker stores stage names in lower case. `COPY --from` finds a stage in any letter case, but FROM looks for the name
//! exactly as it is written: after `AS Build`, `FROM build` is the stage and `FROM Build` is an image. Write stage
//! names in lower case.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS Build
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.25 AS build
//! ```
//!
//! # Limits
//! The fix changes only the name. All references mean the same stage before and after it.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/stage-name-casing/>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::stage_name_casing as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::From], check)],
    group: Stages,
    url: Some("https://docs.docker.com/reference/build/checks/stage-name-casing/"),
    moment: Moment::new(Pass::Instructions, 0),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::From(operands) = &ctx.facts.operands else { return };
    let Some(name) = &operands.name else { return };
    if name.text.chars().any(|c| !c.to_lowercase().eq([c])) {
        let message = texts::finding(&name.text);
        acc.push(Finding { mend: Some(fix), ..Finding::new(&RULE, name.range.clone(), message) });
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let name = ctx.source.get(ctx.finding.range.clone())?.to_lowercase();
    Some(ctx.replace(titles::change_to(&name), name))
}

cases! {
    found: [r#"
FROM alpine AS Build
               ^^^^^ warning: Stage name 'Build' should be lowercase
FROM alpine AS build-2
FROM alpine \
  AS \
  T
  ^ warning: Stage name 'T' should be lowercase
"#],
    fixed: {
        "FROM a AS Build\nCOPY --from=Build /x /y\n" => "FROM a AS build\nCOPY --from=Build /x /y\n",
    },
}
