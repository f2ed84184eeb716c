//! Which ignore file counts for a build.

use std::{path::PathBuf, sync::Arc};

use dockwright_analysis::spec::Engine;
use dockwright_context::{build::BuildRoot, ignore_file::IgnoreFile};

use crate::regular_file;

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
    /// The one with the Dockerfile's name next to it, otherwise one in the root. Its patterns are relative to the root.
    /// Source: BuildKit's `frontend/dockerui/config.go`, and for Podman containerignore(5): there `.containerignore` comes
    /// before `.dockerignore`, but Buildah takes `NAME.dockerignore` before `NAME.containerignore`.
    pub(crate) fn find(place: &BuildRoot, engine: Engine) -> Self {
        let (named, in_root): (&[&str], &[&str]) = match engine {
            Engine::Docker => (&[".dockerignore"], &[".dockerignore"]),
            Engine::Podman => {
                (&[".dockerignore", ".containerignore"], &[".containerignore", ".dockerignore"])
            }
        };
        let beside = named.iter().map(|extension| {
            let mut name = place.dockerfile.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        });
        let mut candidates = beside.chain(in_root.iter().map(|name| place.root.join(name)));
        let found = candidates.find_map(|path| Some((regular_file::configuration(&path)?, path)));
        let (text, path) = found.map_or((String::new(), None), |(text, path)| (text, Some(path)));
        let name = path.as_deref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy());
        let name = name.map_or_else(|| in_root[0].into(), |name| name.as_ref().into());
        Self { path, name, file: IgnoreFile::new(&text), text }
    }
}
