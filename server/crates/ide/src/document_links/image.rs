//! Finds the registry page for an image reference.

use std::ops::Range;

/// The page of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The part of the reference that a link covers: the name, without tag and digest.
    pub range: Range<usize>,
    /// Its address.
    pub url: String,
    /// The name of the site.
    pub site: &'static str,
}

/// The page of an image, if its registry has pages: Docker Hub for `golang:1.25`.
///
/// The name must be complete. The tag may contain a variable: `golang:$VERSION`.
pub fn image_page(reference: &str) -> Option<Page> {
    let end = reference.find('$').unwrap_or(reference.len());
    let name = name(&reference[..end]);
    let is_complete = end == reference.len() || name.len() < end && !has_slash(&reference[end..]);
    if !is_complete || name == "scratch" {
        return None;
    }
    // Source: `splitDockerDomain` of distribution/reference.
    let (registry, path) = match name.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (first, rest),
        Some(_) | None => ("docker.io", name),
    };
    let is_valid = path.split('/').all(is_component);
    if !is_valid {
        return None;
    }
    let (url, site) = page(registry, path)?;
    // The links start at the same positions as those of Docker's own language server.
    let has_registry = matches!(registry, "ghcr.io" | "mcr.microsoft.com" | "quay.io");
    let start = if has_registry { 0 } else { name.len() - path.len() };
    Some(Page { range: start..name.len(), url, site })
}

/// The reference without its tag and digest.
fn name(reference: &str) -> &str {
    let name = reference.split('@').next().unwrap_or_default();
    let slash = name.rfind('/').map_or(0, |slash| slash + 1);
    let tag = name[slash..].find(':').map_or(name.len(), |colon| slash + colon);
    &name[..tag]
}

/// Whether there is a slash outside of `${…}`, in which case the apparent tag is a port.
fn has_slash(variables: &str) -> bool {
    let mut depth = 0_usize;
    variables.bytes().any(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b'/' && depth == 0
    })
}

/// Whether a text can be a component of a repository name: lower-case letters, with separators only
/// inside.
fn is_component(part: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    part.starts_with(is_letter)
        && part.ends_with(is_letter)
        && part.chars().all(|c| is_letter(c) || matches!(c, '.' | '_' | '-'))
}

fn page(registry: &str, path: &str) -> Option<(String, &'static str)> {
    Some(match registry {
        "docker.io" | "index.docker.io" | "registry-1.docker.io" => {
            let official = path.strip_prefix("library/").unwrap_or(path);
            let kind = if official.contains('/') { "r" } else { "_" };
            (format!("https://hub.docker.com/{kind}/{official}/"), "Docker Hub")
        }
        "ghcr.io" => {
            // A package may have slashes in its name; its repository is probably the first part.
            let (owner, package) = path.split_once('/')?;
            let repository = package.split('/').next().unwrap_or_default();
            let package = package.replace('/', "%2F");
            (format!("https://github.com/{owner}/{repository}/pkgs/container/{package}"), "GitHub Packages")
        }
        "quay.io" => (format!("https://quay.io/repository/{path}"), "Quay"),
        "mcr.microsoft.com" => {
            (format!("https://mcr.microsoft.com/artifact/mar/{path}"), "Microsoft Artifact Registry")
        }
        "public.ecr.aws" => (format!("https://gallery.ecr.aws/{path}"), "Amazon ECR Public Gallery"),
        // These redirect browsers to Google's console.
        "gcr.io" | "asia.gcr.io" | "eu.gcr.io" | "us.gcr.io" => {
            (format!("https://{registry}/{path}"), "Google Container Registry")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reference: &str, expected: Option<(&str, &str)>) {
        let page = image_page(reference);
        let found = page.as_ref().map(|page| (&reference[page.range.clone()], page.url.as_str()));
        assert_eq!(found, expected, "{reference}");
    }

    #[test]
    fn pages_of_registries() {
        check("alpine", Some(("alpine", "https://hub.docker.com/_/alpine/")));
        check("library/alpine:3.20", Some(("library/alpine", "https://hub.docker.com/_/alpine/")));
        check(
            "docker.io/bitnami/redis@sha256:0",
            Some(("bitnami/redis", "https://hub.docker.com/r/bitnami/redis/")),
        );
        check("ghcr.io/o/n:1", Some(("ghcr.io/o/n", "https://github.com/o/n/pkgs/container/n")));
        check("ghcr.io/o/r/n", Some(("ghcr.io/o/r/n", "https://github.com/o/r/pkgs/container/r%2Fn")));
        check("quay.io/o/n", Some(("quay.io/o/n", "https://quay.io/repository/o/n")));
        check(
            "mcr.microsoft.com/dotnet/sdk:8.0",
            Some(("mcr.microsoft.com/dotnet/sdk", "https://mcr.microsoft.com/artifact/mar/dotnet/sdk")),
        );
        check(
            "public.ecr.aws/lambda/python:3",
            Some(("lambda/python", "https://gallery.ecr.aws/lambda/python")),
        );
        check("gcr.io/distroless/static", Some(("distroless/static", "https://gcr.io/distroless/static")));
    }

    #[test]
    fn names_that_lead_nowhere() {
        for reference in [
            "",
            "scratch",
            "registry.example.org/a",
            "localhost/a",
            "localhost:5000/a:1",
            "ghcr.io/a",
            "Alpine",
            "a//b",
            "a b",
            "-a",
            "\"a\"",
        ] {
            check(reference, None);
        }
    }

    #[test]
    fn variables_may_stand_in_the_tag_only() {
        check("golang:$V", Some(("golang", "https://hub.docker.com/_/golang/")));
        check("golang:${V:-a/b}-alpine", Some(("golang", "https://hub.docker.com/_/golang/")));
        check("golang@$D", Some(("golang", "https://hub.docker.com/_/golang/")));
        for reference in ["$A", "a$B", "a/$B:1", "${A}/b", "localhost:$P/a", "quay.io:$P/a"] {
            check(reference, None);
        }
    }
}
