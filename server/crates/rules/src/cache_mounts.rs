//! Package manager downloads everything again in each build.
//!
//! # What it does
//! Reports a RUN that calls a package manager without a cache mount for its downloads, if a cache mount is possible
//! there.
//!
//! # Why it matters
//! When Docker builds the layer again, the package manager downloads everything again. A cache mount keeps the
//! downloads from one build to the next, and keeps them out of the image.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN --mount=type=cache,target=/root/.npm npm ci
//! ```
//!
//! # Limits
//! Only package managers that run as `root` and keep their downloads in the usual directory are checked. Nothing is
//! reported if a later command needs the downloads in the image, or if the RUN deletes them. Debian and Ubuntu images
//! delete what apt downloads; the fix removes the configuration file that makes them do so.
//!
//! # References
//! - <https://docs.docker.com/build/cache/optimize/#use-cache-mounts>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{fix::Fix, model::place::Spot, spec::Instruction};
use dockwright_lint::{
    cache_mounts::{CacheMounts, all_cache_mounts, has_mounts},
    finding::{Finding, Found, Mending},
    script_run::ScriptRun,
};
use dockwright_texts::rules::cache_mounts as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["T:prefer-package-cache-mounts"],
    group: Performance, severity: Info, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    if !has_mounts(ctx.document) {
        return;
    }
    for (stage, (block, _)) in ctx.stages.iter().enumerate() {
        for (item, it) in block.items().iter().enumerate() {
            if it.facts.instruction != Some(Instruction::Run) || !it.facts.problems.is_empty() {
                continue;
            }
            let spot = Spot { stage: Some(stage), item, placed: block.placed(item) };
            let Some(run) = ScriptRun::at(ctx.document, spot) else { continue };
            for CacheMounts { call, .. } in all_cache_mounts(&run) {
                let program = call.program(&run.view).unwrap_or_default();
                let range = run.view.words[call.word].span.range();
                let finding = Finding::own(&RULE, range, texts::finding(program));
                let finding = Finding { mend: Some(fix), mends_document: true, ..finding };
                found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
            }
        }
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let spot = Spot::at(ctx.document, ctx.start)?;
    let run = ScriptRun::at(ctx.document, spot)?;
    let is_it = |mounts: &CacheMounts| run.view.words[mounts.call.word].span.range() == ctx.finding.range;
    let mounts = all_cache_mounts(&run).into_iter().find(is_it)?;
    let title = texts::fix(mounts.call.program(&run.view)?);
    Some(Fix { title, safe: false, edits: mounts.edits })
}

cases! {
    fixed: {
        "FROM node:22\nRUN npm ci\n"
            => "FROM node:22\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci\n",
        "FROM debian\nRUN apt-get update && apt-get install -y a\n" => "FROM debian\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    \
             --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    \
             rm -f /etc/apt/apt.conf.d/docker-clean \\\n    && apt-get update && apt-get install -y a\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, check_quiet, find};
    use super::RULE;

    #[test]
    fn downloads_without_a_cache() {
        check(
            RULE.name,
            r#"
FROM node:22
RUN echo a && \
    npm ci
    ^^^ info: `npm` downloads everything again in each build
RUN <<E
pip install a
^^^ info: `pip` downloads everything again in each build
E
"#,
        );
        let text = "FROM a\nRUN npm ci && pip install a && npm i b\n";
        assert_eq!(find(RULE.name, text).len(), 2);
        let text = "FROM a AS b\nRUN npm ci\nFROM scratch AS scratch\nCOPY --from=b /c /\n";
        assert!(find(RULE.name, text).is_empty());
        let quiet = [
            "--mount=type=cache,target=/root/.npm npm ci",
            "--mount=type=cache,target=/root/.yarn/berry/cache yarn install --immutable",
            "npm ci && npm cache clean --force",
            "pip install --no-cache-dir a",
            "npm test",
            "apt-get install -y a",
            "[\"npm\", \"ci\"]",
            "npm ci && (",
        ];
        check_quiet(RULE.name, "FROM a\nRUN {}\n", &quiet);
        let quiet = ["USER app\nRUN npm ci", "ONBUILD RUN npm ci", "ENV NPM_CONFIG_CACHE=/c\nRUN npm ci"];
        check_quiet(RULE.name, "FROM a\n{}\n", &quiet);
        let old = "# syntax=docker/dockerfile:1.1\nFROM a\nRUN npm ci\n";
        assert!(find(RULE.name, old).is_empty());
    }
}
