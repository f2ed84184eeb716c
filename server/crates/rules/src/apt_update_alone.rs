//! Package lists are fetched in a separate RUN.
//!
//! # What it does
//! Reports `apt-get update`, `apk update`, `dnf makecache` and `zypper refresh` in a RUN that installs nothing
//! afterwards.
//!
//! # Why it matters
//! Docker keeps the layer of this RUN in its cache. If you add a package to a later RUN, it is installed from lists
//! that may be months old: you get an old version, or the build fails because the server no longer has it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update
//! RUN apt-get install -y --no-install-recommends curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends curl \
//!     && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! # Limits
//! Nothing is reported if the RUN also starts a program that may install something, or mounts a cache for the lists.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#apt-get>

use super::{Check, FileContext, FileFound, Role};
use crate::{
    package_lists::{LaterUses, list_runs},
    run_calls::is_mounted,
};
use dockwright_analysis::{
    document::Placed,
    facts::{Facts, Form},
    fix::{Fix, TextEdit},
    shell::{self, Dialect, Joint},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::apt_update_alone as texts;

rule! {
    checks: [Check::File(check)],
    stands_for: [apt_clean_lists],
    aliases: &["DS-0017", "DFL:apt-get-update_require_install"],
    group: Commands, presets: &[Default],
}

/// Where the managers keep their lists.
const FOLDERS: [&str; 6] = [
    "/var/lib/apt/lists",
    "/var/cache/apk",
    "/etc/apk/cache",
    "/var/cache/yum",
    "/var/cache/dnf",
    "/var/cache/zypp",
];

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let uses = LaterUses::of(ctx);
    for (stage, (block, _)) in ctx.stages.iter().enumerate() {
        for run in list_runs(ctx, stage) {
            let Some(fetch) = run.fetch.as_ref().filter(|_| !run.uses_lists) else { continue };
            let whole = &block.items()[run.item].facts;
            let facts = whole.trigger.as_deref().unwrap_or(whole);
            if FOLDERS.iter().any(|folder| is_mounted(facts, folder)) {
                continue;
            }
            let mut finding = Finding::own(
                &RULE,
                fetch.range.clone(),
                texts::Finding { program: &*fetch.program, verb: &*fetch.verb }.message(),
            );
            if let Some((_, item)) = uses.after(stage, run).filter(|(at, _)| *at == stage) {
                let keyword = block.items()[item].facts.keyword_range.clone();
                finding.related = vec![(item, keyword, (&texts::USED_LATER).into())];
                let is_next = item == run.item + 1 && run.role == Role::Own;
                finding.mend = is_next.then_some(fix as _);
                finding.mends_document = true;
            }
            found.push(FileFound { stage: Some(stage), found: Found { item: run.item, finding } });
        }
    }
}

/// Whether a RUN is a command line that can be continued: without flags and heredocs.
fn is_plain(facts: &Facts) -> bool {
    facts.instruction == Some(Instruction::Run)
        && facts.form == Some(Form::Shell)
        && facts.flags.is_empty()
        && facts.heredocs.is_empty()
}

/// Whether a script is a single list of commands that all have to succeed, so that a command
/// inserted before it has to succeed as well.
fn ends_at_failure(ctx: &Mending<'_>, next: &Placed<'_>) -> bool {
    let view = shell::view(ctx.document, next, Dialect::Posix).filter(|view| !view.has_error);
    view.is_some_and(|view| {
        let mut own = view.statements.iter().filter(|it| it.scope == 0);
        let first = own.clone().next().map(|it| it.list);
        own.all(|it| Some(it.list) == first && it.joint != Joint::Or && !it.is_background)
    })
}

/// Joins the RUN with the next one.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let end = ctx.start + ctx.source.trim_end().len();
    let mut after = ctx.document.instructions().skip_while(|it| it.start <= ctx.start);
    let next = after.next().filter(|next| is_plain(next.facts) && is_plain(ctx.whole))?;
    let text = ctx.document.text();
    let gap = text.slice(end..next.start);
    // A `#` in the gap would be a comment among continued lines, and a `;` or `&` at the end is an operator.
    let is_bare = gap.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
    let ends_plainly = !ctx.source.trim_end().ends_with([';', '&', '|', ctx.escape]);
    let has_comment = ctx.source.contains('#') || ctx.document.source(&next).contains('#');
    if !is_bare || !ends_plainly || has_comment {
        return None;
    }
    if !ends_at_failure(ctx, &next) {
        return None;
    }
    let start = next.start + next.facts.args_range.start;
    let line = format!(" {}{}{}    && ", ctx.escape, ctx.line_ending(), ctx.indentation());
    let edits = vec![TextEdit { range: end..start, text: line }];
    Some(Fix { title: (&texts::FIX).into(), safe: false, edits })
}

cases! {
    found: [r#"
FROM debian
RUN apt-get update
            ^^^^^^ warning: `apt-get update` is in a RUN that installs nothing
ENV A=b
RUN apt-get install -y a
^^^ related: This RUN installs from these lists
ONBUILD RUN apt-get update && rm -rf /x
                    ^^^^^^ warning: `apt-get update` is in a RUN that installs nothing
FROM alpine
RUN apk \
      update
      ^^^^^^ warning: `apk update` is in a RUN that installs nothing
RUN apk add --no-cache a
RUN <<E
dnf makecache
    ^^^^^^^^^ warning: `dnf makecache` is in a RUN that installs nothing
E
RUN ["zypper", "ref"]
               ^^^^^ warning: `zypper ref` is in a RUN that installs nothing
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apt-get update && apt-get install -y a",
            "apt-get update && apt-get -y upgrade",
            "apt-get update && ./setup.sh",
            "apt-get update && curl x | bash",
            "apt-get update && $INSTALL",
            "yum -y update",
            "--mount=type=cache,target=/var/lib/apt apt-get update",
            "apt-get update && (",
            "echo apt-get update",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn runs_are_joined() {
        check_fix(
            RULE.name,
            "FROM a\n  RUN apt-get update\n\n  RUN apt-get install -y \\\n  b\n",
            "FROM a\n  RUN apt-get update \\\n      && apt-get install -y \\\n  b\n",
        );
        for text in [
            "RUN apt-get update\n# why\nRUN apt-get install -y b",
            "RUN apt-get update\nRUN --network=none apt-get install -y b",
            "RUN apt-get update\nRUN [\"apt-get\", \"install\", \"b\"]",
            "RUN apt-get update;\nRUN apt-get install -y b",
            "RUN apt-get update\nRUN apt-get install -y b; c",
            "RUN apt-get update\nRUN apt-get install -y b || c",
        ] {
            let text = format!("FROM a\n{text}\n");
            check_fix(RULE.name, &text, &text);
        }
    }
}
