//! `pip install` leaves its cache in the image.
//!
//! # What it does
//! Reports `pip install` without `--no-cache-dir` in the stages that the image consists of.
//!
//! # Why it matters
//! pip saves what it downloads and builds in `~/.cache/pip` for later. An image does not change after it is built, so
//! these files only make it larger.
//!
//! # Example
//! ```dockerfile
//! FROM python:3.13
//! RUN pip install flask==3.1.0
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM python:3.13
//! RUN pip install --no-cache-dir flask==3.1.0
//! ```
//!
//! # Limits
//! Nothing is reported if the cache is turned off or does not stay in the image: if ENV, ARG or the script gives
//! `PIP_NO_CACHE_DIR` a value, since pip turns the cache off for any value; if a cache or tmpfs mount covers the cache;
//! if the same RUN removes the cache later; if a `pip.conf` file is copied, which may have the setting; or if packages
//! come only from a directory (`--no-index`). Stages that files are only copied from are not checked.
//!
//! # References
//! - <https://pip.pypa.io/en/stable/topics/caching/>

use super::{
    Check, FileContext, FileFound, StageContext, Summary,
    environment::{Setting, calls_after, may_hold_options, removes, scratch_directories, variable},
    package_caches::report_unless,
    run_calls::{Run, is_within, runs_of},
};
use crate::run_fixes::{call_at, commands, insert_after};
use dockwright_analysis::{
    commands::CallIn, document::Item, facts::operands::Operands, fix::Fix, memo::Memoized,
    shell::AssignmentKind, spec::wrappers::family,
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::pip_no_cache_dir as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3042"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

const VARIABLE: &str = "PIP_NO_CACHE_DIR";

/// The findings of a stage.
struct Installs(Vec<Found>);

impl Memoized for Installs {}

/// Whether a stage has the file with pip's settings from elsewhere.
struct HasConfig(bool);

impl Memoized for HasConfig {}

impl Summary for HasConfig {
    fn of(ctx: &StageContext<'_>) -> Self {
        Self(ctx.items.iter().any(brings_config))
    }
}

impl Summary for Installs {
    fn of(ctx: &StageContext<'_>) -> Self {
        let mut found = Vec::new();
        for run in runs_of(ctx, &["pip"]) {
            for call in run.commands.calls().filter(|call| is_install(*call)) {
                if leaves_cache(ctx, &run, call) {
                    let mut finding = Finding::own(&RULE, call.range(call.operands[0]), &texts::FINDING);
                    finding.mend = Some(fix);
                    found.push(Found { item: run.item, finding });
                }
            }
        }
        Self(found)
    }
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    report_unless(ctx, |HasConfig(has)| *has, |Installs(found)| found, found);
}

fn is_install(call: CallIn<'_>) -> bool {
    call.name().is_some_and(|name| matches!(family(name), "pip" | "pip2" | "pip3"))
        && call.subcommand(call.view) == Some("install")
        && !call.has_option(call.view, &["--dry-run", "-h", "--help", "--no-index"])
}

/// Whether a copy adds pip's settings.
fn brings_config(item: &Item) -> bool {
    let Operands::Copy(operands) = &item.facts.operands else { return false };
    let is_it = |text: &str| ["pip.conf", ".pip/", ".config/pip"].iter().any(|it| text.contains(it));
    operands.sources.iter().chain(&operands.destination).any(|path| is_it(&path.text))
        || operands.heredocs.iter().any(|(_, name)| is_it(name))
}

fn leaves_cache(ctx: &StageContext<'_>, run: &Run<'_>, call: CallIn<'_>) -> bool {
    // The start of an option's name is enough.
    if call.has_option(call.view, &["--no-cache-dir", "--no-cache"]) || may_hold_options(call) {
        return false;
    }
    let directory = call.option(call.view, &["--cache-dir"]).map(|it| it.value(call.view));
    if directory.is_some_and(|value| value.is_none_or(|value| is_elsewhere(run, value)))
        || scratch_directories(run).any(is_cache)
        || is_off_in_script(run, call)
    {
        return false;
    }
    if variable(ctx, run, VARIABLE) != Setting::Unset && !is_empty(&variable(ctx, run, VARIABLE)) {
        return false;
    }
    match variable(ctx, run, "PIP_CACHE_DIR") {
        Setting::Known(value) if is_elsewhere(run, &value) => return false,
        Setting::Unknown => return false,
        _ => {}
    }
    let source = ctx.scripts.source(run.item);
    let clears = |it: CallIn<'_>| {
        let is_purge = it.name().is_some_and(|name| family(name).starts_with("pip"))
            && it.verb(it.view, &[&["cache", "purge"], &["cache", "remove"]]).is_some();
        is_purge
            || removes(it, &source, |path| {
                let directory =
                    directory.flatten().is_some_and(|own| is_within(own, path.trim_end_matches("/*")));
                directory || is_removed_cache(path)
            })
    };
    !calls_after(run, call).any(clears) && !source.contains("global.no-cache-dir")
}

/// Whether a directory is in a mount, or is `/dev/null`, so that nothing stays in the image.
fn is_elsewhere(run: &Run<'_>, directory: &str) -> bool {
    directory == "/dev/null" || scratch_directories(run).any(|mount| is_within(directory, mount))
}

/// Whether a mount covers pip's cache, for any user.
fn is_cache(mount: &str) -> bool {
    let parts = || mount.split('/');
    parts().any(|part| matches!(part, ".cache" | "~" | "$HOME" | "${HOME}") || part.contains("pip"))
        || mount == "/root"
        || mount.strip_prefix("/home/").is_some_and(|name| !name.contains('/'))
}

