//! Array that starts a shell builtin.
//!
//! # What it does
//! Reports JSON arrays whose first element is a command of the shell, such as `cd`, `export`, `source` or `if`.
//!
//! # Why it matters
//! There is no program with this name, so the build step fails or the container does not start. Even with a shell it
//! would not help: what `cd` and `export` change is lost when their process ends.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["cd", "/app"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR /app
//! CMD ["./app"]
//! ```
//!
//! # Limits
//! `echo`, `test`, `true`, `pwd` and `kill` are also programs and are not reported. Neither is a CMD that is an
//! argument of the ENTRYPOINT.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    spec::Instruction,
    words::{BUILTINS, expanding_line, json},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::exec_shell_builtin as texts, titles};

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::InElement],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx).filter(|exec| exec.is_program) else { return };
    let first = exec.words[0].as_str();
    if !BUILTINS.contains(&first) || matches!(first, ":" | "command" | "hash") {
        return;
    }
    let message = texts::finding(first);
    let finding = Finding::own(&RULE, exec.facts.elements[0].clone(), message);
    let note = if exec.instruction == Instruction::Run { texts::run_note() } else { texts::start_note() };
    acc.push(Finding { note: Some(note), mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let words = facts.json.as_ref()?;
    let (first, rest) = words.split_first()?;
    if first == "exec" && !rest.is_empty() {
        let range = facts.elements[0].start..facts.elements[1].start;
        return Some(Fix::replace(&texts::REMOVE_EXEC, range, String::new()).unsafe_choice());
    }
    let script = json(&format!("{first} {}", expanding_line(rest)));
    let array = format!("[\"sh\", \"-c\", {script}]");
    let is_alone = matches!(first.as_str(), "cd" | "export" | "set" | "alias" | "umask" | "ulimit" | "unset");
    // Alone it does nothing.
    (!is_alone && !rest.is_empty())
        .then(|| Fix::replace(&titles::RUN_WITH_SHELL, facts.command_range.clone(), array).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["cd", "/x"]
     ^^^^ error: `cd` is a shell command, not a program
     ^^^^ note: Exec form runs without a shell, so Docker does not find the program and the container does not start
RUN ["source", "x"]
     ^^^^^^^^ error: `source` is a shell command, not a program
     ^^^^^^^^ note: Exec form runs without a shell, so this step fails; and what the command changes would not last beyond the step
"#],
    fixed: {
        "FROM a\nRUN [\"exec\", \"app\"]\nENTRYPOINT [\"source\", \"x\"]\n"
            => "FROM a\nRUN [\"app\"]\nENTRYPOINT [\"sh\", \"-c\", \"source x\"]\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::find;
    use super::RULE;

    #[test]
    fn programs() {
        for text in
            [r#"["echo", "x"]"#, r#"["test", "-f", "x"]"#, r#"["sh", "-c", "cd x"]"#, r#"["/bin/cd"]"#]
        {
            assert!(find(RULE.name, &format!("FROM a\nCMD {text}\n")).is_empty(), "{text}");
        }
        let arguments = "FROM a\nENTRYPOINT [\"app\"]\nCMD [\"exec\"]\n";
        assert!(find(RULE.name, arguments).is_empty());
    }
}
