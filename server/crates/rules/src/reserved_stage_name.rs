//! Stage called `scratch` or `context`.
//!
//! # What it does
//! Reports stages named `scratch` or `context`. These names have a special meaning in Docker.
//!
//! # Why it matters
//! `FROM scratch` starts with nothing. If a stage has this name, `FROM scratch` starts with that stage instead, and
//! readers do not expect that. Give the stage a different name.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22 AS scratch
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS runtime
//! ```
//!
//! # Limits
//! These are the only two names that Docker reserves.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/reserved-stage-name/>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{facts::operands::Operands, spec::Instruction};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::reserved_stage_name as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::From], check)],
    aliases: &["DL3063"],
    group: Stages, severity: Error, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/reserved-stage-name/"),
    moment: Moment::new(Pass::StageNames, 0),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::From(operands) = &ctx.facts.operands else { return };
    let Some(name) = &operands.name else { return };
    for reserved in ["context", "scratch"] {
        if name.text.eq_ignore_ascii_case(reserved) {
            let message = texts::finding(reserved);
            acc.push(Finding::new(&RULE, name.range.clone(), message));
        }
    }
}

cases! {
    found: [r#"
FROM alpine AS scratch
               ^^^^^^^ error: Stage name should not use the same name as reserved stage "scratch"
FROM scratch AS contexts
FROM alpine \
  AS Context
     ^^^^^^^ error: Stage name should not use the same name as reserved stage "context"
"#],
}
