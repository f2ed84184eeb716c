//! `useradd` with a large user ID writes a huge log file.
//!
//! # What it does
//! Reports `useradd -u` with a number of 100000 or more, but without `-l`.
//!
//! # Why it matters
//! `useradd` adds the user to `/var/log/faillog` and `/var/log/lastlog`, which have an entry for every number up to the
//! user ID. These are sparse files, but an image layer stores the zeros too: the build may take minutes and gigabytes.
//! Add `-l`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN useradd -u 1234567 app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN useradd -l -u 1234567 app
//! ```
//!
//! # Limits
//! Variables are checked if an ARG or ENV of the file gives them a value.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#user>

use super::{
    Acc, Check, StageContext,
    environment::{Setting, may_hold_options, variable, variable_of},
};
use crate::{
    run_calls::{Run, runs_of},
    run_fixes::{commands, insert_after},
};
use dockwright_analysis::{
    commands::{CallIn, CallOption, OptionValue},
    fix::Fix,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::useradd_large_uid as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3046"],
    group: Commands, presets: &[Default, Hadolint],
}

/// The first number that takes six digits.
const LARGE: u64 = 100_000;

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs_of(ctx, &["useradd"]) {
        for call in run.commands.calls_of("useradd") {
            let is_off = call.has_option(call.view, &["-l", "--no-log-init"]) || may_hold_options(call);
            let Some(option) = call.option(call.view, &["-u", "--uid"]).filter(|_| !is_off) else { continue };
            let number = number(ctx, &run, call, option).and_then(|text| text.parse::<u64>().ok());
            if let Some(number) = number.filter(|number| *number >= LARGE) {
                let message = texts::finding(number.to_string());
                let finding = Finding::own(&RULE, option.span(call.view).range(), message);
                acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
            }
        }
    }
}

/// The user ID in an option, also from a variable.
fn number(ctx: &StageContext<'_>, run: &Run<'_>, call: CallIn<'_>, option: &CallOption) -> Option<String> {
    if let Some(text) = option.value(call.view) {
        return Some(text.to_owned());
    }
    let OptionValue::Word(word) = option.value else { return None };
    let name = variable_of(call.view, &call.view.words[word])?;
    let is_own = call.view.assignments.iter().any(|it| call.view.name(it.name) == name);
    match variable(ctx, run, name) {
        Setting::Known(value) if !is_own => Some(value),
        _ => None,
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let all = commands(ctx);
    let option = &ctx.finding.range;
    let is_it = |call: &CallIn<'_>| {
        call.options.iter().any(|it| it.span(call.view).range() == *option) && call.name() == Some("useradd")
    };
    let call = all.calls().filter(is_it).last()?;
    let edits = vec![insert_after(ctx, &call.range(call.word), &["-l"])];
    Some(Fix { title: (&texts::FIX).into(), safe: true, edits })
}

cases! {
    found: [r#"
ARG G=200000
FROM a
ARG UID=1234567
ARG G
ENV SMALL=1000 E=300000
RUN useradd -u 100000 app && \
            ^^^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 100000
    sudo /usr/sbin/useradd -rmu123456 \
                           ^^^^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 123456
      app
RUN ["useradd", "--uid", "100001", "app"]
                ^^^^^^^^^^^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 100001
ONBUILD RUN useradd --uid=100001 app
                    ^^^^^^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 100001
RUN <<E
useradd -u $UID a; useradd -u "${G}" b; useradd -u $SMALL c; useradd --uid $E d
        ^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 1234567
                           ^^^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 200000
                                                                     ^^^^^^^^ warning: `useradd` writes log entries for all user IDs up to 300000
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "useradd -u 99999 a",
            "useradd -l -u 100000 a",
            "useradd -mlu 100000 a",
            "useradd --no-log-init --uid 100000 a",
            "useradd -u $X a",
            "useradd -u 1000 123456",
            "useradd -c 100000 -u 1 a",
            "X=1; X=100000; useradd -u $X a",
            "useradd $OPTS -u 100000 a",
            "usermod -u 100000 a",
            "adduser -u 100000 a",
            "groupadd -g 100000 a",
        ],
    },
    fixed: {
        "FROM a\nRUN useradd -m \\\n  # a\n  -u 100000 a\nRUN [\"useradd\", \"-u\", \"100000\", \"a\"]\n"
            => "FROM a\nRUN useradd -l -m \\\n  # a\n  -u 100000 a\nRUN [\"useradd\", \"-l\", \"-u\", \"100000\", \"a\"]\n",
    },
}
