//! Cleans paths as Go does. Paths use `/`.

/// Returns the shortest equivalent path, as Go's `path.Clean` does: it removes `.`, repeated and
/// trailing slashes, and each `..` together with the folder before it. An empty path becomes `.`.
pub fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => match names.last() {
                Some(&last) if last != ".." => {
                    names.pop();
                }
                _ if is_rooted => {}
                _ => names.push(".."),
            },
            _ => names.push(name),
        }
    }
    let joined = names.join("/");
    match (is_rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaned_paths() {
        for (path, cleaned) in [
            ("", "."),
            (".", "."),
            ("./a", "a"),
            ("a/", "a"),
            ("a//b/.", "a/b"),
            ("a/../b", "b"),
            ("a/..", "."),
            ("../a", "../a"),
            ("../../a/..", "../.."),
            ("/", "/"),
            ("/..", "/"),
            ("/a/../../b", "/b"),
        ] {
            assert_eq!(clean(path), cleaned, "{path}");
        }
    }
}
