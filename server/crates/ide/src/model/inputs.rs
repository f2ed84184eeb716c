//! What a build is told besides the Dockerfile.

use std::sync::Arc;

use super::platform::Platform;

/// The inputs of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildInputs {
    /// `--build-arg NAME=value`, in the order given.
    pub build_args: Vec<(String, String)>,
    /// `--target`, else the last stage.
    pub target: Option<String>,
    /// The platform that is built for.
    pub platform: Platform,
    /// The platform of the builder.
    pub builder: Platform,
    /// What every base image brings, for who knows it. Without it base images may set any variable.
    pub base: Option<BaseConfig>,
    /// The platform that every base image is of, for who knows it.
    pub base_platform: Option<Platform>,
}

/// What is known of a base image's configuration.
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
            build_args: Vec::new(),
            target: None,
            platform: Platform::linux("amd64"),
            builder: Platform::linux("amd64"),
            base: None,
            base_platform: None,
        }
    }
}

impl BuildInputs {
    /// The build argument of this name.
    pub(crate) fn build_arg(&self, name: &str) -> Option<Arc<str>> {
        self.build_args.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str().into())
    }
}
