//! The fix that adds a stage for an image with variables.

use dockwright_syntax::Text;

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_lint::{diagnostics::diagnostics, rule::Severity};

/// The text after the fix of the only error.
#[track_caller]
fn fixed(text: &str) -> Option<String> {
    let mut found = diagnostics(&Document::new(Text::new(text)));
    found.retain(|found| found.severity == Severity::Error);
    let [found] = found.as_slice() else { panic!("{found:?}") };
    found.fix.as_ref().map(|fix| edited(text, &fix.edits))
}

#[test]
fn an_image_gets_a_stage() {
    assert_eq!(
        fixed("ARG R=docker.io/acme\n# the image\nFROM $R/build:1\nRUN --mount=type=cache,from=$R/pkg:1,target=/o true\n")
            .as_deref(),
        Some(
            "ARG R=docker.io/acme\nFROM $R/pkg:1 AS pkg\n\n# the image\nFROM $R/build:1\nRUN --mount=type=cache,from=pkg,target=/o true\n"
        ),
    );
    assert_eq!(
        fixed("ARG MY_IMAGE=a\nfrom b:1 as my-image\ncopy --from=${MY_IMAGE}:1 /a /b\n").as_deref(),
        Some(
            "ARG MY_IMAGE=a\nfrom ${MY_IMAGE}:1 as my-image-2\n\nfrom b:1 as my-image\ncopy --from=my-image-2 /a /b\n"
        ),
    );
}

#[test]
fn arguments_of_a_stage_do_not_reach_from() {
    assert_eq!(fixed("FROM a:1\nARG SRC=b\nCOPY --from=$SRC /a /b\n"), None);
}
