//! Heredoc continues after a command fails.
//!
//! # What it does
//! Reports a RUN whose heredoc is a script of several commands for `sh`, `bash` or a similar shell, if the script does
//! not stop when a command fails.
//!
//! # Why it matters
//! The shell reports only the status of the last command. If an earlier one fails, the build continues, and the image
//! lacks what that command should have done.
//!
//! # Example
//! ```dockerfile
//! FROM debian:12
//! RUN <<EOF
//! apt-get update
//! apt-get install -y curl
//! EOF
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:12
//! RUN <<EOF
//! set -e
//! apt-get update
//! apt-get install -y curl
//! EOF
//! ```
//!
//! # Limits
//! `-e` in SHELL, in the `#!` line or after the name of the shell counts as `set -e`, and so does a trap on ERR.
//! Commands that cannot fail, such as `echo` and plain assignments, do not count. An `if` or a loop counts as one
//! command: a failure between the commands inside it is not reported. A script that cannot be parsed is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#here-documents>
//! - <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set>

use super::{
    Check, FileContext, FileFound, StageContext,
    suspects::{self, Suspicion},
};
use dockwright_analysis::{
    facts::{Facts, Form, Heredoc},
    fix::Fix,
    shell::{Dialect, dialect, ends_at_failure, lost_in},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::heredoc_without_set_e as texts;

rule! {
    checks: [Check::File(check)],
    group: Commands, presets: &[Default],
}

/// An instruction whose heredoc would lose a failure if a POSIX shell ran it.
struct Lossy;

impl Suspicion for Lossy {
    fn is_suspect(ctx: &StageContext<'_>, item: usize) -> bool {
        let whole = &ctx.items[item].facts;
        script(whole).is_some_and(|script| lost_in(whole, &script.heredoc.content).is_some())
    }
}

/// A heredoc that is a script, and the words of the command that runs it; none if that is the
/// current shell.
struct Script<'a> {
    heredoc: &'a Heredoc,
    runner: Vec<&'a str>,
}

fn script(whole: &Facts) -> Option<Script<'_>> {
    let facts = whole.triggered();
    let [heredoc] = whole.heredocs.as_slice() else { return None };
    let is_run = facts.instruction == Some(Instruction::Run) && facts.form == Some(Form::Shell);
    if !is_run || !heredoc.is_terminated {
        return None;
    }
    if heredoc.range == facts.args_range {
        return Some(Script { heredoc, runner: Vec::new() });
    }
    // `<<EOF bash`, `bash <<EOF`: the marker is one word, or two with a space in it.
    let words: Vec<&str> = facts.args.first()?.split_ascii_whitespace().collect();
    let at = words.iter().position(|word| word.starts_with("<<"))?;
    let length = if matches!(words[at], "<<" | "<<-") { 2 } else { 1 };
    let mut runner = words;
    runner.drain(at..(at + length).min(runner.len()));
    let is_shell = runner.first().is_some_and(|program| dialect::is_posix_shell(program));
    let is_switch =
        |word: &&str| word.starts_with('-') && *word != "-c" || matches!(*word, "errexit" | "pipefail");
    (is_shell && runner[1..].iter().all(is_switch)).then_some(Script { heredoc, runner })
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    suspects::each::<Lossy>(ctx, |suspect| {
        let (item, facts) = (suspect.item, suspect.placed.facts);
        let Some(Script { heredoc, runner }) = script(facts) else { return };
        let content = &heredoc.content;
        let first_line = content.lines().next().unwrap_or_default();
        let is_trigger = facts.trigger.is_some();
        let (is_posix, ends) = if let Some((_, options)) = runner.split_first() {
            (true, ends_at_failure(options.iter().copied()))
        } else if let Some(program) = dialect::of_shebang(content) {
            let options = first_line.split_ascii_whitespace().skip(1);
            (program == Dialect::Posix, ends_at_failure(options))
        } else {
            let options = suspect.shells.words(item, is_trigger).skip(1);
            (suspect.shells.dialect(item, is_trigger) == Dialect::Posix, ends_at_failure(options))
        };
        let Some(lost) = lost_in(facts, content).filter(|_| is_posix && !ends) else { return };
        let mut finding = Finding::own(&RULE, heredoc.range.clone(), &texts::FINDING);
        let start = heredoc.content_start;
        let command = start + lost.command.start..start + lost.command.end;
        finding.related = vec![(item, command, texts::related())];
        finding.mend = Some(fix);
        found.push(FileFound { stage: Some(suspect.stage), found: Found { item, finding } });
    });
}

