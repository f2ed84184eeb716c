//! Reads the builds of Dockerfiles from disk: the Compose, Bake and devcontainer files that define
//! them, and their values for a Dockerfile.

mod disk;
mod dockerfiles;
mod known;
mod nearby;

pub(crate) use disk::Disk;
pub(crate) use dockerfiles::{DiskDockerfiles, inline_document};
pub(crate) use known::{known_build, known_builds, known_roots, line, line_at};
pub(crate) use nearby::{NearbyBuilds, NearbyTable};

use std::path::{Component, Path, PathBuf};

/// The absolute path of a file, with `.` and `..` resolved lexically, as in the table of builds.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut out = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    out
}
