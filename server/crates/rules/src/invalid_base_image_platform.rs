//! Base image for a different platform.
//!
//! # What it does
//! Reports a base image whose operating system or architecture differs from that of the stage. An image in
//! `COPY --from` is compared with the platform of the build.
//!
//! # Why it matters
//! Docker uses an image with only one platform for every platform. Its programs run under emulation, or not at all.
//!
//! # Example
//! With `linux/amd64` as the only platform of the image:
//! ```dockerfile
//! FROM --platform=linux/arm64 an-amd64-only-image AS build-arm64
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM --platform=linux/amd64 an-amd64-only-image AS build-amd64
//! ```
//!
//! # Limits
//! Only the registry knows the platforms of an image, and Dockwright does not ask it. Without this information, nothing
//! is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/invalid-base-image-platform/>

use std::ops::Range;

use super::{Acc, Check, FileContext, FileFound, StageContext};
use dockwright_analysis::{
    go::quote,
    model::{Edge, EdgeKind},
    platform::Platform,
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::invalid_base_image_platform as texts;

rule! {
    checks: [Check::Stage(check), Check::File(check_copies)],
    group: Stages,
    url: Some("https://docs.docker.com/reference/build/checks/invalid-base-image-platform/"),
    moment: Moment::new(Pass::Platforms, 0),
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(actual) = &ctx.inputs.base_platform else { return };
    let Some(image) = ctx.evaluated.base_image() else { return };
    let range =
        ctx.from().and_then(|operands| operands.image.as_ref()).map_or(0..0, |image| image.range.clone());
    if let Some(finding) = finding(image, actual, &ctx.evaluated.base_state.platform, range) {
        acc.push(finding);
    }
}

/// COPY from an image uses the target platform.
fn check_copies(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let inputs = &ctx.model.inputs;
    let Some(actual) = &inputs.base_platform else { return };
    let converted = ctx.model.converted();
    let is_image = |edge: &&Edge| edge.stage.is_none() && !edge.is_index && edge.text != "scratch";
    for edge in ctx.model.edges.iter().filter(is_image) {
        let is_converted = converted.as_ref().is_none_or(|converted| converted[edge.user]);
        if edge.kind == EdgeKind::Copy
            && is_converted
            && let Some(finding) = finding(&edge.text, actual, &inputs.platform, edge.range.clone())
        {
            found.push(FileFound { stage: Some(edge.user), found: Found { item: edge.item, finding } });
        }
    }
}

fn finding(image: &str, actual: &Platform, expected: &Platform, range: Range<usize>) -> Option<Finding> {
    if (&expected.os, &expected.arch) == (&actual.os, &actual.arch) {
        return None;
    }
    let message = texts::Finding {
        image,
        actual: quote(&actual.full_specifier()),
        expected: quote(&expected.full_specifier()),
    }
    .message();
    Some(Finding::new(&RULE, range, message))
}

cases! {
    quiet: {
        "{}" => ["FROM --platform=linux/arm64 alpine AS build-arm64\n"],
    },
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use dockwright_analysis::{
        build_inputs::BuildInputs, document::Document, model::Model, platform::Platform,
    };
    use dockwright_lint::{
        diagnostics::diagnostics_for,
        preset::{Choice, Selection},
        rule::Preset,
    };

    /// The lines that BuildKit reports if every image is for linux/amd64.
    fn lines(text: &str, target: Option<&str>) -> Vec<(u32, u32)> {
        let document = Document::new(Text::new(text));
        let inputs = BuildInputs {
            platform: Platform::parse("linux/arm64").unwrap(),
            target: target.map(str::to_owned),
            base_platform: Some(Platform::linux("amd64")),
            ..BuildInputs::default()
        };
        let model = Model::new(&document, &inputs, None);
        let selection = Selection::new(Preset::Buildkit, &Choice::default());
        let found = diagnostics_for(&document, &model, &selection);
        found.iter().filter(|found| found.code == super::RULE.name).filter_map(|found| found.lines).collect()
    }

    #[test]
    fn only_images_that_the_target_needs_are_looked_up() {
        let text = "FROM a AS one\nFROM b AS two\nFROM one AS three\n";
        assert_eq!(lines(text, None), [(1, 1), (2, 2)]);
        assert_eq!(lines(text, Some("three")), [(1, 1)]);
        assert_eq!(lines(text, Some("TWO")), [(2, 2)]);
    }

    #[test]
    fn an_image_to_copy_from_is_looked_up() {
        let text = "FROM scratch\nCOPY \\\n  --from=a / /\nCOPY --from=0 / /b\n";
        assert_eq!(lines(text, None), [(2, 3)]);
    }
}
