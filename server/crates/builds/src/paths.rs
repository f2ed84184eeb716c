//! Paths in build files, resolved without reading the disk.

use std::path::{Component, Path, PathBuf};

/// Whether a context is not on this machine: a Git repository, a URL or standard input.
///
/// Source: `build.IsRemoteURL` in buildx and compose-go's `isRemoteContext`.
pub(crate) fn is_remote(text: &str) -> bool {
    let is_git = text.starts_with("git@") || text.starts_with("github.com/");
    let is_url = text.split_once("://").is_some_and(|(scheme, _)| {
        matches!(scheme, "http" | "https" | "git" | "ssh") || scheme.starts_with("git+")
    });
    text == "-" || is_git || is_url
}

/// A path below a folder, with `.` and `..` resolved by name.
pub(crate) fn join(folder: &Path, path: &str) -> PathBuf {
    let path = path.strip_prefix("cwd://").unwrap_or(path);
    let mut out = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !matches!(
                    out.components().next_back(),
                    None | Some(Component::RootDir | Component::Prefix(_))
                ) {
                    out.pop();
                }
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_by_name() {
        for (path, joined) in
            [(".", "/w/a"), ("../b/./c", "/w/b/c"), ("/x", "/x"), ("../../../y", "/y"), ("", "/w/a")]
        {
            assert_eq!(join(Path::new("/w/a"), path), Path::new(joined), "{path}");
        }
    }

    #[test]
    fn remote_contexts_are_recognised() {
        for text in [
            "https://github.com/a/b.git#main:dir",
            "git@github.com:a/b.git",
            "github.com/a/b",
            "git://x/y",
            "-",
        ] {
            assert!(is_remote(text), "{text}");
        }
        for text in [".", "./git", "docker-image://a", "a/github.com/b", "C:\\x"] {
            assert!(!is_remote(text), "{text}");
        }
    }
}
