//! The builds of a document that Compose, Bake and devcontainer files define, as far as they affect
//! its analysis.
//!
//! Callers read such files and fill in these records; this module reads no files. A value on which
//! several builds differ is unknown for the document.

use crate::{build_inputs::BuildInputs, platform::Platform};

/// The kind of file that defines a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BuildKind {
    /// A service of a Compose file.
    Service,
    /// A target of a Bake file.
    Target,
    /// A dev container.
    DevContainer,
}

/// A build of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownBuild {
    /// The kind of file that defines it.
    pub kind: BuildKind,
    /// The name of the service or target.
    pub name: String,
    /// The path of the file that defines it, for display.
    pub file: String,
    /// The stage that it builds.
    pub target: BuiltStage,
    /// The build arguments that it sets.
    pub args: Vec<KnownArgument>,
    /// Its named contexts.
    pub contexts: Vec<KnownContext>,
    /// The platforms that it builds for; empty if it names none, `None` if they are unknown.
    pub platforms: Option<Vec<String>>,
}

/// The stage that a build builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuiltStage {
    /// The last stage.
    Last,
    /// The stage with this name or number.
    Named(String),
    /// The stage depends on the environment of the build.
    Unknown,
}

/// A build argument that a build sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownArgument {
    /// Its name.
    pub name: String,
    /// Its value; `None` if it comes from the environment of the build.
    pub value: Option<String>,
    /// Whether the value comes from an `.env` file, which the environment of the build may override.
    pub is_from_env_file: bool,
    /// The path of the file that sets it, for display.
    pub file: String,
    /// The 1-based line in that file.
    pub line: usize,
}

impl KnownArgument {
    /// The value, if the files alone determine it.
    pub fn certain(&self) -> Option<&str> {
        self.value.as_deref().filter(|_| !self.is_from_env_file)
    }
}

/// A named context of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownContext {
    /// The name.
    pub name: String,
    /// Its value, as written in the file.
    pub value: String,
}

impl KnownBuild {
    /// The argument with a name, if the build sets it.
    pub fn arg(&self, name: &str) -> Option<&KnownArgument> {
        self.args.iter().find(|arg| arg.name == name)
    }
}

impl BuildInputs {
    /// These inputs, completed with the build arguments on which all builds agree; an argument on which
    /// they differ becomes unknown. Arguments that are already set stay.
    #[must_use]
    pub fn with_builds(mut self, builds: &[KnownBuild]) -> Self {
        let Some(first) = builds.first() else { return self };
        let mut names: Vec<&str> =
            builds.iter().flat_map(|build| &build.args).map(|arg| arg.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            if self.build_arg(name).is_some() {
                continue;
            }
            let value = first.arg(name).and_then(KnownArgument::certain);
            let agrees = |build: &KnownBuild| build.arg(name).and_then(KnownArgument::certain) == value;
            match value.filter(|_| builds.iter().all(agrees)) {
                Some(value) => self.build_args.push((name.to_owned(), value.to_owned())),
                None => self.unknown_args.push(name.to_owned()),
            }
        }
        self
    }

    /// Sets the platform, if all builds are for a single one, the same for each.
    #[must_use]
    pub fn for_platform_of(mut self, builds: &[KnownBuild]) -> Self {
        let only = |build: &KnownBuild| match build.platforms.as_deref() {
            Some([platform]) => Platform::parse(platform).ok(),
            _ => None,
        };
        let platform = builds.first().and_then(only);
        if let Some(platform) =
            platform.filter(|it| builds.iter().all(|build| only(build).as_ref() == Some(it)))
        {
            self.platform = platform;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(args: &[(&str, Option<&str>)], platforms: &[&str]) -> KnownBuild {
        let arg = |(name, value): &(&str, Option<&str>)| KnownArgument {
            name: (*name).to_owned(),
            value: value.map(str::to_owned),
            is_from_env_file: *name == "E",
            file: "compose.yaml".to_owned(),
            line: 1,
        };
        KnownBuild {
            kind: BuildKind::Service,
            name: "web".to_owned(),
            file: "compose.yaml".to_owned(),
            target: BuiltStage::Last,
            args: args.iter().map(arg).collect(),
            contexts: Vec::new(),
            platforms: Some(platforms.iter().map(|it| (*it).to_owned()).collect()),
        }
    }

    #[test]
    fn values_are_those_that_all_builds_agree_on() {
        let stated =
            BuildInputs { build_args: vec![("S".to_owned(), "0".to_owned())], ..BuildInputs::default() };
        let one = build(
            &[("A", Some("1")), ("B", Some("1")), ("C", None), ("E", Some("1")), ("S", Some("1"))],
            &["linux/arm64"],
        );
        let two =
            build(&[("A", Some("1")), ("B", Some("2")), ("D", Some("1"))], &["linux/arm64", "linux/amd64"]);
        let alone = stated
            .clone()
            .with_builds(std::slice::from_ref(&one))
            .for_platform_of(std::slice::from_ref(&one));
        let value = |inputs: &BuildInputs, name: &str| inputs.build_arg(name).map(|it| it.to_string());
        assert_eq!(["A", "B", "S"].map(|name| value(&alone, name).unwrap()), ["1", "1", "0"]);
        assert_eq!(alone.unknown_args, ["C", "E"]);
        assert_eq!(alone.platform.specifier(), "linux/arm64");
        let both = [one, two];
        let both = stated.with_builds(&both).for_platform_of(&both);
        assert_eq!(value(&both, "A").as_deref(), Some("1"));
        assert_eq!(both.unknown_args, ["B", "C", "D", "E"]);
        assert_eq!(both.platform, BuildInputs::default().platform);
    }
}
