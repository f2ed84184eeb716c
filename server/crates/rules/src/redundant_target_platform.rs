//! `--platform=$TARGETPLATFORM` has no effect.
//!
//! # What it does
//! Reports `--platform` if its value is only the variable TARGETPLATFORM.
//!
//! # Why it matters
//! Without the flag, Docker uses the target platform too. The flag only makes readers look for a reason.
//!
//! # Example
//! ```dockerfile
//! FROM --platform=$TARGETPLATFORM alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! None known.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/redundant-target-platform/>

use super::{Acc, Check, StageContext, global_expansion};
use dockwright_analysis::fix::Fix;
use dockwright_lint::finding::{Finding, Mending, Tag};
use dockwright_texts::{rules::redundant_target_platform as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3065"],
    group: Stages, severity: Info, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/redundant-target-platform/"),
    moment: Moment::new(Pass::From, 1),
}

const NAME: &str = "TARGETPLATFORM";

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(flag) = ctx.platform() else { return };
    let (mut count, mut others) = (0, 0);
    flag.references(&mut |reference| {
        count += usize::from(reference.name == NAME);
        others += usize::from(reference.name != NAME);
    });
    let scope = &ctx.evaluated.global.scope;
    let Some(target) = scope.value(NAME).filter(|_| count > 0 && others == 0) else { return };
    if global_expansion(flag, scope).is_some_and(|value| *value.text == *target.text) {
        let message = texts::finding(&flag.text);
        let range =
            ctx.items[0].facts.flags.first().map_or_else(|| flag.range.clone(), |flag| flag.range.clone());
        let finding = Finding::new(&RULE, range, message);
        acc.push(Finding { tag: Some(Tag::Unnecessary), mend: Some(fix), ..finding });
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let range = &ctx.finding.range;
    let rest = ctx.source.get(range.end..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let whole = range.start..range.end + blanks;
    let is_flag = ctx.text().starts_with("--");
    is_flag.then(|| Fix::replace(&titles::REMOVE_FLAG, whole, String::new()))
}

cases! {
    found: [r#"
ARG P
FROM --platform=$TARGETPLATFORM alpine
     ^^^^^^^^^^^^^^^^^^^^^^^^^^ info (unnecessary): Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior
FROM --platform=$BUILDPLATFORM alpine
FROM --platform=${P:-$TARGETPLATFORM} alpine
FROM --platform=${TARGETPLATFORM:-linux/arm64} \
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info (unnecessary): Setting platform to predefined ${TARGETPLATFORM:-linux/arm64} in FROM is redundant as this is the default behavior
  alpine
"#],
    fixed: {
        "FROM --platform=$TARGETPLATFORM  alpine\nFROM --platform=$TARGETPLATFORM \\\n  alpine AS b\n"
            => "FROM alpine\nFROM \\\n  alpine AS b\n",
    },
}
