//! The information about a document that is not in its text.

use dockwright_context::build::BuildContexts;

use crate::{build_inputs::BuildInputs, known_builds::KnownBuild};

/// The information about a document that is not in its text: its name, the inputs of its builds,
/// and the frontends from the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentContext {
    /// The name of the file, without its folder.
    pub file_name: Option<String>,
    /// The build that the document is analysed for.
    pub inputs: BuildInputs,
    /// The builds of the document that other files define.
    pub builds: Vec<KnownBuild>,
    /// Images of frontends, besides Docker's, that read the Dockerfile language.
    pub frontends: Vec<String>,
    /// The files that its builds send.
    pub contexts: BuildContexts,
}
