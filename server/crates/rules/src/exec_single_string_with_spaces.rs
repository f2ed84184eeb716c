//! Program and arguments in one element of an array.
//!
//! # What it does
//! Reports JSON arrays whose first element contains spaces, such as `["npm start"]` or `["java -jar", "x.jar"]`.
//!
//! # Why it matters
//! No shell splits the elements of an array. Docker looks for a program with these spaces in its name, and the
//! container does not start.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! CMD ["npm start"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! CMD ["npm", "start"]
//! ```
//!
//! # Limits
//! Paths that often have spaces, as in `C:\\Program Files\\x.exe`, are not reported. Neither is a CMD that is an
//! argument of the ENTRYPOINT. If the text contains something for a shell, such as variables and operators, the fix
//! starts one.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::{
        base_name, has_blank,
        intended::{split, split_words},
    },
    words::json,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::exec_single_string_with_spaces as texts, titles};

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx).filter(|exec| exec.is_program) else { return };
    let first = &exec.words[0];
    if !has_blank(first) || may_be_a_path(first) {
        return;
    }
    let message = texts::finding(first);
    acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, exec.facts.elements[0].clone(), message) });
}

/// `/opt/My App/run.sh`, or a path after a drive letter.
fn may_be_a_path(text: &str) -> bool {
    if text.contains('\\') {
        return !base_name(text).contains(' ');
    }
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    // `Plex Media Server`: names of products have capital letters.
    let is_capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    first.starts_with('/') && is_capital(base_name(first)) && words.all(is_capital)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let words = facts.json.as_ref()?;
    if words.len() > 1 {
        let split: Vec<String> = split_words(&words[0], false)?.iter().map(|word| json(word)).collect();
        return Some(ctx.replace(&titles::SPLIT_INTO_ELEMENTS, split.join(", ")).unsafe_choice());
    }
    let meant = split(&words[0], facts.instruction?);
    // The brackets stay.
    let inner = meant.text.strip_prefix('[')?.strip_suffix(']')?;
    Some(ctx.replace(meant.title, inner.to_owned()).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["npm start"]
     ^^^^^^^^^^^ error: `npm start` is a single element, so all of it is the name of the program
RUN ["bash -c", \
     ^^^^^^^^^ error: `bash -c` is a single element, so all of it is the name of the program
  "x"]
ONBUILD HEALTHCHECK CMD ["curl x"]
                         ^^^^^^^^ error: `curl x` is a single element, so all of it is the name of the program
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "ENTRYPOINT [\"bash\", \"-c\"]\nCMD [\"a b\"]",
            "CMD [\"a b\"]\nENTRYPOINT [\"app\"]",
            "CMD [\"C:\\\\Program Files\\\\x.exe\", \"-y\"]",
            "CMD [\"/opt/My App/bin/x\"]",
            "CMD [\"/usr/lib/Plex Media Server\"]",
            "CMD [\"npm\", \"start\"]",
            "CMD npm start",
        ],
        "{}" => ["FROM a AS b\nENTRYPOINT [\"sh\", \"-c\"]\nFROM b\nCMD [\"a b\"]\n"],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn words_become_elements() {
        let fixes = |before: &str, after: &str| {
            check_fix(RULE.name, &format!("FROM a\n{before}\n"), &format!("FROM a\n{after}\n"));
        };
        fixes(r#"CMD ["npm start"]"#, r#"CMD ["npm", "start"]"#);
        fixes(r#"CMD ["java -jar", "x.jar"]"#, r#"CMD ["java", "-jar", "x.jar"]"#);
        fixes(r#"CMD ["app --port $PORT"]"#, r#"CMD ["sh", "-c", "exec app --port $PORT"]"#);
        fixes(r#"CMD ["a && b"]"#, r#"CMD ["sh", "-c", "a && b"]"#);
    }
}
