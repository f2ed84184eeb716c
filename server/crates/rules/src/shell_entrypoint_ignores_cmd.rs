//! ENTRYPOINT in shell form ignores the CMD.
//!
//! # What it does
//! Reports an ENTRYPOINT in shell form, or an array that runs a script with `sh -c`, if a CMD applies as well.
//!
//! # Why it matters
//! Docker adds the words of CMD after the script, where they become `$0` and `$1` of the shell. The program gets
//! neither them nor the arguments of `docker run`. Write both instructions in exec form.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENTRYPOINT httpd -f
//! CMD ["-p", "80"]
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
//! A script that uses `$0`, `$1` or `$@` gets the words and is not reported. An empty CMD is not reported either.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact>

use super::{Acc, Check, InStageContext, Role};
use crate::exec_form::report_shell_form;
use dockwright_analysis::{
    facts::Facts,
    programs::{shell_call, shell_text},
    spec::Instruction,
};
use dockwright_texts::rules::shell_entrypoint_ignores_cmd as texts;

rule! {
    checks: [Check::InStage(&[Instruction::Entrypoint], check)],
    replaces: [json_args_recommended, shell_entrypoint_drops_arguments],
    group: Forms, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exit) = ctx.exit.filter(|_| ctx.role == Role::Own && has_script(ctx.facts)) else { return };
    let words = ctx.facts.json.as_ref().unwrap_or(&ctx.facts.args);
    let is_in_force = exit.entrypoint.as_ref().is_some_and(|it| it.words == *words);
    let has_cmd = exit.cmd.as_ref().is_some_and(|cmd| !cmd.words.is_empty());
    if is_in_force && has_cmd && !ctx.uses_arguments() {
        report_shell_form(ctx, &RULE, &texts::FINDING, acc);
    }
}

/// Whether a shell gets a text: that of the shell form, or the one after `-c` in an array.
fn has_script(facts: &Facts) -> bool {
    let Some(words) = &facts.json else { return shell_text(facts).is_some() };
    let call = shell_call(words).filter(|call| call.has_command_switch);
    call.is_some_and(|call| call.script < words.len())
}

cases! {
    found: [r#"
FROM a AS base
ENTRYPOINT a
           ^ warning: This ENTRYPOINT ignores the CMD
CMD ["b"]
FROM a
CMD ["b"]
entrypoint \
  app -x
  ^^^^^^ warning: This ENTRYPOINT ignores the CMD
FROM a
ENTRYPOINT ["sh", "-c", "exec app $X"]
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: This ENTRYPOINT ignores the CMD
CMD ["-p"]
"#],
    fixed: {
        "FROM a\nENTRYPOINT a -x 'b c'\nCMD [\"b\"]\n"
            => "FROM a\nENTRYPOINT [\"a\", \"-x\", \"b c\"]\nCMD [\"b\"]\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_quiet, find};
    use super::RULE;

    #[test]
    fn a_cmd_that_is_used_or_none() {
        let quiet = [
            "ENTRYPOINT a \"$@\"\nCMD [\"b\"]",
            "ENTRYPOINT a",
            "ENTRYPOINT [\"a\"]\nCMD [\"b\"]",
            "ENTRYPOINT a\nCMD []",
            "ENTRYPOINT [\"sh\", \"-c\"]\nCMD [\"b\"]",
            "ENTRYPOINT [\"sh\", \"-c\", \"a $@\", \"x\"]\nCMD [\"b\"]",
        ];
        check_quiet(RULE.name, "FROM a\n{}\n", &quiet);
        // An ENTRYPOINT drops the CMD that its stage inherits.
        let text = "FROM a AS b\nCMD [\"c\"]\nFROM b\nENTRYPOINT d\n";
        assert!(find(RULE.name, text).is_empty());
    }
}
