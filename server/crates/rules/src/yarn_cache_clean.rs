//! `yarn install` leaves its cache in the image.
//!
//! # What it does
//! Reports `yarn install`, or `yarn` alone, in the stages that end up in the image, if the same RUN does not remove
//! Yarn's cache afterwards.
//!
//! # Why it matters
//! Yarn 1 keeps every package that it downloads in a cache, in addition to `node_modules`. An image does not change
//! after it is built, so the copies only make it larger. Add `yarn cache clean` to the same RUN.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! COPY package.json yarn.lock ./
//! RUN yarn install --frozen-lockfile
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! COPY package.json yarn.lock ./
//! RUN yarn install --frozen-lockfile && yarn cache clean
//! ```
//!
//! # Limits
//! Nothing is reported with a cache or tmpfs mount over the cache, or if the file hints at Yarn 2 or later, whose cache
//! is part of the project: `.yarnrc.yml`, `corepack`, `yarn set version`, `--immutable`. A stage from which files are
//! only copied is not checked.
//!
//! # References
//! - <https://classic.yarnpkg.com/lang/en/docs/cli/cache/>

use super::{
    Check, FileContext, FileFound, StageContext, Summary,
    environment::{Setting, calls_after, may_hold_options, removes, scratch_directories, variable},
    package_caches::report_unless,
    run_calls::{Run, is_within, runs_of},
};
use crate::run_fixes::append;
use dockwright_analysis::{
    commands::CallIn, document::Item, facts::operands::Operands, fix::Fix, memo::Memoized,
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::yarn_cache_clean as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3060"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// Where Yarn 1 keeps its cache for root.
const CACHE: &str = "/usr/local/share/.cache/yarn";

/// The findings of a stage.
struct Installs(Vec<Found>);

impl Memoized for Installs {}

impl Summary for Installs {
    fn of(ctx: &StageContext<'_>) -> Self {
        let mut found = Vec::new();
        for run in runs_of(ctx, &["yarn", "yarnpkg"]) {
            // A cleaning command after the last call cleans up after all of them.
            let Some(call) = run.commands.calls().filter(|call| is_install(*call)).last() else { continue };
            if leaves_cache(ctx, &run, call) {
                let word = call.operands.first().copied().unwrap_or(call.word);
                let mut finding = Finding::own(&RULE, call.range(word), &texts::FINDING);
                finding.mend = Some(fix);
                found.push(Found { item: run.item, finding });
            }
        }
        Self(found)
    }
}

/// Whether a stage has a newer Yarn.
struct IsNewer(bool);

impl Memoized for IsNewer {}

impl Summary for IsNewer {
    fn of(ctx: &StageContext<'_>) -> Self {
        let mut runs = runs_of(ctx, &["corepack", "yarn", "yarnpkg"]);
        Self(ctx.items.iter().any(brings_newer) || runs.any(|run| run.commands.calls().any(is_newer)))
    }
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    report_unless(ctx, |IsNewer(is)| *is, |Installs(found)| found, found);
}

fn is_yarn(call: CallIn<'_>) -> bool {
    matches!(call.name(), Some("yarn" | "yarnpkg"))
}

fn is_install(call: CallIn<'_>) -> bool {
    let is_it = match call.operands.first() {
        Some(&word) => call.text(word) == Some("install"),
        None => true,
    };
    is_yarn(call)
        && is_it
        && !call.has_option(call.view, &["-h", "-v", "--help", "--version"])
        && !may_hold_options(call)
}

/// Whether a call is one of a newer Yarn, or may choose it.
fn is_newer(call: CallIn<'_>) -> bool {
    const VERBS: &[&[&str]] =
        &[&["dlx"], &["plugin"], &["policies"], &["set", "version"], &["workspaces", "focus"]];
    const OPTIONS: &[&str] =
        &["--check-cache", "--immutable", "--immutable-cache", "--inline-builds", "--mode"];
    if call.name() == Some("corepack") {
        return true;
    }
    is_yarn(call) && (call.verb(call.view, VERBS).is_some() || call.has_option(call.view, OPTIONS))
}

/// Whether a copy adds the settings or the program of a newer Yarn.
fn brings_newer(item: &Item) -> bool {
    let is_it = |path: &str| {
        path.contains(".yarnrc.yml") || path.contains(".yarnrc.y*ml") || {
            let name = path.trim_end_matches('/').rsplit('/').next();
            path.contains(".yarn/") || name.is_some_and(|name| name == ".yarn" || name.starts_with(".yarn*"))
        }
    };
    match &item.facts.operands {
        Operands::Copy(operands) => {
            operands.sources.iter().chain(&operands.destination).any(|path| is_it(&path.text))
        }
        Operands::Pairs(pairs) => pairs.iter().any(|pair| pair.key.text.starts_with("YARN_ENABLE_")),
        _ => false,
    }
}

fn leaves_cache(ctx: &StageContext<'_>, run: &Run<'_>, call: CallIn<'_>) -> bool {
    let own = call.option(call.view, &["--cache-folder"]).map(|it| it.value(call.view));
    let folder = match own {
        Some(None) => return false,
        Some(Some(folder)) => Some(folder.to_owned()),
        None => match variable(ctx, run, "YARN_CACHE_FOLDER") {
            Setting::Unset => None,
            Setting::Unknown => return false,
            Setting::Known(folder) => Some(folder),
        },
    };
    let is_over = |mount: &str| match &folder {
        Some(folder) => is_within(folder, mount),
        None => is_within(CACHE, mount) || is_cache(mount) || mount == "/root",
    };
    let is_elsewhere = call.assigned(call.view, "YARN_CACHE_FOLDER").is_some();
    if is_elsewhere || scratch_directories(run).any(is_over) {
        return false;
    }
    let source = ctx.scripts.source(run.item);
    let clears = |it: CallIn<'_>| {
        let is_clean = is_yarn(it) && it.verb(it.view, &[&["cache", "clean"]]).is_some() && own.is_none();
        is_clean
            || removes(it, &source, |path| {
                let path = path.trim_end_matches(['*', '/']);
                is_cache(path) || folder.as_deref().is_some_and(|folder| is_within(folder, path))
            })
    };
    !calls_after(run, call).any(clears)
}

