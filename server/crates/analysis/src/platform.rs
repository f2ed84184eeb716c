//! Parses platforms in the form `os/arch/variant`, as in `--platform`.
//!
//! Source: containerd's platform specifiers.

use dockwright_texts::{Message, analysis::platform as texts};

use crate::{go::quote, suggest::nearest};

/// A platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// `linux`, `windows`.
    pub os: String,
    /// The version of Windows; usually empty.
    pub os_version: String,
    /// The features of Windows; usually empty.
    pub os_features: Vec<String>,
    /// `amd64`, `arm64`.
    pub arch: String,
    /// A variant such as `v7`; usually empty.
    pub variant: String,
}

const OPERATING_SYSTEMS: [&str; 17] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];

const ARCHITECTURES: [&str; 24] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "ppc64",
    "ppc64le",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

/// The words that are valid as a whole specifier.
pub fn names() -> impl Iterator<Item = &'static str> {
    OPERATING_SYSTEMS.into_iter().chain(ARCHITECTURES)
}

impl Platform {
    /// Linux on this architecture.
    pub fn linux(arch: &str) -> Self {
        Self {
            os: "linux".to_owned(),
            os_version: String::new(),
            os_features: Vec::new(),
            arch: arch.to_owned(),
            variant: String::new(),
        }
    }

    /// Parses a specifier, or returns BuildKit's error message.
    pub fn parse(specifier: &str) -> Result<Self, String> {
        let quoted = quote(specifier);
        if specifier.contains('*') {
            return Err(format!("{quoted}: wildcards not yet supported: invalid argument"));
        }
        let mut parts = specifier.splitn(4, '/');
        let first = parts.next().unwrap_or_default();
        let parts: Vec<&str> = parts.collect();
        let Some((os, version, features)) = os_component(first) else {
            return Err(format!(
                "{} is an invalid OS component of {quoted}: OSAndVersion specifier component must match {}: \
                 invalid argument",
                quote(first),
                quote(OS_COMPONENT)
            ));
        };
        let is_component = |part: &&str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
        };
        if let Some(part) = parts.iter().find(|part| !is_component(part)) {
            return Err(format!(
                "{} is an invalid component of {quoted}: platform specifier component must match \
                 \"^[A-Za-z0-9_.-]+$\": invalid argument",
                quote(part)
            ));
        }
        let lower = |part: &str| part.to_lowercase();
        let platform = |os: String, arch: &str, variant: &str| {
            let (arch, variant) = normalised(&lower(arch), &lower(variant));
            Self { os, os_version: version.clone(), os_features: features.clone(), arch, variant }
        };
        let os = known_os(&lower(os));
        match parts.as_slice() {
            [] => {
                if OPERATING_SYSTEMS.contains(&os.as_str()) {
                    return Ok(platform(os, "amd64", ""));
                }
                let (arch, _) = normalised(&lower(first), "");
                if ARCHITECTURES.contains(&arch.as_str()) {
                    return Ok(platform("linux".to_owned(), first, ""));
                }
                Err(format!("{quoted}: unknown operating system or architecture: invalid argument"))
            }
            [arch] => Ok(platform(os, arch, "")),
            [arch, variant] => Ok(platform(os, arch, variant)),
            _ => Err(format!("{quoted}: cannot parse platform specifier: invalid argument")),
        }
    }

    /// Describes the part of it that Docker does not know, for users. Builds for such a platform find
    /// no image.
    pub fn unknown_part(&self) -> Option<Message> {
        let (os, arch) = (self.os.as_str(), self.arch.as_str());
        if !OPERATING_SYSTEMS.contains(&os) {
            return Some(match nearest(os, OPERATING_SYSTEMS) {
                Some(near) => texts::UnknownSystemNear { name: os, near }.message(),
                None => texts::unknown_system(os),
            });
        }
        (!ARCHITECTURES.contains(&arch)).then(|| match nearest(arch, ARCHITECTURES) {
            Some(near) => texts::UnknownArchitectureNear { name: arch, near }.message(),
            None => texts::unknown_architecture(arch),
        })
    }

    /// The specifier, such as `linux/arm/v7`.
    pub fn specifier(&self) -> String {
        self.with_os(&self.os)
    }

    /// The specifier with the version and features of the operating system:
    /// `windows(10.0.17763)/amd64`.
    pub fn full_specifier(&self) -> String {
        let mut options = self.os_version.clone();
        for feature in &self.os_features {
            options.push('+');
            options.push_str(feature);
        }
        if options.is_empty() { self.specifier() } else { self.with_os(&format!("{}({options})", self.os)) }
    }

    fn with_os(&self, os: &str) -> String {
        let mut out = format!("{os}/{}", self.arch);
        if !self.variant.is_empty() {
            out.push('/');
            out.push_str(&self.variant);
        }
        out
    }
}

