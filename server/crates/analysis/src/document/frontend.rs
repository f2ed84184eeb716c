//! Determines which program reads a file: some version of Docker's frontend, or a different
//! frontend.

use std::ops::Range;

use super::Document;
use crate::build_inputs::BuildInputs;

/// The frontend that `# syntax=` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontend {
    /// The image as written.
    pub image: String,
    /// The range of the image; `None` if a build argument names it.
    pub range: Option<Range<usize>>,
    pub kind: FrontendKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontendKind {
    /// Docker's own frontend.
    Docker { version: Version, is_labs: bool },
    /// A frontend that may read any language.
    Other,
}

/// The version of Docker's frontend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The newest one.
    Newest,
    /// `1.MINOR` or `1.MINOR.PATCH`; without a patch level, the last one of that minor version.
    Fixed { minor: u32, patch: Option<u32> },
    /// The tag does not show it.
    Unknown,
}

impl Version {
    /// Whether it is `1.minor.patch` or newer. An unknown version counts as new.
    pub fn is_at_least(self, (minor, patch): (u32, u32)) -> bool {
        match self {
            Self::Newest | Self::Unknown => true,
            Self::Fixed { minor: own, patch: None } => own >= minor,
            Self::Fixed { minor: own, patch: Some(own_patch) } => (own, own_patch) >= (minor, patch),
        }
    }
}

impl Frontend {
    fn new(image: &str, range: Option<Range<usize>>) -> Self {
        let (name, digest) = image.split_once('@').map_or((image, false), |(name, _)| (name, true));
        let tag_at = name.rfind(':').filter(|at| !name[*at..].contains('/'));
        let (path, tag) = tag_at.map_or((name, ""), |at| (&name[..at], &name[at + 1..]));
        let is_docker = ["docker/dockerfile", "docker/dockerfile-upstream"].iter().any(|own| {
            path.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        });
        let kind = if is_docker || image.contains('$') {
            let (version, is_labs) = if image.contains('$') || (digest && tag.is_empty()) {
                (Version::Unknown, false)
            } else {
                version(tag)
            };
            FrontendKind::Docker { version, is_labs }
        } else {
            FrontendKind::Other
        };
        Self { image: image.to_owned(), range, kind }
    }

    /// Whether RUN supports `--device`; `None` if that is unknown.
    pub(crate) fn has_devices(&self) -> Option<bool> {
        match self.kind {
            FrontendKind::Docker { version: Version::Unknown, .. } | FrontendKind::Other => None,
            FrontendKind::Docker { version, is_labs } => Some(is_labs && version.is_at_least((14, 0))),
        }
    }
}

/// The version that a tag names, and whether it belongs to the labs channel.
fn version(tag: &str) -> (Version, bool) {
    let (number, is_labs) = match tag.strip_suffix("-labs").or_else(|| tag.strip_suffix("-experimental")) {
        Some(number) => (number, true),
        None if matches!(tag, "labs" | "experimental") => ("", true),
        None => (tag, false),
    };
    let mut parts = number.split('.').map(|part| part.parse::<u32>().ok());
    let version = match (number, parts.next(), parts.next(), parts.next(), parts.next()) {
        ("" | "latest" | "1", ..) => Version::Newest,
        (_, Some(Some(1)), Some(Some(minor)), None, _) => Version::Fixed { minor, patch: None },
        (_, Some(Some(1)), Some(Some(minor)), Some(patch @ Some(_)), None) => Version::Fixed { minor, patch },
        _ => Version::Unknown,
    };
    (version, is_labs)
}

impl Document {
    /// The frontend that the file or the build names; `None` means the one built into the builder.
    pub fn frontend(&self, inputs: &BuildInputs) -> Option<Frontend> {
        if let Some(image) = inputs.build_arg("BUILDKIT_SYNTAX").filter(|image| !image.is_empty()) {
            return Some(Frontend::new(image.split(' ').next().unwrap_or_default(), None));
        }
        let (image, range) = self.written_syntax()?;
        let image = image.split(' ').next().unwrap_or_default().to_owned();
        let range = range.start..range.start + image.len().min(range.len());
        Some(Frontend::new(&image, Some(range)))
    }

    /// The frontend, if it may read a different language.
    pub(super) fn other_frontend(&self) -> Option<Frontend> {
        let frontend = self.frontend(&self.context().inputs)?;
        let is_known = |known: &String| {
            *known == frontend.image
                || frontend
                    .image
                    .strip_prefix(known.as_str())
                    .is_some_and(|rest| rest.starts_with([':', '@']))
        };
        let is_other = frontend.kind == FrontendKind::Other;
        (is_other && !self.context().frontends.iter().any(is_known)).then_some(frontend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(image: &str, version: Version, is_labs: bool) {
        assert_eq!(Frontend::new(image, None).kind, FrontendKind::Docker { version, is_labs }, "{image}");
    }

    fn fixed(minor: u32, patch: Option<u32>) -> Version {
        Version::Fixed { minor, patch }
    }

    #[test]
    fn tags_name_versions() {
        for newest in ["docker/dockerfile", "docker/dockerfile:1", "docker.io/docker/dockerfile:latest"] {
            check(newest, Version::Newest, false);
        }
        check("docker/dockerfile:labs", Version::Newest, true);
        check("docker/dockerfile:1-labs", Version::Newest, true);
        check("docker/dockerfile:1.4", fixed(4, None), false);
        check("mirror.corp:5000/docker/dockerfile-upstream:1.7.1-labs@sha256:0", fixed(7, Some(1)), true);
        check("docker/dockerfile:1.0-experimental", fixed(0, None), true);
        for unknown in [
            "docker/dockerfile:master",
            "docker/dockerfile@sha256:0",
            "docker/dockerfile:$V",
            "docker/dockerfile:2",
        ] {
            check(unknown, Version::Unknown, false);
        }
    }

    #[test]
    fn other_images_are_other_frontends() {
        for image in
            ["acme/front:2", "docker/dockerfile2:1", "mydocker/dockerfile:1", "dockerfile", "docker/buildx"]
        {
            assert_eq!(Frontend::new(image, None).kind, FrontendKind::Other, "{image}");
        }
    }

    #[test]
    fn versions_are_compared() {
        assert!(fixed(7, None).is_at_least((7, 0)) && fixed(1, None).is_at_least((1, 6)));
        assert!(!fixed(1, Some(5)).is_at_least((1, 6)) && fixed(1, Some(6)).is_at_least((1, 6)));
        assert!(!fixed(6, Some(9)).is_at_least((7, 0)) && Version::Unknown.is_at_least((99, 0)));
    }

    #[test]
    fn devices_are_of_the_labs_channel() {
        let devices = |image: &str| Frontend::new(image, None).has_devices();
        assert_eq!(devices("docker/dockerfile:1-labs"), Some(true));
        assert_eq!(devices("docker/dockerfile:1.14-labs"), Some(true));
        assert_eq!(devices("docker/dockerfile:1.13-labs"), Some(false));
        assert_eq!(devices("docker/dockerfile:1"), Some(false));
        assert_eq!(devices("docker/dockerfile:master"), None);
    }
}
