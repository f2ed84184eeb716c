//! Which ignore file counts for a build.

use std::{path::PathBuf, sync::Arc};

use dockwright_analysis::spec::Engine;
use dockwright_context::{build::BuildRoot, ignore_file::IgnoreFile};

use crate::disk_context::{ignore_file, ignore_files};

/// The ignore file of a build; an empty one where there is none.
#[derive(Debug)]
pub(crate) struct ContextIgnore {
    /// Where it is.
    pub(crate) path: Option<PathBuf>,
    /// Its name, without its folder.
    pub(crate) name: Arc<str>,
    pub(crate) text: String,
    pub(crate) file: IgnoreFile,
}

impl ContextIgnore {
    /// The one that counts for a build; one that cannot be read leaves nothing out.
    pub(crate) fn find(place: &BuildRoot, engine: Engine) -> Self {
        let candidates = ignore_files(&place.root, Some(&place.dockerfile), engine);
        let usual = candidates.last().and_then(|path| path.file_name()).map(|it| it.to_string_lossy().into());
        let found = ignore_file(candidates);
        let (path, text) = found.map_or((None, None), |(path, text)| (Some(path), text.ok()));
        let text = text.unwrap_or_default();
        let name = path.as_deref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy());
        let name = name.map(|name| name.as_ref().into()).or(usual).unwrap_or_else(|| "".into());
        Self { path, name, file: IgnoreFile::new(&text), text }
    }
}
