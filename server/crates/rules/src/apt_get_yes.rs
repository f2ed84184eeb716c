//! `apt-get install` asks a question that no one can answer.
//!
//! # What it does
//! Reports `apt-get install` and `apt install` without `-y`.
//!
//! # Why it matters
//! If apt needs to install more packages than you named, it asks whether to continue. A build has no terminal, so apt
//! takes the answer as "no" and aborts, and the build fails.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y curl
//! ```
//!
//! # Limits
//! `--yes`, `--assume-yes`, `-q` twice, `-o APT::Get::Assume-Yes=true`, that setting in a configuration file that the
//! same stage writes, and input from a pipe count as `-y`. Nothing is reported if a variable may hold options.
//!
//! # References
//! - <https://manpages.debian.org/stable/apt/apt-get.8.en.html>

use super::{Acc, Check, StageContext};
use crate::{
    run_calls::{APT_YES, apt_install, apt_option, configures_apt, is_fed, may_hide_options, runs_of},
    run_fixes::add_option,
};
use dockwright_analysis::{commands::CallIn, fix::Fix};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::apt_get_yes as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3014", "DS-0021", "DFL:apt-get_missing_param"],
    group: Commands, presets: &[Hadolint, Default],
}

const YES: &[&str] =
    &["-y", "--yes", "--assume-yes", "--assume-no", "--force-yes", "--trivial-only", "-d", "--download-only"];

const SETTING: &str = "Assume-Yes";

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut first_unread = 0;
    for run in runs_of(ctx, &["apt-get", "apt"]) {
        let is_open =
            |call: &CallIn<'_>| apt_install(call).is_some() && !answers(call) && !may_hide_options(call);
        if run.commands.is_partial() || !run.commands.calls().any(|call| is_open(&call)) {
            continue;
        }
        // What earlier instructions write is read when a finding first depends on it, and only once.
        for item in first_unread..=run.item {
            let commands = ctx.scripts.commands(item);
            if configures_apt(&ctx.items[item], Some(&commands), SETTING, APT_YES) {
                return;
            }
        }
        first_unread = run.item + 1;
        for call in run.commands.calls().filter(|call| is_open(call)) {
            let Some(verb) = apt_install(&call).filter(|_| !is_fed(run.commands, &call)) else { continue };
            let message = texts::finding(call.name().unwrap_or_default());
            let finding = Finding::own(&RULE, call.range(verb), message);
            acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
        }
    }
}

/// Whether apt asks nothing.
fn answers(call: &CallIn<'_>) -> bool {
    let view = call.view;
    let quiet = call.options.iter().filter(|it| it.is_named(view, "-q") || it.is_named(view, "--quiet"));
    let level = |value: Option<&str>| value.map_or(1, |value| value.parse().unwrap_or(1));
    let quietness: u32 = quiet.map(|it| level(it.value(view))).sum();
    quietness > 1 || call.has_option(view, YES) || apt_option(call, SETTING, APT_YES)
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    Some(add_option(ctx, &texts::FIX, "-y"))
}

cases! {
    found: [r#"
FROM debian
RUN apt-get update \
 && sudo apt-get install -q curl "php-$VERSION"
                 ^^^^^^^ warning: `apt-get install` without `-y` may ask for confirmation
ONBUILD RUN /usr/bin/apt install curl
                         ^^^^^^^ warning: `apt install` without `-y` may ask for confirmation
RUN <<E
apt-get -o A=b install -f
               ^^^^^^^ warning: `apt-get install` without `-y` may ask for confirmation
E
RUN ["apt-get", "install", "curl"]
                ^^^^^^^^^ warning: `apt-get install` without `-y` may ask for confirmation
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apt-get -y install a",
            "apt-get install -qq a",
            "apt-get install -q -q a",
            "apt-get install -q=2 a",
            "apt-get install -fqy a",
            "apt-get install --assume-yes a",
            "apt-get install -o APT::Get::Assume-Yes=true a",
            "apt-get install -oAPT::Get::Assume-Yes=1 a",
            "apt-get install -s a",
            "apt-get install --print-uris a",
            "apt-get install $OPTIONS a",
            "yes | apt-get install a",
            "yes | (apt-get update; apt-get install a)",
            "echo y | sudo sh -c 'apt-get install a'",
            "apt-get install a </answers",
            "apt-get install",
            "apt-get update",
            "apt-get install a (",
            "echo apt-get install a",
            "echo 'APT::Get::Assume-Yes \"true\";' >/etc/apt/apt.conf.d/90yes && apt-get install a",
            "<<E\ncat >/etc/apt/apt.conf.d/yes <<F\nAPT::Get::Assume-Yes \"true\";\nF\napt-get install a\nE",
        ],
        "FROM a\n{}\n" => [
            "COPY apt.conf /etc/apt/apt.conf.d/\nRUN apt-get install a",
            "RUN echo 'APT::Get::Assume-Yes \"1\";' >>/etc/apt/apt.conf\nRUN apt-get install a",
            "SHELL [\"pwsh\", \"-c\"]\nRUN apt-get install a",
        ],
    },
    fixed: {
        "FROM a\nRUN apt-get install \\\n  # why\n  a\nRUN [\"apt\", \"install\", \"a\"]\n"
            => "FROM a\nRUN apt-get install -y \\\n  # why\n  a\nRUN [\"apt\", \"install\", \"-y\", \"a\"]\n",
    },
}
