//! CMD and ENTRYPOINT are written as JSON arrays.
//!
//! # What it does
//! Reports a CMD or ENTRYPOINT that a shell runs, in stages where no SHELL was chosen.
//!
//! # Why it matters
//! In shell form the program is a child of `/bin/sh -c`. The shell gets the signals of `docker stop`, does not pass them
//! on, and the container is killed after ten seconds. An ENTRYPOINT in shell form also ignores CMD and the arguments of
//! `docker run`.
//!
//! # Example
//! ```dockerfile
//! FROM httpd:2.4
//! CMD httpd-foreground -k start
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM httpd:2.4
//! CMD ["httpd-foreground", "-k", "start"]
//! ```
//!
//! # Limits
//! With a SHELL in the stage or the stages below it, the shell is taken for wanted. `exec program` replaces the shell, so
//! it is only hinted at. The fix is offered for plain words on one line; whatever a shell would do something with is left
//! to the author.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/json-args-recommended/>

use super::{Acc, InstructionContext, Role};
use crate::{
    facts::{Form, quote},
    finding::{Finding, Mending},
    fix::Fix,
    rule::{Group, Preset, Severity},
};

rule! {
    name: "JSONArgsRecommended",
    aliases: &["DL3025"],
    group: Group::Forms,
    presets: &[Preset::Buildkit, Preset::Default, Preset::Hadolint],
    summary: "CMD and ENTRYPOINT are written as JSON arrays",
    note: "A shell runs it and keeps the signals for itself",
    url: Some("https://docs.docker.com/reference/build/checks/json-args-recommended/"),
    source: include_str!("json_args_recommended.rs"),
}

/// What a shell does itself, so that no program of the name needs to exist.
const BUILTINS: [&str; 24] = [
    ".", "alias", "bg", "break", "cd", "command", "continue", "eval", "exec", "exit", "export", "fg", "if",
    "jobs", "read", "return", "set", "shift", "source", "trap", "ulimit", "umask", "unset", "wait",
];

pub(super) fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    // The trigger of an ONBUILD runs under the SHELL of another stage.
    if facts.form == Some(Form::Exec) || ctx.has_shell || ctx.role == Role::Inner {
        return;
    }
    let range =
        if facts.args_range.is_empty() { facts.keyword_range.clone() } else { facts.args_range.clone() };
    let message = format!(
        "JSON arguments recommended for {} to prevent unintended behavior related to OS signals",
        facts.word
    );
    let mut finding = Finding::new(&RULE, range, message);
    if facts.args.first().is_some_and(|text| text.starts_with("exec ")) {
        finding.severity = Some(Severity::Hint);
        finding.note = Some("`exec` hands the signals to the program; an array still needs no shell".into());
    }
    acc.push(Finding { mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.facts.args.first().filter(|_| ctx.facts.rows == 0)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,= \t".contains(c);
    let words: Vec<&str> = text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    let first = words.first()?;
    if !text.chars().all(is_plain) || first.contains('=') || BUILTINS.contains(first) {
        return None;
    }
    let words: Vec<String> = words.into_iter().map(quote).collect();
    Some(ctx.replace("Write it as a JSON array".to_owned(), format!("[{}]", words.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build, check, check_fix, find};

    #[test]
    fn shell_form() {
        check(
            "JSONArgsRecommended",
            r#"
FROM alpine
CMD httpd -f
    ^^^^^^^^ JSON arguments recommended for CMD to prevent unintended behavior related to OS signals
CMD ["httpd"]
ENTRYPOINT \
  httpd
  ^^^^^ JSON arguments recommended for ENTRYPOINT to prevent unintended behavior related to OS signals
HEALTHCHECK CMD httpd
RUN httpd
cmd
^^^ JSON arguments recommended for cmd to prevent unintended behavior related to OS signals
"#,
        );
    }

    #[test]
    fn a_shell_that_was_chosen_is_wanted() {
        let text =
            "FROM alpine AS a\nSHELL [\"/bin/bash\", \"-c\"]\nCMD x\nFROM a\nCMD x\nFROM alpine\nCMD x\n";
        assert_eq!(find("JSONArgsRecommended", text).len(), 1);
    }

    #[test]
    fn a_trigger_is_reported_where_it_runs() {
        let text = "FROM alpine AS a\nONBUILD CMD x\nFROM a\n";
        assert!(find("JSONArgsRecommended", text).is_empty());
        assert_eq!(build("JSONArgsRecommended", text), [(3, 3)]);
    }

    #[test]
    fn plain_words_become_an_array() {
        check_fix(
            "JSONArgsRecommended",
            "FROM a\nCMD httpd  -f /x\n",
            "FROM a\nCMD [\"httpd\", \"-f\", \"/x\"]\n",
        );
        for text in ["a && b", "a $X", "cd x", "A=1 b", "a \"b\"", "a *"] {
            let text = format!("FROM a\nCMD {text}\n");
            check_fix("JSONArgsRecommended", &text, &text);
        }
    }
}
