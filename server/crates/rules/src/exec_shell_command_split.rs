//! Script after `sh -c` is split into several elements.
//!
//! # What it does
//! Reports JSON arrays with words after the script of `sh -c` that the script does not use, as in
//! `["sh", "-c", "npm", "start"]`.
//!
//! # Why it matters
//! The shell takes the first word after `-c` as the whole script. The rest become `$0`, `$1` and so on, and are lost.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! CMD ["sh", "-c", "npm", "start"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! CMD ["sh", "-c", "npm start"]
//! ```
//!
//! # Limits
//! A script that uses `$0`, `$1` or `$@` needs these words, and a single name after the script is usually meant as
//! `$0`: neither is reported. `cmd` and PowerShell join the words themselves.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::{base_name, has_blank, is_posix_shell, shell_call, uses_arguments},
    words::json,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::exec_shell_command_split as texts;

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    replaces: [exec_shell_operator],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx).filter(|exec| exec.is_program) else { return };
    let Some(call) = shell_call(exec.words).filter(|call| call.has_command_switch) else { return };
    let Some(script) = exec.words.get(call.script) else { return };
    let rest = &exec.words[call.script + 1..];
    let is_name =
        |word: &str| matches!(word, "--" | "-" | "_" | "$0" | "") || is_posix_shell(base_name(word));
    if rest.is_empty()
        || uses_arguments(script)
        || rest.len() == 1 && (is_name(&rest[0]) || has_blank(script))
    {
        return;
    }
    let (elements, last) = (&exec.facts.elements, exec.words.len() - 1);
    let range = elements[call.script + 1].start..elements[last].end;
    let message = texts::finding(script);
    acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, range, message) });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let words = facts.json.as_ref()?;
    let script = shell_call(words)?.script;
    // The first word is already text for the shell, and the others were meant to be part of it.
    let range = facts.elements[script].start..facts.elements[words.len() - 1].end;
    Some(Fix::replace(&texts::FIX, range, json(&words[script..].join(" "))).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["sh","-c","a","b"]
                   ^^^ error: The shell runs only `a`
RUN ["/bin/bash", "-lc", "npm", "run", "x"]
                                ^^^^^^^^^^ error: The shell runs only `npm`
"#],
    quiet: {
        "FROM a\nENTRYPOINT {}\n" => [
            r#"["sh", "-c", "a \"$@\"", "b", "c"]"#,
            r#"["sh", "-c", "a b", "sh"]"#,
            r#"["sh", "-c", "a"]"#,
            r#"["sh", "a", "b"]"#,
            r#"["powershell", "-Command", "a", "b"]"#,
        ],
    },
    fixed: {
        "FROM a\nCMD [\"sh\", \"-c\", \"a\", \"b\", \\\n  \"&&\"]\n"
            => "FROM a\nCMD [\"sh\", \"-c\", \"a b &&\"]\n",
    },
}
