//! What rules about build files check: Compose files, Bake files and `devcontainer.json`.

use std::{ops::Range, path::Path, sync::Arc};

use dockwright_analysis::document::Document;
use dockwright_builds::{Build, Context, Dockerfile, Place, Said};

/// What the findings need to know about Dockerfiles and other files.
pub trait Dockerfiles {
    /// The Dockerfile of a build; `None` if it cannot be read.
    fn document(&self, build: &Build) -> Option<Arc<Document>>;

    /// Whether a file or folder exists; `None` if that is not known.
    fn exists(&self, path: &Path) -> Option<bool>;
}

/// The input of the checks.
pub struct BuildFileContext<'a> {
    /// The file whose findings are asked for.
    pub file: &'a Path,
    /// The builds that have a part in it, with their Dockerfiles; `None` if one cannot be read.
    pub builds: &'a [(&'a Build, Option<Arc<Document>>)],
    /// What is known about other files.
    pub dockerfiles: &'a dyn Dockerfiles,
}

impl BuildFileContext<'_> {
    /// The builds with paths to check: what a base lacks is reported in the builds that inherit from it.
    pub fn built(&self) -> impl Iterator<Item = &Build> {
        self.builds.iter().map(|(build, _)| *build).filter(|build| !build.is_base)
    }

    /// The builds that have a part at a place, with their Dockerfiles; `None` if one of them cannot be read.
    pub fn sharing(&self, place: &Place, has: impl Fn(&Build, &Place) -> bool) -> Option<Vec<&Document>> {
        let sharing = self.builds.iter().filter(|(build, _)| !build.is_base && has(build, place));
        let documents: Vec<&Document> =
            sharing.map(|(_, document)| document.as_deref()).collect::<Option<_>>()?;
        (!documents.is_empty()).then_some(documents)
    }

    /// What the file says, if it is said here and without variables: its place and its value.
    pub fn said_here<'b>(&self, said: Option<&'b Said>) -> Option<(Range<usize>, &'b str)> {
        let said = said.filter(|said| &*said.place.file == self.file)?;
        literal(said).map(|value| (said.place.range.clone(), value))
    }

    /// Whether a path of a build does not exist, and the program is not run in a folder above either, as
    /// by `docker compose --project-directory`.
    pub fn is_missing(&self, path: &Path, build: &Build) -> bool {
        self.dockerfiles.exists(path) == Some(false) && !is_above(path, &build.file, self.dockerfiles)
    }

    /// Whether the context that a build names in this file does not exist.
    pub fn lacks_context(&self, build: &Build) -> bool {
        let said = self.said_here(build.context_said.as_ref());
        said.is_some() && matches!(&build.context, Context::Folder(path) if self.is_missing(path, build))
    }
}

/// The value of a text without variables. In a build, the environment may replace the default of a
/// variable.
pub fn literal(said: &Said) -> Option<&str> {
    said.value.certain().filter(|_| said.is_verbatim)
}

/// Whether a path below a build file's folder exists below a folder above it instead: the program may be run there, as by
/// `docker compose --project-directory`.
fn is_above(path: &Path, file: &Path, dockerfiles: &dyn Dockerfiles) -> bool {
    let Some(folder) = file.parent() else { return false };
    let Some(below) = path.strip_prefix(folder).ok().filter(|below| !below.as_os_str().is_empty()) else {
        return false;
    };
    folder.ancestors().skip(1).any(|above| dockerfiles.exists(&above.join(below)) == Some(true))
}

/// The Dockerfile of a build, as its file names it.
pub fn shown(build: &Build) -> String {
    match (&build.dockerfile_said, &build.dockerfile) {
        (Some(said), Dockerfile::File(_)) if said.value().is_some() => {
            said.value().unwrap_or_default().to_owned()
        }
        _ => "Dockerfile".to_owned(),
    }
}

/// Whether Docker can read all of a Dockerfile.
pub fn is_sound(document: &Document) -> bool {
    !document.tree().root().has_error()
        && document.instructions().all(|placed| placed.facts.problems.is_empty())
}
