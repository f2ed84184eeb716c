//! Image with the tag `latest`.
//!
//! # What it does
//! Reports images in FROM with the tag `latest` and no digest.
//!
//! # Why it matters
//! `latest` points to a different image after each release. A build that worked yesterday may fail today or produce a
//! different image.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:latest
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! Variables are replaced by their defaults first. Tags such as `latest-slim` are not reported, although they change
//! too.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>

use super::{Acc, Check, StageContext};
use dockwright_analysis::model::image_reference::ImageReference;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::latest_tag as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3007", "DFL:latest_tag", "DS-0001"],
    group: Stages, presets: &[Hadolint],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(image) = ctx.evaluated.base_image().filter(|image| image.ends_with(":latest")) else { return };
    let is_tag = ImageReference::parse(image).is_ok_and(|image| image.tag.as_deref() == Some("latest"));
    let Some(written) = ctx.from().and_then(|from| from.image.as_ref()).filter(|_| is_tag) else { return };
    let is_spelt = written.text.ends_with("latest") && written.range.len() == written.text.len();
    let start = if is_spelt { written.range.end - "latest".len() } else { written.range.start };
    acc.push(Finding::own(&RULE, start..written.range.end, &texts::FINDING));
}

cases! {
    found: [r#"
ARG TAG=latest
FROM alpine:latest AS latest
            ^^^^^^ warning: The tag `latest` changes over time
FROM alpine:$TAG
     ^^^^^^^^^^^ warning: The tag `latest` changes over time
FROM alpine:latest-slim
FROM latest
FROM alpine:latest@sha256:e7d92cdc71feacf90708cb59182d0df1b911f8ae022d29e8e95d75ca6a99776a
"#],
}
