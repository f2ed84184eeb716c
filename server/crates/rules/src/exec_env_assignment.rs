//! Array that begins with an assignment.
//!
//! # What it does
//! Reports JSON arrays whose first element has the form `NAME=value`.
//!
//! # Why it matters
//! Only a shell takes this as a variable for the command that follows. In exec form, Docker looks for a program with
//! this name.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["DEBUG=1", "app"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV DEBUG=1
//! CMD ["app"]
//! ```
//!
//! # Limits
//! The fix starts the command with `env`, a program that nearly every image has.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{fix::Fix, programs::has_blank, words::is_name};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::exec_env_assignment as texts;

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx).filter(|exec| exec.is_program) else { return };
    let assignment = exec.words[0].split_once('=');
    let Some((name, _)) = assignment.filter(|(name, value)| is_name(name) && !has_blank(value)) else {
        return;
    };
    let message = texts::finding(name);
    acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, exec.facts.elements[0].clone(), message) });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    if facts.elements.len() < 2 {
        return None;
    }
    let start = ctx.finding.range.start;
    Some(Fix::replace(&texts::FIX, start..start, "\"env\", ".to_owned()).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["A=1", "app"]
     ^^^^^ error: `A=` does not set a variable in exec form
ONBUILD RUN ["A=1"]
             ^^^^^ error: `A=` does not set a variable in exec form
"#],
    quiet: {
        "{}" => ["FROM a\nCMD [\"env\", \"A=1\", \"b\"]\nENTRYPOINT [\"/x=y\"]\nRUN A=1 b\n"],
    },
    fixed: {
        "FROM a\nCMD [\"A=1\", \"b\"]\n" => "FROM a\nCMD [\"env\", \"A=1\", \"b\"]\n",
    },
}
