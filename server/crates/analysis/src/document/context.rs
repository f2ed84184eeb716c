//! What is known of a document besides its text.

use dockwright_context::build::BuildContexts;

use crate::{build_inputs::BuildInputs, known_builds::KnownBuild};

/// What is known of a document besides its text: its name, what its builds are given, and what the settings say of
/// frontends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentContext {
    /// The name of the file, without its folder.
    pub file_name: Option<String>,
    /// The build that the document is read for.
    pub inputs: BuildInputs,
    /// The builds that other files state for the document.
    pub builds: Vec<KnownBuild>,
    /// Images of frontends that read the Dockerfile language, besides Docker's.
    pub frontends: Vec<String>,
    /// The files that its builds send.
    pub contexts: BuildContexts,
}
