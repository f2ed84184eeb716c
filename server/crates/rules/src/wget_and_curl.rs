//! Stage downloads with both `wget` and `curl`.
//!
//! # What it does
//! Reports the first RUN of a stage that uses `wget` after `curl`, or `curl` after `wget`.
//!
//! # Why it matters
//! Both programs do the same. The second one is an extra package, with libraries, that you have to install, to update
//! and to check for security holes. Use only one of them.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN wget -nv https://example.com/a.tar.gz
//! RUN curl -fsSLO https://example.com/b.tar.gz
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSLO https://example.com/a.tar.gz
//! RUN curl -fsSLO https://example.com/b.tar.gz
//! ```
//!
//! # Limits
//! Installing both is not reported, and neither is a script that tries one and falls back to the second, as in
//! `curl … || wget …`. ONBUILD triggers are counted separately from their stage.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages>

use super::{Acc, Check, Role, StageContext};
use crate::run_calls::runs_of;
use dockwright_analysis::{
    commands::CallIn,
    shell::{Context, Joint},
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::wget_and_curl as texts;
use std::ops::Range;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL4001", "DS-0014"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

const TOOLS: [&str; 2] = ["wget", "curl"];

/// The first use of each tool: the instruction, and its place there.
type First = [Option<(usize, Range<usize>)>; TOOLS.len()];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let (mut own, mut triggers): (First, First) = Default::default();
    for run in runs_of(ctx, &TOOLS) {
        let first = if run.role == Role::Own { &mut own } else { &mut triggers };
        for call in run.commands.calls() {
            let Some(tool) = TOOLS.iter().position(|tool| call.name() == Some(tool)) else { continue };
            if first[tool].is_some() || !is_download(call) {
                continue;
            }
            first[tool] = Some((run.item, call.range(call.word)));
            let Some((item, range)) = &first[1 - tool] else { continue };
            let other = TOOLS[1 - tool];
            let message = texts::Finding { program: TOOLS[tool], other }.message();
            let mut finding = Finding::own(&RULE, call.range(call.word), message);
            finding.related = vec![(*item, range.clone(), texts::first(other))];
            acc.push_at(run.item, run.role, finding);
        }
    }
}

/// Whether a call downloads, and not only where something else has failed or is missing.
fn is_download(call: CallIn<'_>) -> bool {
    let command = &call.view.commands[call.command];
    let is_fallback = command.joint == Joint::Or
        || command.context.has(Context::CONDITIONAL)
        || command.context.has(Context::FUNCTION);
    !is_fallback && !call.has_option(call.view, &["-V", "--version", "--help"])
}

cases! {
    found: [r#"
FROM a
RUN apt-get install -y wget curl
RUN sudo wget a \
         ^^^^ related: `wget` is used here
  && wget b
ONBUILD RUN curl a
            ^^^^ related: `curl` is used here
RUN x && \
  # why
  /usr/bin/curl -O b | tar x; wget c
  ^^^^^^^^^^^^^ info: Both `curl` and `wget` are used
RUN curl c
ONBUILD RUN ["wget", "a"]
             ^^^^^^ info: Both `wget` and `curl` are used
FROM a
RUN <<E
curl a
^^^^ related: `curl` is used here
echo $(wget -qO- b)
       ^^^^ info: Both `wget` and `curl` are used
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN wget a\nFROM b\nRUN curl a",
            "RUN wget a || curl a",
            "RUN if command -v curl; then curl a; else wget a; fi",
            "RUN wget a && curl --version",
            "RUN wget a\nONBUILD RUN curl a",
            "RUN wget a\nHEALTHCHECK CMD curl a",
            "RUN echo curl && wget a",
        ],
    },
}
