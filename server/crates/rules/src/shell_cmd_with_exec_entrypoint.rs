//! CMD in shell form for an ENTRYPOINT in exec form.
//!
//! # What it does
//! Reports a CMD in shell form if the ENTRYPOINT of the stage or of its base stages is in exec form.
//!
//! # Why it matters
//! CMD holds the arguments of ENTRYPOINT. In shell form, they are `/bin/sh`, `-c` and the text, so the program gets
//! these three words instead of its arguments. Write CMD in exec form.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENTRYPOINT ["httpd", "-f"]
//! CMD -p 80
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENTRYPOINT ["httpd", "-f"]
//! CMD ["-p", "80"]
//! ```
//!
//! # Limits
//! Nothing is reported if the ENTRYPOINT may run its arguments, as `tini`, `env`, a shell and scripts of the project
//! can.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact>

use super::{Acc, Check, InStageContext, Role};
use crate::exec_form::as_array;
use dockwright_analysis::{
    programs::{any_shell, is_script, runs_its_arguments, shell_text},
    spec::Instruction,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::shell_cmd_with_exec_entrypoint as texts;

rule! {
    checks: [Check::InStage(&[Instruction::Cmd], check)],
    replaces: [json_args_recommended, cmd_looks_like_arguments_only],
    group: Forms, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let (Some(_), Some(exit)) = (shell_text(ctx.facts), ctx.exit) else { return };
    let Some(entrypoint) = exit.entrypoint.as_deref() else { return };
    if ctx.role != Role::Own
        || !entrypoint.is_exec
        || runs_its_arguments(entrypoint)
        || is_script(&entrypoint.words)
        || any_shell(&entrypoint.words)
    {
        return;
    }
    let message = texts::finding(&*entrypoint.words[0]);
    let finding = Finding::own(&RULE, ctx.facts.command_range.clone(), message);
    acc.push(Finding { mend: Some(as_array), ..finding });
}

cases! {
    found: [r#"
FROM a AS base
ENTRYPOINT ["a"]
CMD -p 80
    ^^^^^ warning: `a` gets `/bin/sh -c` and this text as its arguments
FROM base
CMD x
    ^ warning: `a` gets `/bin/sh -c` and this text as its arguments
"#],
    fixed: {
        "FROM a\nENTRYPOINT [\"a\"]\nCMD -p \"80 90\"\n"
            => "FROM a\nENTRYPOINT [\"a\"]\nCMD [\"-p\", \"80 90\"]\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::find;
    use super::RULE;

    #[test]
    fn entrypoints_that_run_them() {
        for entrypoint in [
            "[\"tini\", \"--\"]",
            "[\"/docker-entrypoint.sh\"]",
            "[\"gosu\", \"x\"]",
            "[\"sh\", \"-c\", \"exec \\\"$@\\\"\", \"x\"]",
            "[\"/run.sh\"]",
            "[]",
            "app",
        ] {
            let text = format!("FROM a\nENTRYPOINT {entrypoint}\nCMD x\n");
            assert!(find(RULE.name, &text).is_empty(), "{entrypoint}");
        }
    }
}
