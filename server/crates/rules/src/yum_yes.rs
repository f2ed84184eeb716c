//! `yum` asks a question that no one can answer.
//!
//! # What it does
//! Reports `yum install` and other subcommands that change packages if they have no `-y`.
//!
//! # Why it matters
//! yum asks whether the listed changes are right. A build has no terminal, so yum takes the answer as "no", and the
//! build fails. Add `-y`.
//!
//! # Example
//! ```dockerfile
//! FROM centos:7
//! RUN yum install httpd && yum clean all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM centos:7
//! RUN yum install -y httpd && yum clean all
//! ```
//!
//! # Limits
//! `--assumeyes`, `assumeyes=1` in a configuration file that the same stage writes, and input from a pipe count as
//! `-y`. Nothing is reported if a variable may hold options.
//!
//! # References
//! - <https://man7.org/linux/man-pages/man8/yum.8.html>

use super::{Acc, Check, StageContext};
use crate::{
    run_calls::{is_fed, may_hide_options, runs_of, sets, writes_setting},
    run_fixes::add_option,
};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    document::Item,
    facts::operands::Operands,
    fix::Fix,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Rule,
};
use dockwright_texts::rules::yum_yes as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3030"],
    group: Commands, presets: &[Hadolint, Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    questions(ctx, &RULE, &["yum"], acc);
}

/// The subcommands that ask, and whether they need packages.
const VERBS: &[(&[&str], bool)] = &[
    (&["install"], true),
    (&["in"], true),
    (&["groupinstall"], true),
    (&["group", "install"], true),
    (&["localinstall"], true),
    (&["module", "install"], true),
    (&["reinstall"], true),
    (&["downgrade"], true),
    (&["remove"], true),
    (&["erase"], true),
    (&["update"], false),
    (&["upgrade"], false),
    (&["distro-sync"], false),
];

const YES: &[&str] = &["-y", "--assumeyes", "--assumeno", "-h", "--help", "--version"];

const TRUE: &[&str] = &["1", "true", "yes", "on"];

/// Reports the questions that programs of yum's family ask in a stage.
pub(super) fn questions(ctx: &StageContext<'_>, rule: &'static Rule, programs: &[&str], acc: &mut Acc) {
    let asks = |call: &CallIn<'_>| {
        call.name().filter(|name| programs.contains(name))?;
        let is_verb = |(verb, needs): &&(&[&str], bool)| {
            call.verb(call.view, &[verb]).is_some_and(|length| !needs || call.operands.len() > length)
        };
        let (verb, _) = VERBS.iter().find(is_verb)?;
        let is_open = !call.has_option(call.view, YES) && !may_hide_options(call) && !is_set_by_option(call);
        is_open.then(|| call.operands[verb.len() - 1])
    };
    let mut first_unread = 0;
    for run in runs_of(ctx, programs) {
        if run.commands.is_partial() || !run.commands.calls().any(|call| asks(&call).is_some()) {
            continue;
        }
        for item in first_unread..=run.item {
            if configures(&ctx.items[item], &ctx.scripts.commands(item)) {
                return;
            }
        }
        first_unread = run.item + 1;
        for call in run.commands.calls() {
            let Some(verb) = asks(&call).filter(|_| !is_fed(run.commands, &call)) else { continue };
            let (program, subcommand) =
                (call.name().unwrap_or_default(), call.text(verb).unwrap_or_default());
            let message = texts::Finding { program, verb: subcommand }.message();
            let finding = Finding::own(rule, call.range(verb), message);
            acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
        }
    }
}

fn is_yes(text: &str) -> bool {
    sets(text, "assumeyes", TRUE) || sets(text, "defaultyes", TRUE)
}

/// `--setopt=assumeyes=1`
fn is_set_by_option(call: &CallIn<'_>) -> bool {
    call.options
        .iter()
        .any(|it| it.is_named(call.view, "--setopt") && it.value(call.view).is_some_and(is_yes))
}

/// Whether an instruction writes or copies the configuration that answers.
fn configures(it: &Item, commands: &Commands) -> bool {
    if let Operands::Copy(operands) = &it.facts.operands {
        let is_config = |path: &str| path.ends_with("yum.conf") || path.ends_with("dnf.conf");
        let mut paths = operands.sources.iter().chain(&operands.destination);
        if operands.heredocs.is_empty() && paths.any(|path| is_config(&path.text)) {
            return true;
        }
    }
    writes_setting(it, Some(commands), is_yes)
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    Some(add_option(ctx, &texts::FIX, "-y"))
}

cases! {
    found: [r#"
FROM centos
RUN yum -q install \
           ^^^^^^^ warning: Without `-y`, `yum install` asks for confirmation
    httpd; yum update
               ^^^^^^ warning: Without `-y`, `yum update` asks for confirmation
ONBUILD RUN sudo yum group install Development
                           ^^^^^^^ warning: Without `-y`, `yum install` asks for confirmation
RUN <<E
yum remove a
    ^^^^^^ warning: Without `-y`, `yum remove` asks for confirmation
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "yum -y install a",
            "yum install --assumeyes a",
            "yum install a -y",
            "yum --setopt=assumeyes=1 install a",
            "yes | yum install a",
            "yum install $OPTIONS a",
            "yum install",
            "yum clean all",
            "yum list install",
            "dnf install a",
            "yum install a (",
            "echo 'assumeyes=1' >>/etc/yum.conf && yum install a",
        ],
        "{}" => ["FROM a\nCOPY yum.conf /etc/\nRUN yum install a\n"],
    },
    fixed: {
        "FROM a\nRUN yum install \\\n  a && \\\n  yum update\n"
            => "FROM a\nRUN yum install -y \\\n  a && \\\n  yum update -y\n",
    },
}