/// Whether a path is that of Yarn's cache, for any user: `~/.cache`, `$(yarn cache dir)`.
fn is_cache(path: &str) -> bool {
    path.ends_with("/.cache") || path.contains("yarn")
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    // The command that cleans does not know `--cache-folder`.
    if ctx.source.contains("--cache-folder") {
        return None;
    }
    let edits = vec![append(ctx, &ctx.finding.range, "yarn cache clean")?];
    Some(Fix { title: (&texts::FIX).into(), safe: true, edits })
}

cases! {
    found: [r#"
FROM node AS base
RUN yarn install --frozen-lockfile
         ^^^^^^^ info: `yarn install` keeps its cache in the image
RUN a && \
  # why
  yarn --production \
  ^^^^ info: `yarn install` keeps its cache in the image
  --network-timeout 1000 && yarn build
FROM base
RUN ["yarn", "install"]
             ^^^^^^^^^ info: `yarn install` keeps its cache in the image
ONBUILD RUN yarn cache clean && yarn
                                ^^^^ info: `yarn install` keeps its cache in the image
RUN <<E
yarn install; yarn build; yarn install --production
                               ^^^^^^^ info: `yarn install` keeps its cache in the image
rm -rf /tmp/x
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN yarn install && yarn cache clean",
            "RUN yarn && yarn build && yarn cache clean --force",
            "RUN yarn && rm -rf /usr/local/share/.cache",
            "RUN yarn && rm -rf $(yarn cache dir)",
            "RUN yarn && rm -rf ~/.cache/*",
            "RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn",
            "RUN --mount=type=cache,target=/root/.yarn yarn",
            "RUN --mount=type=cache,target=/c yarn --cache-folder /c",
            "ENV YARN_CACHE_FOLDER=/c\nRUN --mount=type=cache,target=/c yarn",
            "RUN yarn --cache-folder /c && rm -rf /c",
            "RUN yarn --version",
            "RUN yarn build && yarn add a",
            "RUN yarn $ARGS",
            "RUN corepack enable\nRUN yarn",
            "RUN yarn install --immutable",
            "COPY .yarnrc.yml yarn.lock ./\nRUN yarn",
            "COPY .yarn .yarn\nRUN yarn",
            "RUN yarn\nFROM b",
        ],
    },
    fixed: {
        "FROM a\nRUN yarn install && yarn build\nRUN <<E\nset -e\nyarn\nE\n"
            => "FROM a\nRUN yarn install && yarn build && yarn cache clean\nRUN <<E\nset -e\nyarn\nyarn cache clean\nE\n",
        "FROM a\r\nRUN a \\\r\n # b\r\n && yarn\r\n"
            => "FROM a\r\nRUN a \\\r\n # b\r\n && yarn \\\r\n && yarn cache clean\r\n",
    },
}
