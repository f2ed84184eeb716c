//! Classifies the sources of COPY and ADD: context paths, URLs and Git repositories.
//!
//! Source: BuildKit's `dfgitutil`.

use super::{quote, urls};
use crate::go::parse_bool;

/// The kind of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A path in the build context, or in the stage that `--from` names.
    Path,
    /// A path that begins with `github.com/`; unlike for other paths, its query is checked.
    GithubPath,
    /// A file to download.
    Url,
    /// A Git repository, and whether its URL says to keep `.git`; or the error in the URL.
    Git(Result<Option<bool>, String>),
}

/// Whether BuildKit downloads a source that is not a Git repository.
pub(in crate::model) fn is_http(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The kind of a source.
pub fn source(text: &str) -> Source {
    if text.starts_with("./") || text.starts_with("../") {
        return Source::Path;
    }
    let (without_fragment, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (address, query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
    let other = if is_http(text) { Source::Url } else { Source::Path };
    if text.starts_with("github.com/") {
        if !urls::is_relative_url(address, fragment) {
            return other;
        }
        let read = git_query(&urls::pairs(query), fragment);
        return read.map_or_else(|message| Source::Git(Err(message)), |_| Source::GithubPath);
    }
    if let Some((scheme, rest)) = address.split_once("://")
        && !scheme.is_empty()
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        let scheme = scheme.to_ascii_lowercase();
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let is_git = match scheme.as_str() {
            "http" | "https" => urls::decode(path).is_some_and(|path| path.strip_suffix(".git").is_some()),
            "git" | "ssh" => true,
            _ => false,
        };
        if !is_git || !urls::is_url(host, path, fragment) || urls::has_control(text) {
            return other;
        }
        return Source::Git(git_query(&urls::pairs(query), fragment));
    }
    match is_scp_style(address).then(|| urls::strict_pairs(query)).flatten() {
        Some(pairs) => Source::Git(git_query(&pairs, fragment)),
        None => other,
    }
}

/// Whether a text has the form `user@host:path`.
fn is_scp_style(text: &str) -> bool {
    let Some((user, rest)) = text.split_once('@') else { return false };
    let Some((host, path)) = rest.split_once(':') else { return false };
    let is_name = |name: &str, more: &[u8]| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    is_name(user, b"-_") && is_name(host, b"-.") && !path.is_empty()
}

/// Reads the query after `?`; the fragment names a Git reference and a folder.
fn git_query(pairs: &[(String, String)], fragment: &str) -> Result<Option<bool>, String> {
    let fragment = urls::decode(fragment).unwrap_or_default();
    let (mut reference, mut folder) = fragment.split_once(':').unwrap_or((&fragment, ""));
    let (mut tag, mut branch, mut keeps) = ("", "", None);
    for (at, (key, value)) in pairs.iter().enumerate() {
        let value = value.as_str();
        if pairs[..at].iter().any(|(earlier, _)| earlier == key) {
            return Err(format!("query {} has multiple values", quote(key)));
        }
        if value.is_empty() && !matches!(key.as_str(), "submodules" | "keep-git-dir" | "fetch-by-commit") {
            return Err(format!("query {} has no value", quote(key)));
        }
        let conflict =
            |what: &str, old: &str| format!("{what} conflicts: {} vs {}", quote(old), quote(value));
        match key.as_str() {
            "ref" if !reference.is_empty() && reference != value => return Err(conflict("ref", reference)),
            "ref" => reference = value,
            "subdir" if !folder.is_empty() && folder != value => return Err(conflict("subdir", folder)),
            "subdir" => folder = value,
            "tag" => tag = value,
            "branch" => branch = value,
            "checksum" | "commit" => {}
            "mtime" if matches!(value, "checkout" | "commit") => {}
            "mtime" => {
                return Err(format!(
                    "invalid mtime value: {} (must be \"checkout\" or \"commit\")",
                    quote(value)
                ));
            }
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
    for named in [&tag, &branch] {
        if named == &branch && !named.is_empty() && !tag.is_empty() {
            return Err("branch conflicts with tag".to_owned());
        }
        if !named.is_empty() && !reference.is_empty() && reference != named {
            return Err(format!("ref conflicts: {} vs {}", quote(reference), quote(named)));
        }
    }
    Ok(keeps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let Source::Git(Err(message)) = source(text) else { panic!("{text}: {:?}", source(text)) };
        assert_eq!(message, expected, "{text}");
    }

    #[test]
    fn kinds_of_sources() {
        for path in
            ["a", "./x.git", "HTTP://x/y", "a@b", "user@host", "git@:x", "ssh+git://x/y", "ssh://[bad/x"]
        {
            assert_eq!(source(path), Source::Path, "{path}");
        }
        for url in ["http://x/y", "https://x/y.git.zip", "https://x.git", "https://h/%zz.git?foo=1"] {
            assert_eq!(source(url), Source::Url, "{url}");
        }
        for git in [
            "git@h:o/r",
            "git://x/y",
            "SSH://x/y",
            "HTTPS://h/r.git",
            "https://h/r.git",
            "https://h/r.git#main:sub",
        ] {
            assert_eq!(source(git), Source::Git(Ok(None)), "{git}");
        }
        assert_eq!(source("github.com/a/b"), Source::GithubPath);
        assert_eq!(source("https://h/r.git?keep-git-dir=true"), Source::Git(Ok(Some(true))));
    }

    #[test]
    fn queries_are_checked() {
        refused("https://h/r.git?q=1", "unexpected query \"q\"");
        refused("https://h/r.git?mtime=x", "invalid mtime value: \"x\" (must be \"checkout\" or \"commit\")");
        refused("https://h/r.git?sub%7f=1", "unexpected query \"sub\\x7f\"");
        refused("github.com/a/b?subdir=", "query \"subdir\" has no value");
        refused("github.com/a/b?ref=a&ref=b", "query \"ref\" has multiple values");
        refused("git@h:o/r?ref=a#b", "ref conflicts: \"b\" vs \"a\"");
        assert_eq!(source("https://h/r.git?tag=v1&mtime=commit#refs/tags/v1"), Source::Git(Ok(None)));
    }

    #[test]
    fn what_is_no_url_is_no_repository() {
        for text in ["https://h/r.git?sub\u{7f}=false", "https://h:x/r.git?foo=1", "https://h/r.git#%zz"] {
            assert_eq!(source(text), Source::Url, "{text}");
        }
        // A part with a semicolon is dropped, and so is one with an invalid escape.
        assert_eq!(source("https://h/r.git?a;b&%zz=1"), Source::Git(Ok(None)));
        assert_eq!(source("git@h:o/r?a;b"), Source::Path);
    }
}
