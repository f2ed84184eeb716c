//! The inputs of a build other than the Dockerfile.

use std::sync::Arc;

use crate::{platform::Platform, spec::Engine};

/// The inputs of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildInputs {
    /// The program that builds.
    pub engine: Engine,
    /// `--build-arg NAME=value`, in command-line order.
    pub build_args: Vec<(String, String)>,
    /// Build arguments that are set to unknown values, so that their defaults may not apply.
    pub unknown_args: Vec<String>,
    /// `--target`; `None` for the last stage.
    pub target: Option<String>,
    /// The platform that is built for.
    pub platform: Platform,
    /// The platform of the builder.
    pub builder: Platform,
    /// The configuration of all base images, if it is known. Otherwise a base image may set any
    /// variable.
    pub base: Option<BaseConfig>,
    /// The platform of all base images, if it is known.
    pub base_platform: Option<Platform>,
}

/// The known configuration of a base image.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaseConfig {
    /// Its environment.
    pub env: Vec<(String, String)>,
    /// Its command.
    pub cmd: Option<Vec<String>>,
}

impl Default for BuildInputs {
    fn default() -> Self {
        Self {
            engine: Engine::Docker,
            build_args: Vec::new(),
            unknown_args: Vec::new(),
            target: None,
            platform: Platform::linux("amd64"),
            builder: Platform::linux("amd64"),
            base: None,
            base_platform: None,
        }
    }
}

impl BuildInputs {
    /// The build argument with a name.
    pub fn build_arg(&self, name: &str) -> Option<Arc<str>> {
        self.build_args.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str().into())
    }

    /// Whether the build sets an argument of this name to an unknown value.
    pub fn is_unknown(&self, name: &str) -> bool {
        self.unknown_args.iter().any(|unknown| unknown == name)
    }
}

/// Whether Docker uses a build argument of this name without an ARG: the automatic platform
/// arguments, proxies and Docker's own settings.
pub fn is_predefined_argument(name: &str) -> bool {
    let proxy = name.strip_suffix("_proxy").or_else(|| name.strip_suffix("_PROXY"));
    is_platform_argument(name)
        || proxy.is_some_and(|of| {
            ["http", "https", "ftp", "no", "all"].iter().any(|it| it.eq_ignore_ascii_case(of))
        })
        || matches!(name, "TARGETSTAGE" | "SOURCE_DATE_EPOCH")
        || name.starts_with("BUILDKIT_")
}

/// Whether the builder sets an argument of this name to a part of its own platform or of the target platform.
pub fn is_platform_argument(name: &str) -> bool {
    let part = name.strip_prefix("TARGET").or_else(|| name.strip_prefix("BUILD"));
    matches!(part, Some("PLATFORM" | "OS" | "OSVERSION" | "ARCH" | "VARIANT"))
}
