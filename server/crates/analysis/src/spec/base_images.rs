//! Derives facts about a base image from its name: the distribution, and the user that it runs as.
//!
//! Source: the images' own Dockerfiles, as published in 2026. Nothing is assumed about unknown
//! images.

use super::official_images::is_official_image;

/// Official images that do not run as root.
const WITH_OWN_USER: &[&str] = &[
    "elasticsearch",
    "haxe",
    "jenkins",
    "jetty",
    "kibana",
    "logstash",
    "open-liberty",
    "solr",
    "sonarqube",
    "spark",
    "varnish",
    "websphere-liberty",
];

/// Publishers whose images all run as root: distributions, and official images for other
/// processors.
const ROOT_PUBLISHERS: &[&str] = &[
    "amd64",
    "arm32v5",
    "arm32v6",
    "arm32v7",
    "arm64v8",
    "balenalib",
    "debian",
    "i386",
    "multiarch",
    "nvidia",
    "opensuse",
    "oraclelinux",
    "ppc64le",
    "resin",
    "riscv64",
    "rockylinux",
    "s390x",
    "tianon",
];

/// Whether an image is known to be based on Alpine or `BusyBox`: their `/bin/sh` is ash, and they
/// have no bash.
pub fn is_alpine(image: &str) -> bool {
    let image = image.split('@').next().unwrap_or_default();
    let last = image.rsplit('/').next().unwrap_or_default();
    let (name, tag) = last.split_once(':').unwrap_or((last, ""));
    let has_part = |text: &str| text.split(['-', '_', '.']).any(|part| part.starts_with("alpine"));
    name == "busybox" || has_part(name) || has_part(tag)
}

/// Whether an image is known to run as root.
pub fn runs_as_root(image: &str) -> bool {
    let image = image.split('@').next().unwrap_or_default();
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    let last = image.rfind('/').map_or(0, |at| at + 1);
    let end = image[last..].find(':').map_or(image.len(), |at| last + at);
    let name = &image[last..end];
    let is_by_root = match &image[..last] {
        "" | "library/" => is_official_image(name),
        publisher => ROOT_PUBLISHERS.contains(&publisher.trim_end_matches('/')),
    };
    is_by_root && !WITH_OWN_USER.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_in_images() {
        for image in [
            "alpine",
            "alpine:3.22",
            "node:22-alpine3.20",
            "docker.io/library/alpine@sha256:0",
            "busybox:1.36",
            "me/alpine-glibc",
        ] {
            assert!(is_alpine(image), "{image}");
        }
        for image in ["debian", "alpinelinux/x", "node:22", "example.org:5000/debian:12"] {
            assert!(!is_alpine(image), "{image}");
        }
        for image in ["debian:12", "docker.io/library/ubuntu", "nvidia/cuda:12.0-base", "arm64v8/debian"] {
            assert!(runs_as_root(image), "{image}");
        }
        for image in ["jenkins", "someone/debian", "quay.io/fedora/fedora", "builder", "", "A b"] {
            assert!(!runs_as_root(image), "{image}");
        }
    }
}
