//! Joins and cleans paths in an image, including BuildKit's treatment of Windows paths.
//!
//! Source: BuildKit's `util/system`, which removes the drive of a Windows path; it must be `C:`.

use crate::go::quote;

/// Joins `path` to `directory`, and cleans the result.
pub fn join_path(directory: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let base = if path.starts_with('/') { "" } else { directory };
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Whether WORKDIR treats a path as absolute.
pub(crate) fn is_absolute_path(path: &str, is_windows: bool) -> bool {
    if is_windows {
        without_drive(&slashed(path)).is_ok_and(|path| path.starts_with('/'))
    } else {
        path.starts_with('/')
    }
}

/// The working directory after WORKDIR, or why BuildKit rejects it.
pub(crate) fn workdir(current: &str, path: &str, is_windows: bool) -> Result<String, String> {
    if !is_windows {
        // Only relative paths are cleaned, and an empty path changes nothing.
        return Ok(match path {
            "" if current.is_empty() => "/".to_owned(),
            "" => current.to_owned(),
            path if path.starts_with('/') => path.to_owned(),
            path => join_path(current, path),
        });
    }
    let refusal = |what: String| {
        format!("normalizing workdir: normalizing working directory: removing drive letter: {what}")
    };
    let parent = slashed(current);
    let parent = if parent.is_empty() { "/" } else { parent.as_str() };
    let parent = join_path("/", without_drive(parent).map_err(refusal)?);
    let path = slashed(path);
    let path = if path.is_empty() { parent.as_str() } else { without_drive(&path).map_err(refusal)? };
    Ok(join_path(&parent, path).replace('/', "\\"))
}

/// Why BuildKit rejects the destination of COPY and ADD in a Windows stage.
pub(super) fn check_destination(path: &str) -> Result<(), String> {
    let refusal = |what: String| format!("removing drive letter: {what}");
    let path = slashed(path);
    without_drive(without_drive(&path).map_err(refusal)?).map(|_| ()).map_err(refusal)
}

/// Why BuildKit rejects a source of COPY and ADD in a Windows stage.
pub(super) fn check_source(path: &str) -> Result<(), String> {
    let path = slashed(path);
    if path.is_empty() {
        return Ok(());
    }
    let refusal = |what: String| format!("removing drive letter: removing drive letter: {what}");
    without_drive(&path).map(|_| ()).map_err(refusal)
}

/// Why BuildKit rejects the name of a heredoc in a Windows stage.
pub(super) fn check_heredoc(name: &str) -> Result<(), String> {
    without_drive(&slashed(name)).map(|_| ()).map_err(|what| format!("removing drive letter: {what}"))
}

fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// The path without its drive.
fn without_drive(path: &str) -> Result<&str, String> {
    if path.len() == 2 && path.ends_with(':') {
        return Err(format!("No relative path specified in {}", quote(path)));
    }
    if path.starts_with("//") {
        return Err("UNC paths are not supported".to_owned());
    }
    match path.split_once(':') {
        None => Ok(path),
        Some(("c" | "C", path)) => Ok(path),
        Some(_) => Err("The specified path is not on the system drive (C:)".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned() {
        assert_eq!(join_path("/a", "b/../c/./"), "/a/c");
        assert_eq!(join_path("/a", "/b//c"), "/b/c");
        assert_eq!(join_path("/a", ""), "/a");
        assert_eq!(join_path("/", ".."), "/");
    }

    #[test]
    fn working_directories() {
        let linux = |current: &str, path: &str| workdir(current, path, false).unwrap();
        assert_eq!(linux("/a/", ""), "/a/");
        assert_eq!(linux("", ""), "/");
        assert_eq!(linux("/a/", "b/"), "/a/b");
        assert_eq!(linux("/a", "/b/"), "/b/");
        let windows = |current: &str, path: &str| workdir(current, path, true);
        assert_eq!(windows("\\a", "b").unwrap(), "\\a\\b");
        assert_eq!(windows("/", "C:\\app").unwrap(), "\\app");
        assert_eq!(windows("\\a", "c:b").unwrap(), "\\a\\b");
        for (path, what) in [
            ("D:\\x", "The specified path is not on the system drive (C:)"),
            ("//?/C:/x", "UNC paths are not supported"),
            ("\\\\srv\\x", "UNC paths are not supported"),
            ("c:", "No relative path specified in \"c:\""),
        ] {
            assert!(windows("\\", path).unwrap_err().ends_with(what), "{path}");
        }
    }

    #[test]
    fn sources_and_destinations() {
        let drive = "The specified path is not on the system drive (C:)";
        assert_eq!(check_destination("D:\\x").unwrap_err(), format!("removing drive letter: {drive}"));
        assert_eq!(check_destination("http://x").unwrap_err(), format!("removing drive letter: {drive}"));
        assert_eq!(
            check_source("D:/x").unwrap_err(),
            format!("removing drive letter: removing drive letter: {drive}")
        );
        assert!(check_source("").is_ok() && check_destination("c:/x").is_ok() && check_heredoc("E").is_ok());
    }
}
