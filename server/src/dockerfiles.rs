//! Which files are Dockerfiles, and where a directory has some.
//!
//! A Dockerfile is known by its name; nothing is opened. What git ignores is left out.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Whether a file of this name is a Dockerfile, in any letter case.
pub(crate) fn is_dockerfile_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // `Dockerfile.dockerignore` is the ignore file of one Dockerfile.
    if name.ends_with(".dockerignore") {
        return false;
    }
    ["dockerfile", "containerfile"].into_iter().any(|word| {
        let before = name.strip_suffix(word);
        let after = name.strip_prefix(word);
        before.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            || after.is_some_and(|rest| rest.starts_with('.'))
    })
}

/// The Dockerfiles below a directory, and what of it could not be looked at.
pub(crate) fn walk(root: &Path) -> impl Iterator<Item = Result<PathBuf, ignore::Error>> + use<> {
    // Hidden directories count (`.devcontainer`), the repository's own does not. `.gitignore` holds
    // outside a repository too: an exported tree is to give the same findings.
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    walk.filter_map(|entry| match entry {
        // A link to a file is what `docker build` would use; a fifo would make the walk hang.
        Ok(entry) => (entry.depth() > 0
            && is_dockerfile_name(&entry.file_name().to_string_lossy())
            && entry.path().is_file())
        .then(|| Ok(entry.into_path())),
        Err(error) => Some(Err(error)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_dockerfiles() {
        for name in [
            "Dockerfile",
            "dockerfile",
            "DOCKERFILE",
            "Dockerfile.dev",
            "api.Dockerfile",
            "api.v2.dockerfile",
            "Containerfile",
            "containerfile.rhel",
            "web.Containerfile",
        ] {
            assert!(is_dockerfile_name(name), "{name}");
        }
        for name in [
            "Dockerfiles",
            "MyDockerfile",
            "Dockerfile-dev",
            "dockerfile_lint.py",
            ".dockerignore",
            "Dockerfile.dockerignore",
            "web.Dockerfile.dockerignore",
            "README.md",
            "",
        ] {
            assert!(!is_dockerfile_name(name), "{name}");
        }
    }
}
