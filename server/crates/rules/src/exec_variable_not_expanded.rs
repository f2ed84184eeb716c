//! Variable in exec form is not expanded.
//!
//! # What it does
//! Reports `$NAME`, `${NAME}` and `$(command)` in a JSON array that starts no shell, and `%NAME%` for Windows programs.
//!
//! # Why it matters
//! The builder does not expand variables in exec form, even if the file sets them with ENV, and there is no shell that
//! could. The program gets the text as it is.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV PORT=80
//! CMD ["httpd", "-f", "-p", "$PORT"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV PORT=80
//! CMD exec httpd -f -p "$PORT"
//! ```
//!
//! # Limits
//! Programs that expand variables themselves or have their own language are not reported, and neither are regular
//! expressions. `$0` and `$1` are not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::{
        any_shell, base_name, has_blank,
        intended::{expanded, variable},
    },
    words::is_name,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::exec_variable_not_expanded as texts;

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    replaces: [cmd_looks_like_arguments_only],
    group: Forms, presets: &[Default],
}

/// Programs that expand variables themselves or run the programs that they are given, besides interpreters.
const OWN_VARIABLES: [&str; 16] = [
    "confd",
    "crond",
    "dockerize",
    "egrep",
    "envsubst",
    "gomplate",
    "gotmpl",
    "grep",
    "make",
    "mawk",
    "supervisord",
    "tclsh",
    "foreman",
    "honcho",
    "forego",
    "exec_env",
];

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let Some((at, range)) = exec.words.iter().enumerate().find_map(|(at, word)| Some((at, variable(word)?)))
    else {
        return check_percent(&exec, acc);
    };
    let is_own = exec.has_interpreter() || exec.has_program(&OWN_VARIABLES);
    if any_shell(exec.words) || is_own || exec.is_program && has_blank(&exec.words[0]) {
        return;
    }
    push(&exec, at, &exec.words[at][range], acc);
}

fn push(exec: &Exec<'_>, at: usize, name: &str, acc: &mut Acc) {
    let message = match name.strip_prefix('`').and_then(|name| name.strip_suffix('`')) {
        Some(command) => texts::command(command),
        None => texts::finding(name),
    };
    let mend = exec.is_program.then_some(fix as _);
    acc.push(Finding { mend, ..Finding::own(&RULE, exec.facts.elements[at].clone(), message) });
}

/// `%NAME%`, which a shell of Windows expands.
fn check_percent(exec: &Exec<'_>, acc: &mut Acc) {
    if base_name(&exec.words[0]) == exec.words[0] || any_shell(exec.words) {
        return;
    }
    for (at, word) in exec.words.iter().enumerate() {
        let mut parts = word.split('%');
        if let (Some(_), Some(name), Some(_)) = (parts.next(), parts.next(), parts.next())
            && is_name(name)
        {
            push(exec, at, word, acc);
            return;
        }
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let words = facts.json.as_ref()?;
    let meant = expanded(words, facts.instruction?)?;
    Some(Fix::replace(meant.title, facts.command_range.clone(), meant.text).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
ENV PORT=80
CMD ["app", "--p", "$PORT"]
                   ^^^^^^^ warning: `$PORT` is not expanded in exec form
RUN ["a", \
  "x${Y:-z}"]
  ^^^^^^^^^^ warning: `${Y:-z}` is not expanded in exec form
HEALTHCHECK CMD ["a", "$(b)"]
                      ^^^^^^ warning: `$(b)` is not expanded in exec form
CMD ["app", "`hostname`"]
            ^^^^^^^^^^^^ warning: The command `hostname` in backquotes does not run in exec form
onbuild cmd ["x.exe", "%A%"]
                      ^^^^^ warning: `%A%` is not expanded in exec form
"#],
    quiet: {
        "FROM a\nCMD {}\n" => [
            r#"["sh", "-c", "$X"]"#,
            r#"["/bin/sh", "-c", "a", "$X"]"#,
            r#"["awk", "{print $NF}"]"#,
            r#"["a", "x$"]"#,
            r#"["a", "$$X"]"#,
            r#"["a", "$1"]"#,
            r#"["a", "^b$x"]"#,
            r#"["powershell", "$env:X"]"#,
            r#"["sh", "-c", "`x`"]"#,
            r#"["a", "`"]"#,
            r#"["a", "`` `"]"#,
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn a_shell_expands_them() {
        let fixes = |before: &str, after: &str| {
            check_fix(RULE.name, &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
        };
        fixes(r#"CMD ["app", "--p", "$PORT"]"#, r#"CMD ["sh", "-c", "exec app --p \"$PORT\""]"#);
        fixes(r#"ENTRYPOINT ["app", "$X"]"#, r#"ENTRYPOINT ["sh", "-c", "exec app \"$X\" \"$@\"", "sh"]"#);
        fixes(r#"CMD ["app", "`hostname`"]"#, r#"CMD ["sh", "-c", "exec app \"`hostname`\""]"#);
        fixes(r#"HEALTHCHECK CMD ["app", "$X"]"#, r#"HEALTHCHECK CMD app "$X""#);
    }
}
