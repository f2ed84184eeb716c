//! CMD or ENTRYPOINT in shell form.
//!
//! # What it does
//! Reports a CMD or ENTRYPOINT in shell form, in stages without a SHELL.
//!
//! # Why it matters
//! In shell form, the program is a child process of `/bin/sh -c`. The shell gets the signals of `docker stop` but does
//! not forward them, so the container is killed after ten seconds. An ENTRYPOINT in shell form also ignores CMD and the
//! arguments of `docker run`.
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
//! If the stage or one of its base stages has a SHELL, the shell is taken as intended. `exec program` replaces the
//! shell, so it is only reported as a hint. If the command contains nothing for a shell, such as variables and
//! operators, the fix splits it into elements; otherwise it proposes an array that names the shell. There is no fix for
//! a command on several lines.
//!
//! A script without a `#!` line runs only in shell form, because it cannot be executed directly. So the fix is applied
//! automatically only for programs that are found by their names and that the file does not copy into the image.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/json-args-recommended/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    document::Placed,
    facts::{Form, operands::Operands},
    fix::Fix,
    programs::is_simple_command,
    spec::Instruction,
    words::{BUILTINS, json_array, shell_words},
};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Severity,
};
use dockwright_texts::{rules::json_args_recommended as texts, titles};

rule! {
    name: "JSONArgsRecommended",
    checks: [Check::Instruction(&[Instruction::Cmd, Instruction::Entrypoint], check)],
    aliases: &["DL3025"],
    group: Forms, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/json-args-recommended/"),
    depends_on_base: true,
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    // The trigger of an ONBUILD runs under the SHELL of another stage.
    if facts.form == Some(Form::Exec) || ctx.has_shell || ctx.role == Role::Inner {
        return;
    }
    let range =
        if facts.args_range.is_empty() { facts.keyword_range.clone() } else { facts.args_range.clone() };
    let message = texts::finding(&facts.word);
    let mut finding = Finding::new(&RULE, range, message);
    if facts.args.first().is_some_and(|text| text.starts_with("exec ")) {
        finding.severity = Some(Severity::Hint);
        finding.note = Some(texts::exec_note());
    }
    acc.push(Finding { mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.whole.args.first().filter(|_| ctx.whole.rows == 0)?;
    // It may be an array already, though a broken one.
    if text.starts_with(['[', '{', '(', '"', '\'']) {
        return None;
    }
    let command = text.strip_prefix("exec ").unwrap_or(text).trim_start();
    if let Some(words) = shell_words(command).filter(|words| !BUILTINS.contains(&words[0].as_str())) {
        let fix = ctx.replace(&titles::WRITE_AS_ARRAY, json_array(&words));
        return Some(if may_be_script(ctx, &words[0]) { fix.unsafe_choice() } else { fix });
    }
    // A different shell, that of Windows, would read these.
    if text.contains(['\\', '%']) {
        return None;
    }
    let exec = if is_simple_command(text) { "exec " } else { "" };
    let array = json_array(&["/bin/sh", "-c", &format!("{exec}{text}")]);
    Some(ctx.replace(&texts::NAME_SHELL, array).unsafe_choice())
}

/// Whether a program may be a script without a `#!` line. The kernel executes no such file; a shell reads it.
fn may_be_script(ctx: &Mending<'_>, program: &str) -> bool {
    /// Files with more instructions are not searched.
    const MOST: usize = 1000;
    if program.contains(['/', '.']) {
        return true;
    }
    let mut instructions = ctx.document.instructions();
    let brings = |placed: Placed<'_>| match &placed.facts.operands {
        Operands::Copy(copy) => {
            let names = copy.sources.iter().chain(&copy.destination);
            !copy.bodies.is_empty()
                || names.into_iter().any(|path| is_place_of(path.literal().unwrap_or("bin/"), program))
        }
        // A RUN may write anything, but it rarely writes programs.
        _ => false,
    };
    instructions.by_ref().take(MOST).any(brings) || instructions.next().is_some()
}

/// Whether a path is the program, or a folder that programs are found in.
fn is_place_of(path: &str, program: &str) -> bool {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    name == program || matches!(name, "bin" | "sbin")
}

cases! {
    found: [r#"
FROM alpine
CMD httpd -f
    ^^^^^^^^ warning: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals
CMD ["httpd"]
ENTRYPOINT \
  httpd
  ^^^^^ warning: JSON arguments recommended for ENTRYPOINT to prevent unintended behavior related to OS signals
HEALTHCHECK CMD httpd
RUN httpd
cmd
^^^ warning: JSON arguments recommended for cmd to prevent unintended behavior related to OS signals
"#],
    fixed: {
        "FROM a\nCMD httpd  -f /x\n" => "FROM a\nCMD [\"httpd\", \"-f\", \"/x\"]\n",
        "FROM a\nCMD exec a \"b c\"\n" => "FROM a\nCMD [\"a\", \"b c\"]\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build, check_fix, find};
    use super::RULE;

    #[test]
    fn a_shell_that_was_chosen_is_wanted() {
        let text =
            "FROM alpine AS a\nSHELL [\"/bin/bash\", \"-c\"]\nCMD x\nFROM a\nCMD x\nFROM alpine\nCMD x\n";
        assert_eq!(find(RULE.name, text).len(), 1);
    }

    #[test]
    fn a_trigger_is_reported_where_it_runs() {
        let text = "FROM alpine AS a\nONBUILD CMD x\nFROM a\n";
        assert!(find(RULE.name, text).is_empty());
        assert_eq!(build(RULE.name, text), [(3, 3)]);
    }

    #[test]
    fn what_may_be_a_script_is_not_changed_unasked() {
        let is_safe = |text: &str| {
            let found = dockwright_lint::diagnostics::diagnostics(
                &dockwright_analysis::document::Document::new(dockwright_syntax::Text::new(text)),
            );
            let fix = found.into_iter().find(|it| it.code == "JSONArgsRecommended").and_then(|it| it.fix);
            fix.map(|fix| fix.safe)
        };
        assert_eq!(is_safe("FROM a\nCMD httpd -f\n"), Some(true));
        assert_eq!(is_safe("FROM a\nCOPY src /app\nCMD node server.js\n"), Some(true));
        for text in [
            "FROM a\nCMD /run.sh\n",
            "FROM a\nCMD run.sh\n",
            "FROM a\nCMD ./run\n",
            "FROM a\nCOPY run /opt/\nCMD run\n",
            "FROM a\nCOPY scripts/ /usr/local/bin/\nCMD run\n",
            "FROM a\nADD tool.sh /usr/bin/tool\nCMD tool -x\n",
            "FROM a\nCOPY $FILES\t/x/\nCMD exec tool\n",
            "FROM a\nCOPY <<E /opt/tool\nE\nCMD tool\n",
        ] {
            assert_eq!(is_safe(text), Some(false), "{text}");
        }
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
            check_fix(RULE.name, &format!("FROM a\nCMD {text}\n"), &fixed);
        }
        for text in ["C:\\x -y", "a \\\n  b", "\"a\", \"b\""] {
            let text = format!("FROM a\nCMD {text}\n");
            check_fix(RULE.name, &text, &text);
        }
    }
}
