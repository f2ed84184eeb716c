//! ENTRYPOINT in shell form drops the arguments of `docker run`.
//!
//! # What it does
//! Reports an ENTRYPOINT in shell form whose script does not use its arguments.
//!
//! # Why it matters
//! The words that follow the image in `docker run image …` become `$0` and `$1` of the shell. The program does not get
//! them. Write ENTRYPOINT in exec form.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENTRYPOINT httpd -f
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENTRYPOINT ["httpd", "-f"]
//! ```
//!
//! # Limits
//! If there is also a CMD, `ShellEntrypointIgnoresCmd` reports the line. The rule is not in the default preset, because
//! `JSONArgsRecommended` already reports the same line.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact>

use super::{Acc, Check, InstructionContext, Role};
use crate::exec_form::report_shell_form;
use dockwright_analysis::{programs::shell_text, spec::Instruction};
use dockwright_texts::rules::shell_entrypoint_drops_arguments as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Entrypoint], check)],
    group: Forms, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited || shell_text(ctx.facts).is_none() || ctx.uses_arguments() {
        return;
    }
    report_shell_form(ctx, &RULE, &texts::FINDING, acc);
}

cases! {
    found: [r#"
FROM a
ENTRYPOINT app -x
           ^^^^^^ info: Arguments of `docker run` do not reach the program
ONBUILD ENTRYPOINT app $X
                   ^^^^^^ info: Arguments of `docker run` do not reach the program
"#],
    quiet: {
        "{}" => ["FROM a\nENTRYPOINT exec app \"$@\"\nENTRYPOINT [\"a\"]\nENTRYPOINT\n"],
    },
}
