//! Parses image references: `[registry[:port]/]path[:tag][@digest]`.
//!
//! Source: distribution's `reference` package.

/// A parsed image reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageReference {
    /// The registry, `docker.io` if the reference names none.
    pub domain: String,
    /// The repository, with `library/` where Docker Hub adds it.
    pub path: String,
    /// The tag as written.
    pub tag: Option<String>,
    /// The digest as written.
    pub digest: Option<String>,
}

impl ImageReference {
    /// Parses a reference, or returns BuildKit's error message.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(format!(
                "invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
            ));
        }
        let (domain, remainder) = match text.split_once('/') {
            Some((first, rest)) if is_domain_like(first) => (first, rest.to_owned()),
            _ => ("docker.io", text.to_owned()),
        };
        let domain = if domain == "index.docker.io" { "docker.io" } else { domain };
        let remainder = if domain == "docker.io" && !remainder.contains('/') {
            format!("library/{remainder}")
        } else {
            remainder
        };
        let remote = remainder.split([':']).next().unwrap_or_default();
        if remote.to_lowercase() != remote {
            return Err(format!("invalid reference format: repository name ({remote}) must be lowercase"));
        }
        let invalid = || "invalid reference format".to_owned();
        let (named, digest) = match remainder.split_once('@') {
            Some((named, digest)) => (named, Some(digest)),
            None => (remainder.as_str(), None),
        };
        let last = named.rfind('/').map_or(0, |at| at + 1);
        let (path, tag) = match named[last..].find(':') {
            Some(at) => (&named[..last + at], Some(&named[last + at + 1..])),
            None => (named, None),
        };
        let first_is_path = path_component(domain) && !domain.contains(':');
        let well_formed = (is_domain(domain) || first_is_path)
            && path.split('/').all(path_component)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(is_digest);
        if !well_formed {
            return Err(invalid());
        }
        if path.len() > 255 {
            return Err("repository name must not be more than 255 characters".to_owned());
        }
        if let Some(digest) = digest {
            check_digest(digest)?;
        }
        Ok(Self {
            domain: domain.to_owned(),
            path: path.to_owned(),
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }

    /// The full name as BuildKit resolves it: registry, path, and tag or digest, `latest` if there is
    /// neither.
    pub fn canonical(&self) -> String {
        let mut out = format!("{}/{}", self.domain, self.path);
        match (&self.tag, &self.digest) {
            (None, None) => out.push_str(":latest"),
            (tag, digest) => {
                for (sign, part) in [(':', tag), ('@', digest)] {
                    if let Some(part) = part {
                        out.push(sign);
                        out.push_str(part);
                    }
                }
            }
        }
        out
    }
}

/// Whether the first part is a registry, because it cannot be part of a Docker Hub path.
fn is_domain_like(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost" || first.to_lowercase() != first
}

fn is_domain(text: &str) -> bool {
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let Some((address, rest)) = rest.split_once(']') else { return false };
        if address.is_empty() || !address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':') {
            return false;
        }
        ("", if rest.is_empty() { None } else { Some(rest.strip_prefix(':').unwrap_or("x")) })
    } else {
        text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)))
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (text.starts_with('[') || host.split('.').all(is_label))
        && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a text consists of letters and digits, joined by `.`, `_`, `__` or any number of `-`.
fn path_component(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    let is_bounded = bytes.first().is_some_and(|&b| is_word(b)) && bytes.last().is_some_and(|&b| is_word(b));
    is_bounded
        && text
            .split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            .all(|joint| matches!(joint, "" | "." | "_" | "__") || joint.bytes().all(|b| b == b'-'))
}

fn is_tag(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.len() <= 128
        && text.bytes().next().is_some_and(is_word)
        && text.bytes().all(|b| is_word(b) || matches!(b, b'.' | b'-'))
}

fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
    let parts = algorithm.split(['-', '_', '+', '.']);
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    parts.into_iter().all(is_part) && hex.len() >= 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

const FORMAT: &str = "invalid checksum digest format";

/// Checks a digest `algorithm:hex`, by the rules of the algorithm if it is known.
pub fn check_digest(text: &str) -> Result<(), String> {
    let Some((algorithm, hex)) =
        text.split_once(':').filter(|(algorithm, hex)| !algorithm.is_empty() && !hex.is_empty())
    else {
        return Err(FORMAT.to_owned());
    };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => {
            let known =
                if is_digest_shaped(algorithm, hex) { "unsupported digest algorithm" } else { FORMAT };
            return Err(known.to_owned());
        }
    };
    if hex.len() != length {
        return Err("invalid checksum digest length".to_owned());
    }
    if !hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(FORMAT.to_owned());
    }
    Ok(())
}

/// Whether a digest of an unknown algorithm could be valid.
fn is_digest_shaped(algorithm: &str, encoded: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    algorithm.split(['.', '+', '_', '-']).all(is_part)
        && encoded.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed() {
        let canonical = |text: &str| ImageReference::parse(text).unwrap().canonical();
        assert_eq!(canonical("alpine"), "docker.io/library/alpine:latest");
        assert_eq!(canonical("a/b:1"), "docker.io/a/b:1");
        assert_eq!(canonical("localhost/a"), "localhost/a:latest");
        assert_eq!(canonical("reg.io:5000/a/b"), "reg.io:5000/a/b:latest");
        assert_eq!(canonical("Reg/a"), "Reg/a:latest");
        assert_eq!(canonical("a--b__c.d"), "docker.io/library/a--b__c.d:latest");
        let digest = "a".repeat(64);
        assert_eq!(
            canonical(&format!("a:1@sha256:{digest}")),
            format!("docker.io/library/a:1@sha256:{digest}")
        );
    }

    #[test]
    fn digests() {
        assert_eq!(check_digest("foo:abc").unwrap_err(), "unsupported digest algorithm");
        for text in ["foo:;abc", "FOO:abc", "abc", ":abc", "sha256:"] {
            assert_eq!(check_digest(text).unwrap_err(), FORMAT, "{text}");
        }
        assert_eq!(check_digest("sha256:abc").unwrap_err(), "invalid checksum digest length");
    }

    #[test]
    fn the_rest_is_refused() {
        for text in
            ["a:", "a..b", "-x", "x:y:z", "foo/", "x:-t", "a@sha256:abc", "a b", "", "a_-b", "[::1]x/y"]
        {
            assert!(ImageReference::parse(text).unwrap_err().contains("invalid reference format"), "{text}");
        }
        let upper = ImageReference::parse("Foo").unwrap_err();
        assert_eq!(upper, "invalid reference format: repository name (library/Foo) must be lowercase");
        assert!(ImageReference::parse(&"a".repeat(64)).unwrap_err().contains("64-byte"));
    }
}
