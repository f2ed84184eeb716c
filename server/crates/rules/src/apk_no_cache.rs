//! `apk add` leaves its package index in the image.
//!
//! # What it does
//! Reports `apk add` without `--no-cache`.
//!
//! # Why it matters
//! apk writes the index of all packages to `/var/cache/apk`, and the index stays in the layer. It is of no use later,
//! because the next build needs a newer one.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache curl
//! ```
//!
//! # Limits
//! Nothing is reported if the same RUN deletes `/var/cache/apk` afterwards, if a cache is mounted there or on
//! `/etc/apk/cache`, or if a variable may hold options.
//!
//! # References
//! - <https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper>

use super::{Acc, Check, InstructionContext};
use crate::{
    run_calls::{empties, is_cleaner, is_in_other_root, is_mounted, may_hide_options},
    run_fixes::add_option,
};
use dockwright_analysis::{commands::CallIn, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::apk_no_cache as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["DL3019", "DS-0025", "DFL:apkadd-missing_nocache_or_updaterm"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

/// With these, apk writes no index to the usual place, or does nothing.
const UNCACHED: &[&str] =
    &["--no-cache", "--cache-dir", "--root", "-p", "--simulate", "-s", "--help", "-h", "--no-network"];

const CACHE: &str = "/var/cache/apk";

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(commands) = ctx.commands() else { return };
    if !commands.calls().any(|call| adds(&call).is_some()) || commands.is_partial() {
        return;
    }
    if is_mounted(ctx.facts, CACHE) || is_mounted(ctx.facts, "/etc/apk/cache") {
        return;
    }
    let calls: Vec<CallIn<'_>> = commands.calls().collect();
    let clears = |call: &CallIn<'_>| empties(call, CACHE) || is_cleaner(call) || clears_cache(call);
    let kept = calls.iter().rposition(clears).map_or(0, |at| at + 1);
    for call in &calls[kept..] {
        let Some(verb) = adds(call) else { continue };
        acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, call.range(verb), &texts::FINDING) });
    }
}

/// The subcommand of a call of `apk add` that keeps the index.
fn adds(call: &CallIn<'_>) -> Option<usize> {
    let verb = *call.operands.first().filter(|_| call.name() == Some("apk"))?;
    let is_kept = call.text(verb) == Some("add")
        && call.operands.len() > 1
        && !call.has_option(call.view, UNCACHED)
        && !is_in_other_root(call);
    (is_kept && !may_hide_options(call)).then_some(verb)
}

/// `apk cache clean`
fn clears_cache(call: &CallIn<'_>) -> bool {
    call.name() == Some("apk") && call.verb(call.view, &[&["cache", "clean"], &["cache", "purge"]]).is_some()
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of all fixes")]
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    Some(add_option(ctx, &texts::FIX, "--no-cache"))
}

cases! {
    found: [r#"
FROM alpine
RUN apk update \
 && apk add -t .deps \
        ^^^ info: `apk add` leaves its package index in the image
      gcc
ONBUILD RUN apk -U add curl
                   ^^^ info: `apk add` leaves its package index in the image
RUN <<E
rm -rf /var/cache/apk/*
apk add curl
    ^^^ info: `apk add` leaves its package index in the image
E
RUN --mount=type=cache,target=/root/.npm apk add npm && rm -rf /tmp/*
                                             ^^^ info: `apk add` leaves its package index in the image
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apk add --no-cache a",
            "apk --no-cache --update add a",
            "apk add a && rm -rf /var/cache/apk/*",
            "apk add a; rm -r /tmp/x /var/cache/",
            "apk add a && rm -rf /var/{log,cache/apk}/*",
            "apk add a && apk cache clean",
            "--mount=type=cache,target=/var/cache/apk apk add a",
            "--mount=type=cache,dst=/etc/apk/cache,sharing=locked apk add a",
            "--mount=type=tmpfs,target=/var/cache apk add a",
            "apk add --help a",
            "apk add",
            "apk add $OPTIONS a",
            "apk del a",
            "apk add a && (",
        ],
    },
    fixed: {
        "FROM a\nRUN apk update && apk add \\\n  a\nRUN [\"apk\", \"add\", \"a\"]\n"
            => "FROM a\nRUN apk update && apk add --no-cache \\\n  a\nRUN [\"apk\", \"add\", \"--no-cache\", \"a\"]\n",
    },
}
