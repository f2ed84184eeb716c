//! Constant platform in FROM.
//!
//! # What it does
//! Reports a `--platform` in FROM that contains no variable, unless the name of the stage contains the operating system
//! or the architecture.
//!
//! # Why it matters
//! The stage is built for that platform, whatever platform you ask for. On a different machine it runs under emulation,
//! and an image for several platforms contains the same one each time.
//!
//! # Example
//! ```dockerfile
//! FROM --platform=linux/amd64 alpine:3.22 AS base
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! ```
//!
//! # Limits
//! If the stage is called `build-arm64`, for example, the platform is taken as intended.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/from-platform-flag-const-disallowed/>

use super::{Acc, Check, StageContext, global_expansion};
use dockwright_analysis::{go::quote, platform::Platform};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::from_platform_flag_const_disallowed as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3029"],
    group: Stages, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/from-platform-flag-const-disallowed/"),
    moment: Moment::new(Pass::From, 2),
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(operands) = ctx.from() else { return };
    let Some(flag) = ctx.platform() else { return };
    let mut has_variables = false;
    flag.references(&mut |_| has_variables = true);
    if has_variables {
        return;
    }
    let Some(expansion) = global_expansion(flag, &ctx.evaluated.global.scope) else { return };
    let text = expansion.text;
    let Ok(platform) = Platform::parse(&text) else { return };
    let name = operands.name.as_ref().map_or_else(String::new, |name| name.text.to_lowercase());
    if !name.contains(&platform.os) && !name.contains(&platform.arch) {
        let message = texts::finding(quote(&text));
        acc.push(Finding::new(&RULE, flag.range.clone(), message));
    }
}

cases! {
    found: [r#"
ARG P=linux/amd64
FROM --platform=linux/amd64 alpine
                ^^^^^^^^^^^ warning: FROM --platform flag should not use constant value "linux/amd64"
FROM --platform=linux/aarch64 alpine AS build-arm64
FROM --platform=linux alpine AS on-linux
FROM --platform=$P alpine
FROM \
  --platform='linux/arm64' alpine AS build
              ^^^^^^^^^^^ warning: FROM --platform flag should not use constant value "linux/arm64"
"#],
}
