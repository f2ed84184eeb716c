//! Option and value in one element of an array.
//!
//! # What it does
//! Reports elements of a JSON array such as `"-p 80"` or `"--port 80"`: an option, a space and its value.
//!
//! # Why it matters
//! No shell splits the elements of an array. The program gets the option, the space and the value as one argument, and
//! most programs do not know such an option.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! CMD ["nginx", "-g daemon off;"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! # Limits
//! Some programs accept such an argument all the same, for example `nginx -g`. Nothing is reported if a shell gets the
//! text, or if the element before it is an option that can take such a text.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::any_shell,
    words::{json, shell_words},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::exec_argument_with_flag_and_value as texts, titles};

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Info, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    if any_shell(exec.words) {
        return;
    }
    for at in usize::from(exec.is_program)..exec.words.len() {
        let word = &exec.words[at];
        if !is_option_with_value(word) || at > 0 && takes_text(&exec.words[at - 1]) {
            continue;
        }
        let finding = Finding::own(&RULE, exec.facts.elements[at].clone(), texts::finding(word));
        acc.push(Finding { mend: Some(fix), word: Some(word.clone()), ..finding });
    }
}

fn is_option_with_value(word: &str) -> bool {
    let Some((option, value)) = word.split_once(' ') else { return false };
    let name = option.trim_start_matches('-');
    let dashes = option.len() - name.len();
    (dashes == 1 || dashes == 2)
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        && !value.trim().is_empty()
        && !value.contains(['\n', '$'])
}

/// An option whose value is a text: of options for another program, or a script.
fn takes_text(previous: &str) -> bool {
    previous.starts_with('-') && previous.len() > 1 && !previous.contains(['=', ' '])
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let word = ctx.finding.word.as_deref()?;
    let (option, value) = word.split_once(' ')?;
    let words = match shell_words(value) {
        Some(words) if words.len() == 1 || words.iter().any(|word| word.starts_with('-')) => words,
        _ => vec![value.trim().to_owned()],
    };
    let mut elements = vec![json(option)];
    elements.extend(words.iter().map(|word| json(word)));
    Some(ctx.replace(&titles::SPLIT_INTO_ELEMENTS, elements.join(", ")).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["nginx", "-g daemon off;"]
              ^^^^^^^^^^^^^^^^ info: `-g daemon off;` is a single argument
ENTRYPOINT ["app", \
  "--port 80"]
  ^^^^^^^^^^^ info: `--port 80` is a single argument
"#],
    quiet: {
        "FROM a\nCMD {}\n" => [
            r#"["sh", "-c", "-x y"]"#,
            r#"["a", "--opts", "-x y"]"#,
            r#"["a", "--b=c d"]"#,
            r#"["a", "- x"]"#,
        ],
    },
    fixed: {
        "FROM a\nCMD [\"nginx\", \"-g daemon off;\"]\nENTRYPOINT [\"java\", \"-Xa -Xb\", \"-p  8\"]\n"
            => "FROM a\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\nENTRYPOINT [\"java\", \"-Xa\", \"-Xb\", \"-p\", \"8\"]\n",
    },
}
