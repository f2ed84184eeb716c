//! Reads Bake files, which define builds as targets.
//!
//! Source: buildx, `bake/bake.go` and `bake/hclparser`. The environment of the build is not read: a variable has its
//! default, and one without a default is unknown.

mod evaluate;
mod functions;
mod operators;
mod targets;
mod value;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    build::Build,
    files::FileKind,
    reading::{Parsed, Reading},
};

/// The file names that Bake reads in a folder; later files are merged over earlier ones.
const NAMES: [&str; 4] =
    ["docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl"];

/// The builds of the Bake files of a folder.
pub(crate) fn read_folder(reading: &mut Reading<'_>, folder: &Path, files: &[PathBuf]) -> Vec<Build> {
    let known = NAMES.iter().filter_map(|name| files.iter().find(|file| file.ends_with(name)));
    let mut parsed = Vec::new();
    for path in known {
        parsed.extend(read(reading, path));
    }
    let mut builds = targets::builds(&parsed, folder, reading.files());
    // Files of other names are used alone, by `bake -f`.
    for path in files.iter().filter(|file| !NAMES.iter().any(|name| file.ends_with(name))) {
        let alone: Vec<_> = read(reading, path).into_iter().collect();
        builds.extend(targets::builds(&alone, folder, reading.files()));
    }
    builds
}

fn read(reading: &mut Reading<'_>, path: &Path) -> Option<Arc<Parsed>> {
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    reading.get(path, if is_json { FileKind::BakeJson } else { FileKind::BakeHcl })
}
