//! The base image is of the platform that is built for.
//!
//! # What it does
//! Reports a base image of another operating system or architecture than the stage's.
//!
//! # Why it matters
//! An image of one platform only is taken for every platform. Its programs run emulated, or not at all.
//!
//! # Example
//! ```dockerfile
//! FROM --platform=linux/arm64 an-amd64-only-image AS build-arm64
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM --platform=linux/arm64 alpine:3.22 AS build-arm64
//! ```
//!
//! # Limits
//! What platforms an image has is told by its registry, which is not asked: without that knowledge nothing is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/invalid-base-image-platform/>

use super::{Acc, StageContext};
use crate::{facts::quote, finding::Finding, rule::Group};

rule! {
    name: "InvalidBaseImagePlatform",
    group: Group::Stages,
    summary: "The base image is of the platform that is built for",
    note: "Its programs run emulated, or not at all",
    url: Some("https://docs.docker.com/reference/build/checks/invalid-base-image-platform/"),
    source: include_str!("invalid_base_image_platform.rs"),
}

pub(super) fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(actual) = &ctx.inputs.base_platform else { return };
    let Some(image) = ctx.evaluated.base_image() else { return };
    let expected = &ctx.evaluated.base_state.platform;
    if (&expected.os, &expected.arch) == (&actual.os, &actual.arch) {
        return;
    }
    let range =
        ctx.from().and_then(|operands| operands.image.as_ref()).map_or(0..0, |image| image.range.clone());
    let message = format!(
        "Base image {image} was pulled with platform {}, expected {} for current build",
        quote(&actual.specifier()),
        quote(&expected.specifier())
    );
    acc.push(Finding::new(&RULE, range, message));
}

#[cfg(test)]
mod tests {
    use super::super::testing::find;

    #[test]
    fn nothing_is_said_without_knowledge() {
        assert!(
            find("InvalidBaseImagePlatform", "FROM --platform=linux/arm64 alpine AS build-arm64\n")
                .is_empty()
        );
    }
}
