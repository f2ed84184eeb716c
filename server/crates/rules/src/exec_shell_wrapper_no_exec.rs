//! Shell runs a single program without `exec`.
//!
//! # What it does
//! Reports JSON arrays such as `["sh", "-c", "app $X"]`: a shell that runs a single command without `exec`.
//!
//! # Why it matters
//! Some shells replace themselves with the last command, but not all. A shell that does not stays the first process: it
//! gets the signals of `docker stop` and does not forward them to the program.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["sh", "-c", "httpd -f -p $PORT"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["sh", "-c", "exec httpd -f -p $PORT"]
//! ```
//!
//! # Limits
//! Only CMD and ENTRYPOINT are checked. A script with several commands is not reported. A script without variables,
//! operators or anything else for a shell needs no shell at all: see `RedundantShellWrapper`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::{shell_call, uses_arguments},
    spec::Instruction,
    words::shell_words,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::exec_shell_wrapper_no_exec as texts;

rule! {
    checks: [Check::ExecForm(&[Instruction::Cmd, Instruction::Entrypoint], check)],
    group: Forms, severity: Info, presets: &[],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx).filter(|exec| exec.is_program) else { return };
    let Some(call) = shell_call(exec.words).filter(|call| call.has_command_switch) else { return };
    let Some(script) = exec.words.get(call.script) else { return };
    let is_last = call.script + 1 == exec.words.len() || uses_arguments(script);
    if !is_last || shell_words(script).is_some() || !ctx.is_simple_script(&call, script) {
        return;
    }
    acc.push(Finding {
        mend: Some(fix),
        ..Finding::own(&RULE, exec.facts.elements[call.script].clone(), &texts::FINDING)
    });
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let start = ctx.finding.range.start + 1;
    Some(Fix::replace(&texts::FIX, start..start, "exec ".to_owned()).unsafe_choice())
}

cases! {
    fixed: {
        "FROM a\nENTRYPOINT [\"sh\", \"-c\", \"app $X\"]\n"
            => "FROM a\nENTRYPOINT [\"sh\", \"-c\", \"exec app $X\"]\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn single_commands() {
        check(
            RULE.name,
            r#"
FROM a
CMD ["sh", "-c", "app $X"]
                 ^^^^^^^^ info: The shell stays between Docker and the program
"#,
        );
        for script in ["exec app $X", "a && b", "cd x", "app x", "a $X | b"] {
            let text = format!("FROM a\nCMD [\"sh\", \"-c\", \"{script}\"]\n");
            assert!(find(RULE.name, &text).is_empty(), "{script}");
        }
    }
}
