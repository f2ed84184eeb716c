//! Checks which features the syntax version of a file has: `# syntax=docker/dockerfile:1.2` has no
//! heredocs.
//!
//! Without a `syntax` directive the builder itself reads the file, and a frontend image other than
//! Docker's may support anything; both count as current.

use dockwright_analysis::document::{Document, FrontendKind};

/// Whether RUN may have heredocs.
pub(super) fn has_heredocs(document: &Document) -> bool {
    is_at_least(document, 4)
}

/// Whether the syntax is version 1 with this minor version, or a later one.
fn is_at_least(document: &Document, minor: u32) -> bool {
    let frontend = document.frontend(&document.context().inputs);
    frontend.is_none_or(|frontend| match frontend.kind {
        FrontendKind::Docker { version, .. } => version.is_at_least((minor, 0)),
        FrontendKind::Other => true,
    })
}