/// Writes `set -e` as the first line, or after the `#!` line.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let [heredoc] = ctx.whole.heredocs.as_slice() else { return None };
    let mut lines = heredoc.content.split_inclusive('\n');
    let first = lines.next()?;
    let (at, line) = if first.starts_with("#!") { (first.len(), lines.next()?) } else { (0, first) };
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let line_end = ctx.line_ending();
    let at = heredoc.content_start + at;
    Some(Fix::replace(&texts::FIX, at..at, format!("{indent}set -e{line_end}")).unsafe_choice())
}

cases! {
    fixed: {
        "FROM a\nRUN <<E\na\nb\nE\n" => "FROM a\nRUN <<E\nset -e\na\nb\nE\n",
        "FROM a\r\nRUN <<E\r\n#!/bin/sh\r\na\r\nb\r\nE\r\n"
            => "FROM a\r\nRUN <<E\r\n#!/bin/sh\r\nset -e\r\na\r\nb\r\nE\r\n",
        "FROM a\nRUN <<-E\n\ta\n\tb\n\tE\n" => "FROM a\nRUN <<-E\n\tset -e\n\ta\n\tb\n\tE\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build_preset, check, check_quiet, find};
    use super::RULE;

    #[test]
    fn scripts_that_go_on() {
        check(
            RULE.name,
            r#"
FROM debian
RUN <<EOF
    ^^^^^ warning: This script continues after a command fails
apt-get update
^^^^^^^^^^^^^^ related: If this fails, the build does not stop
apt-get install -y x
EOF
run --mount=type=cache,target=/x \
  <<-"EOF"
  ^^^^^^^^ warning: This script continues after a command fails
	make
 ^^^^ related: If this fails, the build does not stop
	make install
	EOF
RUN <<EOF
    ^^^^^ warning: This script continues after a command fails
#!/usr/bin/env bash
a
^ related: If this fails, the build does not stop
b
EOF
RUN bash <<EOF
         ^^^^^ warning: This script continues after a command fails
a
^ related: If this fails, the build does not stop
b
EOF
RUN <<EOF /bin/bash -x
    ^^^^^ warning: This script continues after a command fails
a
^ related: If this fails, the build does not stop
b
EOF
ONBUILD RUN <<EOF
            ^^^^^ warning: This script continues after a command fails
a
^ related: If this fails, the build does not stop
b
EOF
"#,
        );
        let text = "# escape=`\r\nFROM a\r\nRUN --network=none `\r\n  <<E\r\na\r\nb\r\nE\r\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        assert!(build_preset(text).is_empty());
    }

    #[test]
    fn scripts_that_end_and_other_texts() {
        let quiet = [
            "RUN <<E\nset -e\na\nb\nE",
            "RUN <<E\na\nE",
            "RUN <<E\na && \\\nb\nE",
            "RUN <<E\n#!/bin/sh -e\na\nb\nE",
            "RUN <<E\n#!/usr/bin/env python3\na\nb\nE",
            "RUN <<E\n#!/usr/bin/env -S bash -e\na\nb\nE",
            "RUN <<E python3\na\nb\nE",
            "RUN <<E bash -e\na\nb\nE",
            "RUN bash -euo pipefail <<E\na\nb\nE",
            "RUN cat <<E > /x\na\nb\nE",
            "RUN bash <<E | cat\na\nb\nE",
            "COPY <<E /x\na\nb\nE",
            "RUN <<A cat <<B\na\nA\nb\nB",
            "SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN <<E\na\nb\nE",
            "SHELL [\"pwsh\", \"-c\"]\nRUN <<E\na\nb\nE",
            "RUN <<E\na\nb (\nE",
        ];
        check_quiet(RULE.name, "FROM a\n{}\n", &quiet);
        // With `#!`, the body is a file that SHELL does not run.
        let text = "FROM a\nSHELL [\"/bin/sh\", \"-ec\"]\nRUN <<E\n#!/bin/sh\na\nb\nE\n";
        assert_eq!(find(RULE.name, text).len(), 1);
    }
}
