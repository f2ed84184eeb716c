//! `wget` writes its progress to the build log.
//!
//! # What it does
//! Reports `wget` without an option that limits what it prints: `-nv`, `-q`, `--progress`, `-o`.
//!
//! # Why it matters
//! A build log is not a terminal, so `wget` prints a line for every 50 kB of a download. The messages that matter are
//! lost among thousands of lines. Add `-nv`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN wget https://example.com/app.tar.gz
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN wget -nv https://example.com/app.tar.gz
//! ```
//!
//! # Limits
//! Nothing is reported if the messages go elsewhere, as with `2>/dev/null`, or for keys, signatures and checksums,
//! which are small. The `wget` of Alpine and of `busybox` does not have `-nv`, so the fix is `-q` there.
//!
//! # References
//! - <https://www.gnu.org/software/wget/manual/html_node/Logging-and-Input-File-Options.html>

use super::{
    Acc, Check, StageContext,
    environment::{may_hold_options, written},
};
use crate::{run_calls::runs_of, run_fixes::insert_after};
use dockwright_analysis::{
    commands::{CallIn, OptionName},
    fix::Fix,
    shell::{Redirection, RedirectionKind},
    spec::base_images::is_alpine,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::wget_progress as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3047"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// Options that limit the messages, or download nothing.
const QUIET: &[&str] = &[
    "-a",
    "-b",
    "-h",
    "-o",
    "-q",
    "-V",
    "--append-output",
    "--background",
    "--help",
    "--no-verbose",
    "--output-file",
    "--progress",
    "--quiet",
    "--spider",
    "--version",
];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut has_apk = ctx.evaluated.entry.image.as_deref().is_some_and(is_alpine);
    for run in runs_of(ctx, &["apk", "wget"]) {
        for call in run.commands.calls() {
            has_apk |= call.name() == Some("apk");
            if call.name() != Some("wget") || !is_loud(call) || is_small(call, &ctx.scripts.source(run.item))
            {
                continue;
            }
            let mut finding = Finding::own(&RULE, call.range(call.word), &texts::FINDING);
            let is_busybox = call.wrappers.iter().any(|(it, _)| it.programs.contains(&"busybox"));
            finding.word = Some(if has_apk || is_busybox { "-q" } else { "-nv" }.to_owned());
            finding.mend = Some(fix);
            acc.push_at(run.item, run.role, finding);
        }
    }
}

fn is_loud(call: CallIn<'_>) -> bool {
    // `-nv` is the option `-n` with a value of letters.
    let is_no_verbose = |name: OptionName, value: Option<&str>| {
        name == OptionName::Letter('n') && value.is_some_and(|letters| letters.contains('v'))
    };
    call.words(call.view).count() > 1
        && !call.has_option(call.view, QUIET)
        && !call.options.iter().any(|it| is_no_verbose(it.name, it.value(call.view)))
        && !may_hold_options(call)
        && !is_redirected(call)
}

/// Whether all downloads are keys, signatures and checksums, which show hardly any progress.
fn is_small(call: CallIn<'_>, source: &str) -> bool {
    const SMALL: [&str; 9] = [".asc", ".gpg", ".key", ".md5", ".pub", ".sha1", ".sha256", ".sha512", ".sig"];
    let is_it = |&word: &usize| {
        let url = written(call, source, word);
        SMALL.iter().any(|end| url.ends_with(end))
    };
    !call.operands.is_empty() && call.operands.iter().all(is_it)
}

/// Whether its messages go to a file, by a redirection of the command or of something around it.
fn is_redirected(call: CallIn<'_>) -> bool {
    let view = call.view;
    let command = &view.commands[call.command];
    let around = view.scopes_around(command).filter_map(|scope| scope.part);
    let is_write = |it: &Redirection| matches!(it.kind, RedirectionKind::Output | RedirectionKind::Append);
    std::iter::once(command.part).chain(around).any(|part| {
        let own = || view.redirections.iter().filter(move |it| it.part == part);
        let has_file = own().any(|it| is_write(it) && it.descriptor.is_none_or(|number| number == 1));
        own().any(|it| match it.kind {
            RedirectionKind::OutputAndErrors | RedirectionKind::AppendOutputAndErrors => true,
            RedirectionKind::Output | RedirectionKind::Append => it.descriptor == Some(2),
            RedirectionKind::Duplicate => it.descriptor == Some(2) && has_file,
            _ => false,
        })
    })
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let option = ctx.finding.word.as_deref()?;
    let edits = vec![insert_after(ctx, &ctx.finding.range, &[option])];
    Some(Fix { title: texts::fix(option), safe: true, edits })
}

cases! {
    found: [r#"
FROM debian
RUN wget https://a/b.tgz
    ^^^^ info: `wget` writes its progress to the build log
run apt-get update \
  && sudo /usr/bin/wget -O a -nc \
          ^^^^^^^^^^^^^ info: `wget` writes its progress to the build log
    "$URL" >x
ONBUILD RUN wget -O- $URL | tar x
            ^^^^ info: `wget` writes its progress to the build log
RUN ["wget", "a"]
     ^^^^^^ info: `wget` writes its progress to the build log
RUN <<E
if ! wget -P/opt/aq a; then exit 1; fi
     ^^^^ info: `wget` writes its progress to the build log
E
"#],
    fixed: {
        "FROM debian\nRUN wget \\\n  # a\n  -O x a\nRUN [\"wget\", \"a\"]\n"
            => "FROM debian\nRUN wget -nv \\\n  # a\n  -O x a\nRUN [\"wget\", \"-nv\", \"a\"]\n",
        "FROM python:3-alpine AS b\nFROM b\nRUN wget a\n"
            => "FROM python:3-alpine AS b\nFROM b\nRUN wget -q a\n",
        "FROM x\nRUN apk add a && wget a && busybox wget b\n"
            => "FROM x\nRUN apk add a && wget -q a && busybox wget -q b\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_quiet, find};
    use super::RULE;

    #[test]
    fn quiet_ones() {
        let quiet = [
            "wget -q a",
            "wget --quiet a",
            "wget -nv a",
            "wget -ncv a",
            "wget -qO- a",
            "wget -cqO x a",
            "wget --no-verbose a",
            "wget --progress=dot:giga a",
            "wget --progress dot a",
            "wget -o log a",
            "wget -a log a",
            "wget --output-file=log a",
            "wget -b a",
            "wget --help",
            "wget -V",
            "wget --spider a",
            "wget -O a https://b/c.asc \"$URL.sha256\"",
            "wget a 2>/dev/null",
            "wget a &>/dev/null",
            "wget a >/dev/null 2>&1",
            "(wget a; b) 2>log",
            "wget $WGET_OPTS a",
            "wget \"$@\"",
            "wget",
            "echo wget",
            "command -v wget",
            "apt-get install wget",
        ];
        check_quiet(RULE.name, "FROM a\nRUN {}\n", &quiet);
        for text in ["wget a 2>&1", "wget -Oq a", "wget -nc -P q a", "wget a >x", "{ wget a; } >x"] {
            assert_eq!(find(RULE.name, &format!("FROM a\nRUN {text}\n")).len(), 1, "{text}");
        }
    }
}
