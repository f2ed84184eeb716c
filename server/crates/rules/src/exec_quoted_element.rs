//! Element of an array with quotes inside its quotes.
//!
//! # What it does
//! Reports elements of a JSON array that have a second pair of quotes inside their quotes, as in `"'a b'"`.
//!
//! # Why it matters
//! No shell removes the inner quotes, so the program gets them as part of its argument.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["echo", "'hello world'"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["echo", "hello world"]
//! ```
//!
//! # Limits
//! Text for a shell, and for programs with their own language, such as `psql`, is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{fix::Fix, programs::any_shell};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::exec_quoted_element as texts;

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    replaces: [exec_single_string_with_spaces],
    group: Forms, presets: &[Default],
}

/// Programs whose arguments may be quoted texts of their own language, besides interpreters.
const OWN_QUOTES: [&str; 7] =
    ["cypher-shell", "etcdctl", "jshell", "redis-cli", "sqlite3", "yq", "osascript"];

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let Some(first) = exec.words.iter().position(|word| is_quoted(word)) else { return };
    if any_shell(exec.words) || exec.has_interpreter() || exec.has_program(&OWN_QUOTES) {
        return;
    }
    for at in first..exec.words.len() {
        if is_quoted(&exec.words[at]) {
            let message = texts::finding(&exec.words[at]);
            let finding = Finding::own(&RULE, exec.facts.elements[at].clone(), message);
            acc.push(Finding { mend: Some(fix), ..finding });
        }
    }
}

fn is_quoted(word: &str) -> bool {
    let inside = |quote: char| {
        word.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).filter(|it| !it.contains(quote))
    };
    inside('\'').or_else(|| inside('"')).is_some_and(|inner| !inner.is_empty())
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let inner = ["'", "\\\""].iter().find_map(|quote| inner.strip_prefix(quote)?.strip_suffix(quote))?;
    Some(ctx.replace(&texts::FIX, format!("\"{inner}\"")).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["app", "-m", "'x y'"]
                  ^^^^^^^ warning: The quotes in 'x y' are passed to the program
RUN ["\"a\""]
     ^^^^^^^ warning: The quotes in "a" are passed to the program
"#],
    quiet: {
        "FROM a\nCMD {}\n" => [
            r#"["sh", "-c", "'a b'"]"#,
            r#"["a", "it's"]"#,
            r#"["a", "'b' 'c'"]"#,
            r#"["psql", "'x'"]"#,
            r#"["a", "''"]"#,
        ],
    },
    fixed: {
        "FROM a\nCMD [\"app\", \"'x y'\", \"\\\"z\\\"\"]\n"
            => "FROM a\nCMD [\"app\", \"x y\", \"z\"]\n",
    },
}