fn is_removed_cache(path: &str) -> bool {
    let mut parts = path.trim_end_matches(['/', '*']).rsplit('/');
    let last = parts.next().unwrap_or_default();
    last == ".cache" || path.contains(".cache/pip") || (path.contains("pip") && path.contains("cache")) || {
        // `/root/.[^.]*`, `/root/.c*`.
        path.starts_with("/root/.") && path.ends_with('*')
    }
}

fn is_empty(setting: &Setting) -> bool {
    *setting == Setting::Known(String::new())
}

/// Whether the script turns the cache off for the call, by an assignment that is not empty.
fn is_off_in_script(run: &Run<'_>, call: CallIn<'_>) -> bool {
    if call.assigned(call.view, VARIABLE).is_some_and(|value| !value.is_empty()) {
        return true;
    }
    let start = call.view.words[call.word].span.start;
    run.commands.scripts.iter().any(|script| {
        let view = &script.view;
        view.assignments.iter().any(|it| {
            view.name(it.name) == VARIABLE
                && it.name_span.start < start
                && it.value.is_some_and(|value| value.start < value.end)
                && it.kind != AssignmentKind::Prefix
        })
    })
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let all = commands(ctx);
    let call = call_at(&all, &ctx.finding.range)?;
    // The option after it would turn the cache on again.
    if call.has_option(call.view, &["--cache-dir"]) {
        return None;
    }
    let edits = vec![insert_after(ctx, &ctx.finding.range, &["--no-cache-dir"])];
    Some(Fix { title: (&texts::FIX).into(), safe: true, edits })
}

cases! {
    found: [r#"
FROM python:3.13 AS base
RUN pip install a
        ^^^^^^^ info: `pip install` keeps its cache in the image
run apt-get update \
  && sudo -H /usr/bin/pip3.11 -q \
  # why
    install a
    ^^^^^^^ info: `pip install` keeps its cache in the image
FROM base
ONBUILD RUN python3 -m pip install -r a.txt
                           ^^^^^^^ info: `pip install` keeps its cache in the image
RUN ["pip", "install", "a"]
            ^^^^^^^^^ info: `pip install` keeps its cache in the image
RUN bash -c "pip install a"
                 ^^^^^^^ info: `pip install` keeps its cache in the image
RUN <<E
set -e
pip install "$A" && rm -rf /tmp/a
    ^^^^^^^ info: `pip install` keeps its cache in the image
E
ENV PIP_NO_CACHE_DIR=
RUN rm -rf /root/.cache && PIP_NO_CACHE_DIR= pip install a
                                                 ^^^^^^^ info: `pip install` keeps its cache in the image
"#],
    fixed: {
        "FROM a\nRUN pip install \\\n    # why\n    a\r\nRUN [\"pip\", \"install\", \"a\"]\n"
            => "FROM a\nRUN pip install --no-cache-dir \\\n    # why\n    a\r\nRUN [\"pip\", \"install\", \"--no-cache-dir\", \"a\"]\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_quiet, find};
    use super::RULE;

    #[test]
    fn caches_that_do_not() {
        let quiet = [
            "RUN pip install --no-cache-dir a",
            "RUN pip --no-cache-dir install a",
            "RUN pip download a",
            "RUN pip install --help",
            "RUN pip install --no-index -f /wheels a",
            "RUN pipenv install a",
            "RUN uv pip install a",
            "RUN pip install $PIP_ARGS a",
            "RUN pip install \"$@\"",
            "ENV PIP_NO_CACHE_DIR=1\nRUN pip install a",
            "ENV PIP_NO_CACHE_DIR=\"off\"\nRUN pip install a",
            "ENV PIP_NO_CACHE_DIR=\nENV PIP_NO_CACHE_DIR=0\nRUN pip install a",
            "ARG PIP_NO_CACHE_DIR=true\nRUN pip install a",
            "ENV PIP_NO_CACHE_DIR=$A\nRUN pip install a",
            "RUN PIP_NO_CACHE_DIR='1' pip install a",
            "RUN export PIP_NO_CACHE_DIR=1; pip install a",
            "RUN env PIP_NO_CACHE_DIR=1 pip install a",
            "RUN pip install a && rm -rf ~/.cache/pip",
            "RUN pip install a && rm -r \"$HOME/.cache\"",
            "RUN pip install a && pip cache purge",
            "RUN --mount=type=cache,target=/root/.cache/pip pip install a",
            "RUN --mount=type=cache,dst=/root/.cache/ pip install a",
            "RUN --mount=type=tmpfs,target=/root pip install a",
            "RUN --mount=type=cache,target=/c pip install --cache-dir=/c/pip a",
            "ENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c pip install a",
            "COPY pip.conf /etc/pip.conf\nRUN pip install a",
            "SHELL [\"pwsh\", \"-c\"]\nRUN pip install a",
            "RUN pip install a\nFROM b",
        ];
        check_quiet(RULE.name, "FROM a\n{}\n", &quiet);
        let windows =
            "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN [\"pip\", \"install\", \"a\"]\n";
        assert!(find(RULE.name, windows).is_empty());
        for text in [
            "ENV PIP_NO_CACHE_DIR=1\nENV PIP_NO_CACHE_DIR=\nRUN pip install a",
            "RUN --mount=type=bind,target=/root/.cache pip install a",
            "RUN --mount=type=cache,target=/var/cache/apt pip install a",
            "RUN pip install a && rm -rf /var/cache/apt",
            "RUN pip install --cache-dir=/c a",
            "RUN PIP_NO_CACHE_DIR=1 a && pip install a",
        ] {
            assert_eq!(find(RULE.name, &format!("FROM a\n{text}\n")).len(), 1, "{text}");
        }
    }
}
