//! What the syntax that a file asks for can: `# syntax=docker/dockerfile:1.2` has no heredocs.
//!
//! A file that asks for none is read by the builder itself, and an image that is not Docker's own may do anything; both
//! count as new.

use crate::document::Document;

/// Whether RUN may have heredocs.
pub(super) fn has_heredocs(document: &Document) -> bool {
    is_at_least(document, 4)
}

/// Whether RUN may have mounts.
pub(super) fn has_mounts(document: &Document) -> bool {
    is_at_least(document, 2)
}

/// Whether the syntax is version 1 with this number behind the dot, or a later one. Source: language.md 9.5.
fn is_at_least(document: &Document, minor: u32) -> bool {
    let syntax = document.header().iter().find(|directive| directive.name == "syntax");
    let Some((path, tag)) = syntax.and_then(|syntax| syntax.value.split('@').next()?.rsplit_once(':')) else {
        return true;
    };
    if !path.ends_with("docker/dockerfile") {
        return true;
    }
    let version = tag.split('-').next().unwrap_or_default();
    let mut numbers = version.split('.');
    numbers.next() != Some("1")
        || numbers.next().and_then(|number| number.parse::<u32>().ok()).is_none_or(|it| it >= minor)
}
