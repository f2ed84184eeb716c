//! A path with blanks is written as an array.
//!
//! # What it does
//! Reports COPY and ADD whose words end in a backslash, to keep a blank: `COPY my\ file.txt /`.
//!
//! # Why it matters
//! Docker separates these words at every blank. `my\` and `file.txt` are two files, and the build fails as it finds
//! neither.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY my\ file.txt /data/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY ["my file.txt", "/data/"]
//! ```
//!
//! # Limits
//! Quotes that a blank tears apart are refused by Docker itself, see `UnclosedQuote`. Words with variables get no
//! fix.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>

use super::{Acc, InstructionContext, Role};
use crate::{
    finding::{Finding, Mending},
    fix::Fix,
    forms::words::json_array,
    model::State,
    rule::{Group, Preset, Severity},
};

rule! {
    name: "CopyPathWithSpaces",
    group: Group::Forms,
    severity: Severity::Error,
    presets: &[Preset::Default],
    summary: "A path with blanks is written as an array",
    note: "Docker separates the words at every blank",
    source: include_str!("copy_path_with_spaces.rs"),
}

pub(super) fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if ctx.role == Role::Inherited || facts.json.is_some() || !facts.heredocs.is_empty() {
        return;
    }
    let Some((_, words)) = facts.args.split_last() else { return };
    // A folder of Windows may end so.
    let is_windows = ctx.exit.is_some_and(State::is_windows);
    if is_windows || facts.args.iter().any(|word| word.contains(":\\")) {
        return;
    }
    let is_torn = |word: &String| word.ends_with('\\') && !word.ends_with("\\\\");
    if !words.iter().any(is_torn) || words.iter().any(|word| word.matches('\\').count() > 1) {
        return;
    }
    let finding =
        Finding::own(&RULE, facts.args_range.clone(), "A backslash does not keep the blank behind it");
    acc.push(Finding { mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts.trigger.as_deref().unwrap_or(ctx.facts);
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in &facts.args {
        if word.contains(['$', '"', '\'', '*', '?', '[']) {
            return None;
        }
        let (text, opens) = word.strip_suffix('\\').map_or((word.as_str(), false), |text| (text, true));
        match words.last_mut().filter(|_| is_open) {
            Some(last) => {
                last.push(' ');
                last.push_str(text);
            }
            None => words.push(text.to_owned()),
        }
        is_open = opens;
    }
    (words.len() > 1 && !is_open)
        .then(|| ctx.replace("Write it as a JSON array".to_owned(), json_array(&words)).unsafe_choice())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, check_fix, find};

    #[test]
    fn blanks_in_paths() {
        check(
            "CopyPathWithSpaces",
            r#"
FROM a
COPY my\ file /d/
     ^^^^^^^^^^^^ A backslash does not keep the blank behind it
onbuild add --chown=a x\ y z /d/
                      ^^^^^^^^^^ A backslash does not keep the blank behind it
"#,
        );
        let text = "FROM a\nCOPY a b \\\n  /c\nCOPY [\"a b\", \"c\"]\nCOPY C:\\a\\ C:\\b\\\nCOPY site\\ C:\\b\nCOPY a b\n";
        assert!(find("CopyPathWithSpaces", text).is_empty());
    }

    #[test]
    fn words_become_an_array() {
        check_fix(
            "CopyPathWithSpaces",
            "FROM a\nCOPY my\\ old\\ file x /d/\n",
            "FROM a\nCOPY [\"my old file\", \"x\", \"/d/\"]\n",
        );
    }
}
