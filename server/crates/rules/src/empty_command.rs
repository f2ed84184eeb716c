//! CMD, ENTRYPOINT or RUN without a command.
//!
//! # What it does
//! Reports CMD, ENTRYPOINT and RUN without arguments, and `RUN []`.
//!
//! # Why it matters
//! Docker takes an instruction without arguments as shell form with an empty script, so a shell starts and ends at
//! once. `RUN []` is accepted when Docker reads the file, but the build fails at this step.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["httpd", "-f"]
//! ```
//!
//! # Limits
//! `CMD []` and `ENTRYPOINT []` reset what the base image sets and are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::spec::Instruction;
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::empty_command as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Cmd, Instruction::Entrypoint, Instruction::Run], check)],
    replaces: [json_args_recommended],
    group: Forms, presets: &[Default],
    unfinished: &[Unfinished::Command],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if ctx.role == Role::Inherited {
        return;
    }
    let is_run = facts.instruction == Some(Instruction::Run);
    match &facts.json {
        Some(words) if is_run && words.is_empty() => {
            let mut finding = Finding::own(&RULE, facts.command_range.clone(), &texts::ARRAY);
            finding.severity = Some(Severity::Error);
            finding.note = Some(texts::array_note());
            acc.push(finding);
        }
        None if facts.args.is_empty() => {
            let message = texts::finding(&facts.keyword);
            acc.push(Finding::own(&RULE, facts.keyword_range.clone(), message));
        }
        _ => {}
    }
}

cases! {
    found: [r#"
FROM a
CMD
^^^ warning: CMD has no command
run []
    ^^ error: This JSON array has no command
    ^^ note: Docker accepts the line, but the build fails when it runs
RUN --network=none
^^^ warning: RUN has no command
ONBUILD ENTRYPOINT
        ^^^^^^^^^^ warning: ENTRYPOINT has no command
"#],
    quiet: {
        "{}" => ["FROM a\nCMD []\nENTRYPOINT []\nRUN <<E\n\nE\nRUN x\n"],
    },
}
