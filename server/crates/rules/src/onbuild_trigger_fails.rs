//! Trigger of ONBUILD is not a valid instruction.
//!
//! # What it does
//! Reports an ONBUILD whose trigger Docker rejects: it has a misspelt instruction, an unknown flag or a missing
//! argument.
//!
//! # Why it matters
//! Docker does not check the trigger when it builds this file. It checks the trigger in every build that is based on
//! this image, and each of those builds fails.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! ONBUILD COPPY . /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! ONBUILD COPY . /app
//! ```
//!
//! # Limits
//! Only errors in the trigger itself are reported. FROM, MAINTAINER and ONBUILD as triggers fail this build already:
//! `OnbuildForbiddenTrigger` reports them.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#onbuild>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::Message;

rule! {
    checks: [Check::Instruction(&[Instruction::Onbuild], check)],
    group: Stages, presets: &[Default],
    unfinished: &[Unfinished::InWord, Unfinished::AtEnd],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let trigger = ctx.facts.trigger.as_deref().filter(|_| ctx.role == Role::Own);
    let Some(problem) = trigger.and_then(|trigger| trigger.problems.first()) else { return };
    let finding = Finding::own(&RULE, problem.range.clone(), Message::verbatim(problem.build_message()));
    acc.push(Finding { mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    ctx.whole.trigger.as_ref()?.problems.first()?.fix.clone().map(Fix::unsafe_choice)
}

cases! {
    found: [r#"
FROM a
ONBUILD RUNN x
        ^^^^ warning: unknown instruction: RUNN (did you mean RUN?)
ONBUILD \
  COPY --form=b a /a
       ^^^^^^ warning: unknown flag: --form (did you mean from?)
ONBUILD RUN <<E
RUNN x
E
ONBUILD COPY a /a
"#],
    quiet: {
        "{}" => ["FROM a\nONBUILD FROM b\n"],
    },
    fixed: {
        "FROM a\nONBUILD RUNN x\n" => "FROM a\nONBUILD RUN x\n",
    },
}
