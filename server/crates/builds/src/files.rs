//! Access to build files, and limits on how many are read.

use std::{path::Path, sync::Arc};

/// The largest build file that is read, in bytes.
pub const MAX_FILE: u64 = 1 << 20;
/// How many build files of a workspace are read, those that others include among them.
pub const MAX_FILES: usize = 200;
/// How many builds are stored.
pub(crate) const MAX_BUILDS: usize = 2_000;

/// Access to files. Implementations decide which files may be read, and read at most [`MAX_FILE`] bytes.
pub trait Files {
    /// The text of a file; `None` if it does not exist, is too large or must not be read.
    fn text(&self, path: &Path) -> Option<Arc<str>>;

    /// Whether a file or folder exists.
    fn exists(&self, path: &Path) -> bool;
}

/// The kind of a build file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A Compose file.
    Compose,
    /// A Bake file in HCL.
    BakeHcl,
    /// A Bake file in JSON.
    BakeJson,
    /// A `devcontainer.json`.
    DevContainer,
}

impl FileKind {
    /// The kind of a file, by its name and the names of its folders.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        match name {
            "docker-bake.hcl" | "docker-bake.override.hcl" => return Some(Self::BakeHcl),
            "docker-bake.json" | "docker-bake.override.json" => return Some(Self::BakeJson),
            ".devcontainer.json" => return Some(Self::DevContainer),
            "devcontainer.json" => {
                let mut folders =
                    path.parent()?.components().rev().filter_map(|part| part.as_os_str().to_str());
                let is_ours =
                    folders.next() == Some(".devcontainer") || folders.next() == Some(".devcontainer");
                return is_ours.then_some(Self::DevContainer);
            }
            _ => {}
        }
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
        let rest = stem.strip_prefix("docker-").unwrap_or(stem).strip_prefix("compose")?;
        (rest.is_empty() || rest.starts_with('.') && rest.len() > 1).then_some(Self::Compose)
    }

    /// The kind of a file that the user names, whatever its name.
    pub fn of_named(path: &Path) -> Option<Self> {
        Self::of(path).or_else(|| {
            let name = path.file_name()?.to_str()?;
            match path.extension()?.to_str()? {
                "yml" | "yaml" if name.contains("compose") => Some(Self::Compose),
                "hcl" => Some(Self::BakeHcl),
                "json" if name.contains("bake") => Some(Self::BakeJson),
                "json" if name == "devcontainer.json" => Some(Self::DevContainer),
                _ => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_build_files() {
        for (path, kind) in [
            ("compose.yaml", Some(FileKind::Compose)),
            ("docker-compose.yml", Some(FileKind::Compose)),
            ("a/docker-compose.prod.yml", Some(FileKind::Compose)),
            ("compose.override.yaml", Some(FileKind::Compose)),
            ("docker-compose-prod.yml", None),
            ("composer.yml", None),
            ("docker-bake.hcl", Some(FileKind::BakeHcl)),
            ("docker-bake.override.json", Some(FileKind::BakeJson)),
            ("bake.hcl", None),
            (".devcontainer.json", Some(FileKind::DevContainer)),
            (".devcontainer/devcontainer.json", Some(FileKind::DevContainer)),
            (".devcontainer/rust/devcontainer.json", Some(FileKind::DevContainer)),
            ("devcontainer.json", None),
        ] {
            assert_eq!(FileKind::of(Path::new(path)), kind, "{path}");
        }
    }
}