/// The pattern for the first part of a specifier.
const OS_COMPONENT: &str = r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$";

/// Splits `os(version+feature)` into its parts.
fn os_component(text: &str) -> Option<(&str, String, Vec<String>)> {
    let (os, options) = match text.split_once('(') {
        Some((os, rest)) => (os, Some(rest.strip_suffix(')')?)),
        None => (text, None),
    };
    let is_of =
        |text: &str, more: &[u8]| text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b));
    if os.is_empty() || !is_of(os, b"_-") {
        return None;
    }
    let mut parts = options.unwrap_or_default().split('+');
    let version = parts.next().unwrap_or_default();
    let features: Vec<String> = parts.map(str::to_owned).collect();
    let is_feature = |feature: &String| !feature.is_empty() && is_of(feature, b"_.%-");
    (is_of(version, b"_.%-") && features.iter().all(is_feature)).then(|| (os, version.to_owned(), features))
}

fn known_os(os: &str) -> String {
    if os == "macos" { "darwin".to_owned() } else { os.to_owned() }
}

/// Normalises an architecture that has several names.
fn normalised(arch: &str, variant: &str) -> (String, String) {
    let (arch, variant) = match (arch, variant) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64", variant) => ("amd64", variant),
        ("aarch64" | "arm64", "8" | "v8") => ("arm64", ""),
        ("aarch64", variant) => ("arm64", variant),
        ("armhf", _) | ("arm", "" | "7") => ("arm", "v7"),
        ("armel", _) | ("arm", "6") => ("arm", "v6"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "8") => ("arm", "v8"),
        other => other,
    };
    (arch.to_owned(), variant.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_platforms() {
        let unknown = |text: &str| Platform::parse(text).unwrap().unknown_part();
        for known in ["linux/amd64", "windows(10.0)/amd64", "linux/arm/v7", "darwin", "macos/aarch64"] {
            assert_eq!(unknown(known), None, "{known}");
        }
        assert_eq!(unknown("linux/amd46").unwrap(), "there is no architecture amd46; did you mean amd64?");
        assert_eq!(
            unknown("lunix/amd64").unwrap(),
            "there is no operating system lunix; did you mean linux?"
        );
    }

    #[test]
    fn reads_specifiers() {
        let specifier = |text: &str| Platform::parse(text).unwrap().specifier();
        assert_eq!(specifier("linux/arm64"), "linux/arm64");
        assert_eq!(specifier("Linux/aarch64"), "linux/arm64");
        assert_eq!(specifier("linux/arm/v7"), "linux/arm/v7");
        assert_eq!(specifier("arm64"), "linux/arm64");
        assert_eq!(specifier("windows"), "windows/amd64");
        assert_eq!(specifier("windows(10.0.17763)/amd64"), "windows/amd64");
        let full = Platform::parse("windows(10.0.17763+win32k)/amd64").unwrap().full_specifier();
        assert_eq!(full, "windows(10.0.17763+win32k)/amd64");
        assert_eq!(specifier("what/ever"), "what/ever");
        assert!(Platform::parse("foo").unwrap_err().contains("unknown operating system or architecture"));
        assert!(Platform::parse("a/b/c/d").unwrap_err().contains("cannot parse platform specifier"));
        assert!(Platform::parse("linux/*").unwrap_err().contains("wildcards"));
        assert!(Platform::parse("linux//v7").unwrap_err().contains("invalid component"));
        let message = Platform::parse("=").unwrap_err();
        assert!(message.starts_with("\"=\" is an invalid OS component of \"=\": OSAndVersion"), "{message}");
        assert!(message.ends_with(r#"((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$": invalid argument"#), "{message}");
        for text in ["a.b/amd64", "windows(1", "windows(1+)/amd64", "/amd64", ""] {
            assert!(Platform::parse(text).unwrap_err().contains("invalid OS component"), "{text}");
        }
    }
}
