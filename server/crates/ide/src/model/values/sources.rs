//! The sources of COPY and ADD: context paths, URLs and git repositories.
//!
//! Source: BuildKit's `dfgitutil`, language.md 3.5.

use super::{parse_bool, quote};

/// What a source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A path in the build context, or in the stage that is copied from.
    Path,
    /// A file to download.
    Url,
    /// A git repository, and whether its URL says to keep `.git`; or what is wrong with the URL.
    Git(Result<Option<bool>, String>),
}

/// What kind a source is.
pub(crate) fn source(text: &str) -> Source {
    if text.starts_with("./") || text.starts_with("../") {
        return Source::Path;
    }
    let is_http = text.starts_with("http://") || text.starts_with("https://");
    let (without_fragment, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (address, query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
    let is_git = if is_http {
        address.strip_suffix(".git").is_some() && address.matches('/').count() > 2
    } else {
        text.starts_with("git://") || text.starts_with("ssh://") || is_scp_style(text)
    };
    if is_git {
        Source::Git(git_query(query, fragment))
    } else if is_http {
        Source::Url
    } else {
        Source::Path
    }
}

/// `user@host:path`.
fn is_scp_style(text: &str) -> bool {
    let Some((user, rest)) = text.split_once('@') else { return false };
    let Some((host, path)) = rest.split_once(':') else { return false };
    let is_name = |name: &str, more: &[u8]| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    is_name(user, b"-_") && is_name(host, b"-.") && !path.is_empty()
}

/// Reads what follows `?`; the fragment names a reference and a folder.
fn git_query(query: &str, fragment: &str) -> Result<Option<bool>, String> {
    let (mut reference, mut folder) = fragment.split_once(':').unwrap_or((fragment, ""));
    let (mut tag, mut branch, mut keeps) = ("", "", None);
    let mut seen: Vec<&str> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if seen.contains(&key) {
            return Err(format!("query {} has multiple values", quote(key)));
        }
        seen.push(key);
        if value.is_empty() && !matches!(key, "submodules" | "keep-git-dir" | "fetch-by-commit") {
            return Err(format!("query {} has no value", quote(key)));
        }
        let conflict =
            |what: &str, old: &str| format!("{what} conflicts: {} vs {}", quote(old), quote(value));
        match key {
            "ref" if !reference.is_empty() && reference != value => return Err(conflict("ref", reference)),
            "ref" => reference = value,
            "subdir" if !folder.is_empty() && folder != value => return Err(conflict("subdir", folder)),
            "subdir" => folder = value,
            "tag" => tag = value,
            "branch" => branch = value,
            "checksum" | "commit" | "mtime" => {}
            "keep-git-dir" | "submodules" | "fetch-by-commit" => {
                let is_set = if value.is_empty() { Some(true) } else { parse_bool(value) };
                if is_set.is_none() {
                    return Err(format!("invalid {key} value: {}", quote(value)));
                }
                if key == "keep-git-dir" {
                    keeps = is_set;
                }
            }
            _ => return Err(format!("unexpected query {}", quote(key))),
        }
    }
    let full = |prefix: &str, name: &str| {
        if name.is_empty() || name.starts_with(prefix) { name.to_owned() } else { format!("{prefix}{name}") }
    };
    let (tag, branch) = (full("refs/tags/", tag), full("refs/heads/", branch));
    if !tag.is_empty() && !branch.is_empty() {
        return Err("branch conflicts with tag".to_owned());
    }
    for named in [tag, branch] {
        if !named.is_empty() && !reference.is_empty() && reference != named {
            return Err(format!("ref conflicts: {} vs {}", quote(reference), quote(&named)));
        }
    }
    Ok(keeps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_sources() {
        for path in ["a", "./x.git", "github.com/a/b", "HTTP://x/y", "a@b", "user@host", "git@:x"] {
            assert_eq!(source(path), Source::Path, "{path}");
        }
        for url in ["http://x/y", "https://x/y.git.zip", "https://x.git"] {
            assert_eq!(source(url), Source::Url, "{url}");
        }
        for git in ["git@h:o/r", "git://x/y", "ssh://x/y", "https://h/r.git", "https://h/r.git#main:sub"] {
            assert_eq!(source(git), Source::Git(Ok(None)), "{git}");
        }
        let Source::Git(query) = source("https://h/r.git?q=1") else { panic!() };
        assert_eq!(query.unwrap_err(), "unexpected query \"q\"");
        assert_eq!(source("https://h/r.git?keep-git-dir=true"), Source::Git(Ok(Some(true))));
    }
}
