//! Finds the distribution that an image is based on from its name, since that determines the
//! package manager.
//!
//! Source: the descriptions of the official images on Docker Hub. An image that may be based on
//! more than one distribution is listed only if its tag says which.

/// A family of distributions that share a package manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Distribution {
    Alpine,
    Arch,
    Debian,
    RedHat,
    Suse,
}

use Distribution::{Alpine, Arch, Debian, RedHat, Suse};

/// Parts of tags, the most specific first.
const TAGS: &[(&str, Distribution)] = &[
    ("alpine", Alpine),
    ("ubi", RedHat),
    ("centos", RedHat),
    ("fedora", RedHat),
    ("oraclelinux", RedHat),
    ("amazonlinux", RedHat),
    ("trixie", Debian),
    ("bookworm", Debian),
    ("bullseye", Debian),
    ("buster", Debian),
    ("stretch", Debian),
    ("jessie", Debian),
    ("noble", Debian),
    ("jammy", Debian),
    ("focal", Debian),
    ("bionic", Debian),
    ("xenial", Debian),
    ("trusty", Debian),
    ("debian", Debian),
    ("ubuntu", Debian),
];

/// Names of images without their namespaces.
const NAMES: &[(&str, Distribution)] = &[
    ("almalinux", RedHat),
    ("alpine", Alpine),
    ("amazonlinux", RedHat),
    ("archlinux", Arch),
    ("buildpack-deps", Debian),
    ("centos", RedHat),
    ("debian", Debian),
    ("elixir", Debian),
    ("erlang", Debian),
    ("fedora", RedHat),
    ("gcc", Debian),
    ("golang", Debian),
    ("haskell", Debian),
    ("httpd", Debian),
    ("julia", Debian),
    ("leap", Suse),
    ("mariadb", Debian),
    ("nginx", Debian),
    ("node", Debian),
    ("opensuse", Suse),
    ("oraclelinux", RedHat),
    ("perl", Debian),
    ("php", Debian),
    ("postgres", Debian),
    ("python", Debian),
    ("raspbian", Debian),
    ("rockylinux", RedHat),
    ("ruby", Debian),
    ("rust", Debian),
    ("tumbleweed", Suse),
    ("ubi", RedHat),
    ("ubi-minimal", RedHat),
    ("ubuntu", Debian),
];

/// The programs that install packages.
const PROGRAMS: &[(&str, Distribution)] = &[
    ("apk", Alpine),
    ("apt", Debian),
    ("aptitude", Debian),
    ("dnf", RedHat),
    ("dpkg", Debian),
    ("microdnf", RedHat),
    ("pacman", Arch),
    ("yum", RedHat),
    ("zypper", Suse),
];

impl Distribution {
    /// The distribution of an image, from the last part of its name and from its tag.
    pub(super) fn of_image(name: &str, tag: &str) -> Option<Self> {
        let of_tag = TAGS.iter().find(|(part, _)| tag.contains(part));
        let is_ubi =
            |name: &str| name.strip_prefix("ubi").is_some_and(|rest| rest.starts_with(['7', '8', '9', '1']));
        let of_name = NAMES.iter().find(|(known, _)| *known == name);
        of_tag.or(of_name).map(|(_, distribution)| *distribution).or(is_ubi(name).then_some(RedHat))
    }

    /// The distribution that has a program, given by its first piece.
    pub(super) fn of_program(piece: &str) -> Option<Self> {
        PROGRAMS.iter().find(|(program, _)| *program == piece).map(|(_, distribution)| *distribution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_more_than_names() {
        assert_eq!(Distribution::of_image("node", "22"), Some(Debian));
        assert_eq!(Distribution::of_image("node", "22-alpine3.20"), Some(Alpine));
        assert_eq!(Distribution::of_image("eclipse-temurin", "21-ubi9-minimal"), Some(RedHat));
        assert_eq!(Distribution::of_image("ubi9", ""), Some(RedHat));
        assert_eq!(Distribution::of_image("eclipse-temurin", "21"), None);
    }
}
