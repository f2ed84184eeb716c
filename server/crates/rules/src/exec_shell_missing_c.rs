//! Shell gets a script without `-c`.
//!
//! # What it does
//! Reports JSON arrays that give a shell a command line without `-c`, as in `["sh", "npm start && x"]`.
//!
//! # Why it matters
//! Without `-c`, the shell takes the first argument as the name of a script file. There is no such file, so the
//! container stops at once.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! CMD ["sh", "npm run migrate && npm start"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! CMD ["sh", "-c", "npm run migrate && npm start"]
//! ```
//!
//! # Limits
//! A word without spaces and operators can be the name of a file and is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::{has_blank, shell_call},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::exec_shell_missing_c as texts;

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::InArray],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx).filter(|exec| exec.is_program) else { return };
    let Some(call) = shell_call(exec.words).filter(|call| !call.has_command_switch) else { return };
    let Some(script) = exec.words.get(call.script) else { return };
    if exec.words[call.shell + 1..call.script].iter().any(|word| word == "-s" || word == "--") {
        return;
    }
    if !has_blank(script) && !script.contains(['|', ';', '&', '>']) {
        return;
    }
    let message = texts::finding(&exec.words[call.shell]);
    acc.push(Finding {
        mend: Some(fix),
        ..Finding::own(&RULE, exec.facts.elements[call.script].clone(), message)
    });
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let start = ctx.finding.range.start;
    Some(Fix::replace(&texts::FIX, start..start, "\"-c\", ".to_owned()).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
RUN ["sh","a && b"]
          ^^^^^^^^ error: `sh` gets a command without `-c`
ENTRYPOINT ["tini", "--", "/bin/bash", "-l", "a b"]
                                             ^^^^^ error: `/bin/bash` gets a command without `-c`
"#],
    quiet: {
        "{}" => ["FROM a\nCMD [\"sh\", \"/x.sh\"]\nENTRYPOINT [\"sh\", \"-c\", \"a b\"]\nRUN [\"bash\"]\n"],
    },
    fixed: {
        "FROM a\nCMD [\"sh\", \"a b\"]\n" => "FROM a\nCMD [\"sh\", \"-c\", \"a b\"]\n",
    },
}
