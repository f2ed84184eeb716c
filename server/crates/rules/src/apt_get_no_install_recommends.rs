//! `apt-get install` also installs recommended packages.
//!
//! # What it does
//! Reports `apt-get install` and `apt install` without `--no-install-recommends`.
//!
//! # Why it matters
//! apt installs not only what a package needs, but also what its maintainer recommends for a typical system. The image
//! becomes larger and contains more programs that need updates.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y git
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends git
//! ```
//!
//! # Limits
//! Your program may need a recommended package, such as `ca-certificates` for `curl`: add it to the list. Nothing is
//! reported if the choice is explicit: with `--install-recommends`, with `-o APT::Install-Recommends=…`, or with that
//! setting in a configuration file that the same stage writes. The same goes for a variable that may hold options.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#apt-get>
//! - <https://manpages.debian.org/stable/apt/apt-get.8.en.html>

use super::{Acc, Check, StageContext};
use crate::{
    run_calls::{APT_NO, APT_YES, apt_install, apt_option, configures_apt, may_hide_options, runs_of},
    run_fixes::add_option,
};
use dockwright_analysis::{commands::CallIn, fix::Fix};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::apt_get_no_install_recommends as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3015", "DS-0029", "DFL:apt-get_recommends"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

const SETTING: &str = "Install-Recommends";

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut first_unread = 0;
    for run in runs_of(ctx, &["apt-get", "apt"]) {
        if run.commands.is_partial() || !run.commands.calls().any(|call| takes_recommended(&call).is_some()) {
            continue;
        }
        // What earlier instructions write is read when a finding first depends on it, and only once.
        for item in first_unread..=run.item {
            let commands = ctx.scripts.commands(item);
            if configures_apt(&ctx.items[item], Some(&commands), SETTING, APT_NO) {
                return;
            }
        }
        first_unread = run.item + 1;
        for call in run.commands.calls() {
            let Some(verb) = takes_recommended(&call) else { continue };
            let message = texts::finding(call.name().unwrap_or_default());
            let finding = Finding::own(&RULE, call.range(verb), message);
            acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
        }
    }
}

/// The subcommand of a call that installs recommended packages without saying so.
fn takes_recommended(call: &CallIn<'_>) -> Option<usize> {
    let verb = apt_install(call).filter(|_| call.operands.len() > 1)?;
    let is_said = call.has_option(call.view, &["--no-install-recommends", "--install-recommends"])
        || apt_option(call, SETTING, APT_NO)
        || apt_option(call, SETTING, APT_YES);
    (!is_said && !may_hide_options(call)).then_some(verb)
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    Some(add_option(ctx, &texts::FIX, "--no-install-recommends").unsafe_choice())
}

cases! {
    found: [r#"
FROM debian
RUN apt-get update && \
    DEBIAN_FRONTEND=noninteractive apt-get -y install \
                                              ^^^^^^^ info: `apt-get install` also installs recommended packages
      curl git
ONBUILD RUN apt install -y curl
                ^^^^^^^ info: `apt install` also installs recommended packages
RUN <<E
if true; then apt-get install -y curl; fi
                      ^^^^^^^ info: `apt-get install` also installs recommended packages
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apt-get install --no-install-recommends a",
            "apt-get install --install-recommends a",
            "apt-get -o APT::Install-Recommends=false install a",
            "apt-get install -o=APT::Install-Recommends=0 a",
            "apt-get install -oAPT::Install-Recommends=no a",
            "apt-get install --option=APT::Install-Recommends=off a",
            "apt-get install -f",
            "apt-get install ${APT_OPTIONS} a",
            "apt-get update",
            "apt-get install a &&& b",
            "echo 'APT::Install-Recommends \"0\";' >/etc/apt/apt.conf.d/90x; apt-get install a",
        ],
        "{}" => [
            "FROM a\nCOPY <<E /etc/apt/apt.conf.d/x\nAPT::Install-Recommends \"false\";\nE\nRUN apt-get install a\n",
        ],
    },
    fixed: {
        "FROM a\r\nRUN apt-get -y install \\\r\n    a\r\n"
            => "FROM a\r\nRUN apt-get -y install --no-install-recommends \\\r\n    a\r\n",
    },
}
