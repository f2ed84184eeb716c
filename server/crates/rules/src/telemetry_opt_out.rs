//! Tool sends usage data during the build.
//!
//! # What it does
//! Reports the first RUN of a stage with a tool that is known to send usage data to its makers, if the variable that
//! turns this off is not set.
//!
//! # Why it matters
//! The makers of the tool learn of each build, and of each container that uses the tool. Without network access, a
//! build may wait until the connection fails. Set the variable with ENV if you do not want this.
//!
//! # Example
//! ```dockerfile
//! FROM mcr.microsoft.com/dotnet/sdk:9.0
//! RUN dotnet restore
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM mcr.microsoft.com/dotnet/sdk:9.0
//! ENV DOTNET_CLI_TELEMETRY_OPTOUT=1
//! RUN dotnet restore
//! ```
//!
//! # Limits
//! Only tools that are called by name are found, directly or with a program such as `npx`. Scripts in a `package.json`
//! are not checked. The rule is only in the preset `all`, because it depends on the project whether this matters.
//!
//! # References
//! - <https://learn.microsoft.com/en-us/dotnet/core/tools/telemetry>
//! - <https://nextjs.org/telemetry>

use super::{
    Acc, Check, Role, StageContext,
    environment::{Setting, variable},
};
use crate::run_calls::runs;
use dockwright_analysis::{commands::CallIn, fix::Fix};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::telemetry_opt_out as texts;
use std::ops::Range;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:prefer-telemetry-opt-out"],
    group: Security, severity: Info, presets: &[],
}

/// Tools with the variable that turns their telemetry off, and its value. Source: the tools' own documentation.
const TOOLS: &[(&[&str], &str, &str)] = &[
    (&["astro"], "ASTRO_TELEMETRY_DISABLED", "1"),
    (&["az"], "AZURE_CORE_COLLECT_TELEMETRY", "0"),
    (&["brew"], "HOMEBREW_NO_ANALYTICS", "1"),
    (&["dotnet"], "DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
    (&["func"], "FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT", "1"),
    (&["gatsby"], "GATSBY_TELEMETRY_DISABLED", "1"),
    (&["gcloud"], "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true"),
    (&["huggingface-cli", "hf"], "HF_HUB_DISABLE_TELEMETRY", "1"),
    (&["next"], "NEXT_TELEMETRY_DISABLED", "1"),
    (&["ng"], "NG_CLI_ANALYTICS", "false"),
    (&["nuxi", "nuxt"], "NUXT_TELEMETRY_DISABLED", "1"),
    (&["pwsh"], "POWERSHELL_TELEMETRY_OPTOUT", "1"),
    (&["sam"], "SAM_CLI_TELEMETRY", "0"),
    (&["serverless", "sls"], "SLS_TELEMETRY_DISABLED", "1"),
    (&["storybook"], "STORYBOOK_DISABLE_TELEMETRY", "1"),
    (&["terraform"], "CHECKPOINT_DISABLE", "1"),
    (&["turbo"], "TURBO_TELEMETRY_DISABLED", "1"),
    (&["vcpkg"], "VCPKG_DISABLE_METRICS", "1"),
    (&["wrangler"], "WRANGLER_SEND_METRICS", "false"),
];

/// Programs that run a tool of a project: `npx next build`.
const RUNNERS: &[(&str, &[&[&str]])] = &[
    ("bunx", &[&[]]),
    ("npm", &[&["exec"], &["x"]]),
    ("npx", &[&[]]),
    ("pnpm", &[&["dlx"], &["exec"], &[]]),
    ("yarn", &[&["dlx"], &["exec"], &["run"], &[]]),
];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut seen: Vec<&str> = Vec::new();
    for run in runs(ctx) {
        for call in run.commands.calls() {
            let Some((tool, range)) = tool(call) else { continue };
            let Some(&(_, name, value)) = TOOLS.iter().find(|(names, ..)| names.contains(&tool)) else {
                continue;
            };
            let is_set = call.assigned(call.view, name).is_some()
                || call.view.assignments.iter().any(|it| call.view.name(it.name) == name)
                || variable(ctx, &run, name) != Setting::Unset;
            if is_set || seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let mut finding = Finding::own(&RULE, range, texts::finding(tool));
            finding.word = Some(format!("{name}={value}"));
            finding.mend = (run.role == Role::Own).then_some(fix);
            acc.push_at(run.item, run.role, finding);
        }
    }
}

/// The tool that a call runs, and the place of its name.
fn tool(call: CallIn<'_>) -> Option<(&str, Range<usize>)> {
    let name = call.name()?;
    if call.words(call.view).count() < 2 {
        return None;
    }
    let Some((_, verbs)) = RUNNERS.iter().find(|(runner, _)| *runner == name) else {
        return Some((name, call.range(call.word)));
    };
    let skipped = call.verb(call.view, verbs)?;
    let &word = call.operands.get(skipped)?;
    // A version may follow: `next@15`.
    let tool = call.text(word)?.split('@').next()?;
    Some((tool, call.range(word)))
}

/// Sets the variable before the instruction.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let pair = ctx.finding.word.as_deref()?;
    let text = format!("ENV {pair}{}{}", ctx.line_ending(), ctx.indentation());
    Some(Fix::replace(texts::fix(pair), 0..0, text).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
RUN dotnet restore && dotnet build
    ^^^^^^ info: `dotnet` sends usage data unless you opt out
RUN npm ci && \
  # why
  npx --yes next@15 build
            ^^^^^^^ info: `next` sends usage data unless you opt out
FROM b
RUN ["/usr/bin/dotnet", "build"]
     ^^^^^^^^^^^^^^^^^ info: `dotnet` sends usage data unless you opt out
ONBUILD RUN yarn run gatsby build
                     ^^^^^^ info: `gatsby` sends usage data unless you opt out
RUN <<E
npm exec ng build
         ^^ info: `ng` sends usage data unless you opt out
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "ENV DOTNET_CLI_TELEMETRY_OPTOUT=1\nRUN dotnet build",
            "RUN DOTNET_CLI_TELEMETRY_OPTOUT=1 dotnet build",
            "RUN export NEXT_TELEMETRY_DISABLED=1; npx next build",
            "ARG NEXT_TELEMETRY_DISABLED=1\nRUN yarn next build",
            "RUN npm run build",
            "RUN npm install next",
            "RUN yarn add next",
        ],
    },
    fixed: {
        "FROM a\r\n  RUN x \\\r\n && dotnet build\r\n"
            => "FROM a\r\n  ENV DOTNET_CLI_TELEMETRY_OPTOUT=1\r\n  RUN x \\\r\n && dotnet build\r\n",
    },
}
