//! Shell operator in exec form.
//!
//! # What it does
//! Reports elements such as `"&&"`, `"||"`, `"|"`, `">"` and `";"` in a JSON array that starts no shell.
//!
//! # Why it matters
//! Exec form runs without a shell, so the program gets the operator and everything after it as arguments. In a
//! HEALTHCHECK such as `["curl", "-f", "x", "||", "exit", "1"]`, curl takes them as URLs.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! HEALTHCHECK CMD ["curl", "-f", "http://localhost", "||", "exit", "1"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! HEALTHCHECK CMD curl -f http://localhost || exit 1
//! ```
//!
//! # Limits
//! Programs with their own operators, such as `find`, `expr` and `test`, are not reported. The fix for CMD and
//! ENTRYPOINT keeps the array and starts `sh -c`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::any_shell,
    spec::Instruction,
    words::{expanding_line, json},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::exec_shell_operator as texts, titles};

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    replaces: [exec_shell_builtin],
    aliases: &["HealthcheckExecOperator"],
    group: Forms, severity: Error, presets: &[Default],
}

const OPERATORS: [&str; 17] =
    ["&&", "||", "|", ";", "&", ">", ">>", "<", "<<", "<<<", "1>", "2>", "2>>", "2>&1", "1>&2", "&>", "|&"];
/// Programs to which these are arguments.
const OWN_OPERATORS: [&str; 10] =
    ["find", "expr", "test", "[", "jq", "awk", "parallel", "xargs", "entr", "tmux"];

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let is_operator = |word: &String| OPERATORS.contains(&word.as_str()) || is_redirection(word);
    let Some(at) = exec.words.iter().position(is_operator) else { return };
    if any_shell(exec.words) || exec.has_program(&OWN_OPERATORS) {
        return;
    }
    let message = texts::finding(&exec.words[at]);
    let mend = exec.is_program.then_some(fix as _);
    acc.push(Finding { mend, ..Finding::own(&RULE, exec.facts.elements[at].clone(), message) });
}

/// `>/dev/null`, `2>>log`.
fn is_redirection(word: &str) -> bool {
    let rest = word.trim_start_matches(['1', '2', '&']);
    let path = rest.trim_start_matches('>');
    word.len() - rest.len() < 2
        && path.len() < rest.len()
        && path.starts_with(['/', '.'])
        && !path.contains('<')
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let words = facts.json.as_ref()?;
    if let ([.., _, last], [.., before, background]) = (words.as_slice(), facts.elements.as_slice())
        && last == "&"
        && words.iter().filter(|word| OPERATORS.contains(&word.as_str())).count() == 1
    {
        // In the background the container would end with the shell.
        let fix = Fix::replace(&texts::REMOVE_BACKGROUND, before.end..background.end, String::new());
        return Some(fix.unsafe_choice());
    }
    let line: Vec<String> = words
        .iter()
        .map(|word| {
            let is_operator = OPERATORS.contains(&word.as_str()) || is_redirection(word);
            if is_operator { word.clone() } else { expanding_line(std::slice::from_ref(word)) }
        })
        .collect();
    let line = line.join(" ");
    let (title, text) = match facts.instruction? {
        Instruction::Cmd | Instruction::Entrypoint => {
            (&titles::RUN_WITH_SHELL, format!("[\"sh\", \"-c\", {}]", json(&line)))
        }
        _ => (&titles::WRITE_IN_SHELL_FORM, line),
    };
    Some(Fix::replace(title, facts.command_range.clone(), text).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["a", "&&", "b"]
          ^^^^ error: `&&` has no effect in exec form
HEALTHCHECK CMD ["curl", "x", "||", "exit", "1"]
                              ^^^^ error: `||` has no effect in exec form
RUN ["a", \
  ">/dev/null"]
  ^^^^^^^^^^^^ error: `>/dev/null` has no effect in exec form
"#],
    quiet: {
        "FROM a\nCMD {}\n" => [
            r#"["sh", "-c", "a", "&&"]"#,
            r#"["find", "-exec", "a", ";"]"#,
            r#"["a", ">=1"]"#,
            r#"["a", "a && b"]"#,
        ],
    },
    fixed: {
        "FROM a\nHEALTHCHECK --retries=2 CMD [\"curl\", \"a b\", \"||\", \"exit\", \"1\"]\nCMD [\"a\", \"&&\", \"b\"]\n"
            => "FROM a\nHEALTHCHECK --retries=2 CMD curl 'a b' || exit 1\nCMD [\"sh\", \"-c\", \"a && b\"]\n",
        "FROM a\nCMD [\"a\", \"-b\", \"&\"]\n" => "FROM a\nCMD [\"a\", \"-b\"]\n",
    },
}
