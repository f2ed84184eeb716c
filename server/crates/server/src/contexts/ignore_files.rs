//! Finds the ignore file that applies to a build.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::spec::Engine;
use dockwright_context::{build::BuildRoot, ignore_file::IgnoreFile};

use crate::regular_file;

/// The paths where a build may have an ignore file, in order of precedence: one with the
/// Dockerfile's name next to it, otherwise one in the root. Source: BuildKit's
/// `frontend/dockerui/config.go`, and for Podman containerignore(5): there `.containerignore` comes
/// before `.dockerignore`, but Buildah prefers `NAME.dockerignore` to `NAME.containerignore`.
pub(crate) fn ignore_files(root: &Path, dockerfile: Option<&Path>, engine: Engine) -> Vec<PathBuf> {
    let (named, in_root): (&[&str], &[&str]) = match engine {
        Engine::Docker => (&[".dockerignore"], &[".dockerignore"]),
        Engine::Podman => (&[".dockerignore", ".containerignore"], &[".containerignore", ".dockerignore"]),
    };
    let beside = dockerfile.into_iter().flat_map(|path| {
        named.iter().map(|extension| {
            let mut name = path.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        })
    });
    beside.chain(in_root.iter().map(|name| root.join(name))).collect()
}

/// The ignore file that applies, with its text: the first one that exists.
pub(crate) fn ignore_file(candidates: Vec<PathBuf>) -> Option<(PathBuf, io::Result<String>)> {
    let path = candidates.into_iter().find(|path| fs::metadata(path).is_ok())?;
    let text = regular_file::configuration_or_error(&path);
    Some((path, text))
}

/// The ignore file of a build; empty if there is none.
#[derive(Debug)]
pub(crate) struct ContextIgnore {
    /// Its path.
    pub(crate) path: Option<PathBuf>,
    /// Its name without the folder.
    pub(crate) name: Arc<str>,
    pub(crate) text: String,
    pub(crate) file: IgnoreFile,
}

impl ContextIgnore {
    /// Finds the file that applies to a build; a file that cannot be read excludes nothing.
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
