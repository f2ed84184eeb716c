//! The builds of a document that Compose, Bake and devcontainer files state, as far as they matter to what it means.
//!
//! Whoever reads such files fills these records; nothing here reads any. What several builds say differently is not
//! known for the document.

use crate::{build_inputs::BuildInputs, platform::Platform};

/// What states a build.
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
    /// What states it.
    pub kind: BuildKind,
    /// The name of the service or target.
    pub name: String,
    /// The path of the file that states it, as it is shown.
    pub file: String,
    /// The stage that it builds.
    pub target: BuiltStage,
    /// The build arguments that it sets.
    pub args: Vec<KnownArgument>,
    /// Its named contexts.
    pub contexts: Vec<KnownContext>,
    /// The platforms that it builds for; empty if it does not say so, `None` if that is not known.
    pub platforms: Option<Vec<String>>,
}

/// The stage that a build makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuiltStage {
    /// The last one.
    Last,
    /// That of a name or number.
    Named(String),
    /// It depends on the environment of the build.
    Unknown,
}

/// A build argument that a build sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownArgument {
    /// Its name.
    pub name: String,
    /// Its value; `None` if the environment of the build gives it.
    pub value: Option<String>,
    /// An `.env` file gives the value, which the environment of the build may override.
    pub is_from_env_file: bool,
    /// The file that sets it, as it is shown, and the line there.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl KnownArgument {
    /// The value if the files determine it.
    pub fn certain(&self) -> Option<&str> {
        self.value.as_deref().filter(|_| !self.is_from_env_file)
    }
}

/// A named context of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownContext {
    /// The name.
    pub name: String,
    /// What it is, as the file says.
    pub value: String,
}

impl KnownBuild {
    /// The argument of a name, if the build sets it.
    pub fn arg(&self, name: &str) -> Option<&KnownArgument> {
        self.args.iter().find(|arg| arg.name == name)
    }
}

impl BuildInputs {
    /// These inputs for a document with some builds: what the builds agree on, unless these inputs already say so.
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

    /// The same for the platform: that of builds that all are for one and the same.
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
