//! Shell around a program with plain arguments.
//!
//! # What it does
//! Reports `["sh", "-c", "app -x y"]` and `CMD sh -c "app -x y"` if the command does not need a shell.
//!
//! # Why it matters
//! An array with one element for each word starts the program directly. It works in an image without a shell, and the
//! program receives the signals.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["sh", "-c", "httpd -f"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["httpd", "-f"]
//! ```
//!
//! # Limits
//! Options such as `-l`, which reads profiles first, give the shell something to do, so they are not reported. Commands
//! that are built into the shell are not reported either.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use std::ops::Range;

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::{
        ShellCall, base_name, intended::variable, is_posix_shell, is_simple_command, shell_call, shell_text,
    },
    spec::Instruction,
    words::{json_array, shell_line, shell_words},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{Message, rules::redundant_shell_wrapper as texts};

rule! {
    checks: [Check::InStage(COMMANDS, check)],
    group: Forms, severity: Info, presets: &[],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    if let Some(exec) = Exec::of(ctx) {
        let is_simple = |call: &ShellCall, script: &str| ctx.is_simple_script(call, script);
        let words = || wrapped(exec.words, &is_simple);
        if exec.is_program && exec.facts.elements.len() == exec.words.len() && words().is_some() {
            push(exec.facts.command_range.clone(), None, acc);
        }
    } else if ctx.role != super::Role::Inherited
        && let Some(text) = shell_text(ctx.facts)
        && shell_call_of(text).is_some()
    {
        let is_run = ctx.facts.instruction == Some(Instruction::Run);
        let note = is_run.then(texts::run_note);
        push(ctx.facts.command_range.clone(), note, acc);
    }
}

fn push(range: Range<usize>, note: Option<Message>, acc: &mut Acc) {
    let finding = Finding::own(&RULE, range, &texts::FINDING);
    acc.push(Finding { note, mend: Some(fix), ..finding });
}

/// The words of `["sh", "-c", "app -x"]`.
fn wrapped(words: &[String], is_simple: &dyn Fn(&ShellCall, &str) -> bool) -> Option<Vec<String>> {
    let call =
        shell_call(words).filter(|call| call.shell == 0 && call.script == 2 && call.has_command_switch)?;
    if words.len() != 3 || words[1] != "-c" {
        return None;
    }
    let given = &words[call.script];
    let script = given.strip_prefix("exec ").unwrap_or(given);
    // Reading it as a shell does costs much more than splitting it, and most scripts cannot be split.
    let words = shell_words(script).filter(|_| !script.contains('\n'))?;
    let is_as_written = script.len() == given.len();
    let is_simple = if is_as_written { is_simple(&call, script) } else { is_simple_command(script) };
    is_simple.then_some(words)
}

/// Whether a script is a simple command, if no view of it is cached.
fn reads_anew(_: &ShellCall, script: &str) -> bool {
    is_simple_command(script)
}

/// Like [`wrapped`], for `sh -c "app -x"`.
fn shell_call_of(text: &str) -> Option<Vec<String>> {
    let name = text.split([' ', '\t']).next().map(base_name)?;
    // Without a shell's name before it, the text is not split.
    is_posix_shell(name).then(|| shell_words(text))?.and_then(|words| wrapped(&words, &reads_anew))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let words = match &facts.json {
        Some(words) => wrapped(words, &reads_anew),
        None => shell_call_of(shell_text(facts)?),
    }?;
    let is_run = facts.json.is_none() && facts.instruction == Some(Instruction::Run);
    // For RUN, the shell that runs the line is enough.
    let text = if is_run { shell_line(&words) } else { json_array(&words) };
    if !is_run && words.iter().any(|word| variable(word).is_some()) {
        // Quotes hid it from the shell; in an array it would look like a mistake.
        return None;
    }
    Some(ctx.replace(&texts::FIX, text).unsafe_choice())
}

cases! {
    fixed: {
        "FROM a\nHEALTHCHECK CMD [\"sh\", \"-c\", \"exec app 'a b'\"]\nCMD sh -c 'app -x'\nRUN sh -c 'a b'\n"
            => "FROM a\nHEALTHCHECK CMD [\"app\", \"a b\"]\nCMD [\"app\", \"-x\"]\nRUN a b\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn shells_with_nothing_to_do() {
        check(
            RULE.name,
            r#"
FROM a
RUN ["sh", "-c", "prog a b"]
    ^^^^^^^^^^^^^^^^^^^^^^^^ info: This shell is not needed
ENTRYPOINT bash -c "prog 'x y'"
           ^^^^^^^^^^^^^^^^^^^^ info: This shell is not needed
"#,
        );
        for script in ["a $X", "a && b", "cd x", "echo x", "A=1 b", "a *"] {
            let text = format!("FROM a\nCMD [\"sh\", \"-c\", \"{script}\"]\nRUN {script}\n");
            assert!(find(RULE.name, &text).is_empty(), "{script}");
        }
    }
}
