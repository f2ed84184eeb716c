//! Platforms: `os/arch/variant`, as `--platform` takes them.
//!
//! Source: containerd's platform specifiers, language.md 3.1.

/// A platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// `linux`, `windows`.
    pub os: String,
    /// The version of Windows, mostly empty.
    pub os_version: String,
    /// `amd64`, `arm64`.
    pub arch: String,
    /// `v7`, mostly empty.
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

/// The names that a specifier may consist of alone.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OPERATING_SYSTEMS.into_iter().chain(ARCHITECTURES)
}

impl Platform {
    /// Linux on this architecture.
    pub fn linux(arch: &str) -> Self {
        Self {
            os: "linux".to_owned(),
            os_version: String::new(),
            arch: arch.to_owned(),
            variant: String::new(),
        }
    }

    /// Reads a specifier, or says what is wrong in BuildKit's words.
    pub fn parse(specifier: &str) -> Result<Self, String> {
        let quoted = format!("{specifier:?}");
        if specifier.contains('*') {
            return Err(format!("{quoted}: wildcards not yet supported: invalid argument"));
        }
        let mut parts: Vec<&str> = specifier.split('/').collect();
        let (os, os_version) = match parts[0].split_once('(') {
            Some((os, rest)) => match rest.strip_suffix(')') {
                Some(version) => (os, version.split('+').next().unwrap_or_default()),
                None => return Err(invalid_component(&quoted, parts[0])),
            },
            None => (parts[0], ""),
        };
        parts[0] = os;
        let is_component = |part: &&str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
        };
        if let Some(part) = parts.iter().find(|part| !is_component(part)) {
            return Err(invalid_component(&quoted, part));
        }
        let lower = |part: &str| part.to_lowercase();
        let platform = |os: String, arch: &str, variant: &str| {
            let (arch, variant) = normalised(&lower(arch), &lower(variant));
            Self { os, os_version: os_version.to_owned(), arch, variant }
        };
        match parts.as_slice() {
            [one] => {
                let os = known_os(&lower(one));
                if OPERATING_SYSTEMS.contains(&os.as_str()) {
                    return Ok(platform(os, "amd64", ""));
                }
                let (arch, _) = normalised(&lower(one), "");
                if ARCHITECTURES.contains(&arch.as_str()) {
                    return Ok(platform("linux".to_owned(), one, ""));
                }
                Err(format!("{quoted}: unknown operating system or architecture: invalid argument"))
            }
            [os, arch] => Ok(platform(known_os(&lower(os)), arch, "")),
            [os, arch, variant] => Ok(platform(known_os(&lower(os)), arch, variant)),
            _ => Err(format!("{quoted}: cannot parse platform specifier: invalid argument")),
        }
    }

    /// `linux/arm/v7`.
    pub fn specifier(&self) -> String {
        let mut out = format!("{}/{}", self.os, self.arch);
        if !self.variant.is_empty() {
            out.push('/');
            out.push_str(&self.variant);
        }
        out
    }
}

fn invalid_component(quoted: &str, part: &str) -> String {
    format!(
        "{part:?} is an invalid component of {quoted}: platform specifier component must match \
         \"^[A-Za-z0-9_.-]+$\": invalid argument"
    )
}

fn known_os(os: &str) -> String {
    if os == "macos" { "darwin".to_owned() } else { os.to_owned() }
}

/// An architecture by its other names.
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
    fn reads_specifiers() {
        let specifier = |text: &str| Platform::parse(text).unwrap().specifier();
        assert_eq!(specifier("linux/arm64"), "linux/arm64");
        assert_eq!(specifier("Linux/aarch64"), "linux/arm64");
        assert_eq!(specifier("linux/arm/v7"), "linux/arm/v7");
        assert_eq!(specifier("arm64"), "linux/arm64");
        assert_eq!(specifier("windows"), "windows/amd64");
        assert_eq!(specifier("windows(10.0.17763)/amd64"), "windows/amd64");
        assert_eq!(specifier("what/ever"), "what/ever");
        assert!(Platform::parse("foo").unwrap_err().contains("unknown operating system or architecture"));
        assert!(Platform::parse("a/b/c/d").unwrap_err().contains("cannot parse platform specifier"));
        assert!(Platform::parse("linux/*").unwrap_err().contains("wildcards"));
        assert!(Platform::parse("linux//v7").unwrap_err().contains("invalid component"));
    }
}
