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
//! it is only hinted at. The fix splits what a shell finds nothing to do in; for the rest it proposes an array that names
//! the shell. Commands on several lines are left to the author.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/json-args-recommended/>

use super::{Acc, InstructionContext, Role};
use crate::{
    facts::Form,
    finding::{Finding, Mending},
    fix::Fix,
    forms::{
        exec::{BUILTINS, is_simple_command},
        words::{json_array, shell_words},
    },
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
    // It may be an array already, if a broken one.
    if text.starts_with(['[', '{', '(', '"', '\'']) {
        return None;
    }
    let command = text.strip_prefix("exec ").unwrap_or(text).trim_start();
    if let Some(words) = shell_words(command).filter(|words| !BUILTINS.contains(&words[0].as_str())) {
        return Some(ctx.replace("Write it as a JSON array".to_owned(), json_array(&words)));
    }
    // Another shell would read these, that of Windows.
    if text.contains(['\\', '%']) {
        return None;
    }
    let exec = if is_simple_command(text) { "exec " } else { "" };
    let array = json_array(&["/bin/sh", "-c", &format!("{exec}{text}")]);
    Some(ctx.replace("Name the shell in a JSON array".to_owned(), array).unsafe_choice())
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
        check_fix("JSONArgsRecommended", "FROM a\nCMD exec a \"b c\"\n", "FROM a\nCMD [\"a\", \"b c\"]\n");
    }

    #[test]
    fn a_shell_that_has_something_to_do_is_named() {
        for (text, script) in [
            ("a && b", "a && b"),
            ("a $X", "exec a $X"),
            ("cd x", "cd x"),
            ("A=1 b", "A=1 b"),
            ("a *", "exec a *"),
        ] {
            let fixed = format!("FROM a\nCMD [\"/bin/sh\", \"-c\", \"{script}\"]\n");
            check_fix("JSONArgsRecommended", &format!("FROM a\nCMD {text}\n"), &fixed);
        }
        for text in ["C:\\x -y", "a \\\n  b", "\"a\", \"b\""] {
            let text = format!("FROM a\nCMD {text}\n");
            check_fix("JSONArgsRecommended", &text, &text);
        }
    }
}
