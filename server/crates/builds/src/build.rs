//! One build: what a file says about how a Dockerfile is built.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    inline::Inline,
    spanned::{Place, Said, Text},
};

/// The kind of entry that defines a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A service of a Compose file.
    Service,
    /// A target of a Bake file.
    Target,
    /// A dev container.
    DevContainer,
}

/// The build context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Context {
    /// A folder.
    Folder(PathBuf),
    /// A Git repository, an archive or standard input. No ignore file applies there.
    Remote(String),
    /// It depends on the environment.
    Unknown,
}

/// The Dockerfile of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dockerfile {
    /// A file.
    File(PathBuf),
    /// A text in the file that states the build.
    Inline(Arc<Inline>),
    /// A file of a remote context, or one that depends on the environment.
    Unknown,
}

/// A build argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: Said,
    /// Its value; `None` if the environment of the build gives it.
    pub value: Option<Said>,
}

/// A named context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedContext {
    /// The name that `FROM` and `--from` use.
    pub name: Said,
    /// A folder, an image, or a different build.
    pub value: Said,
    /// The meaning of the value.
    pub source: Source,
}

/// The source of a named context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder.
    Folder(PathBuf),
    /// An image.
    Image(String),
    /// The result of a different build: a service or target.
    Build(String),
    /// A Git repository, an archive or an OCI layout.
    Remote(String),
    /// It depends on the environment.
    Unknown,
}

/// A build.
#[derive(Debug, Clone, PartialEq)]
pub struct Build {
    /// The kind of entry that defines it.
    pub kind: Kind,
    /// The name of the service or target; that of a dev container, if it has one.
    pub name: String,
    /// The file that defines it.
    pub file: Arc<Path>,
    /// Where it is defined: the name of the service or target.
    pub place: Place,
    /// The Dockerfile.
    pub dockerfile: Dockerfile,
    /// The path of the Dockerfile as stated.
    pub dockerfile_said: Option<Said>,
    /// The build context.
    pub context: Context,
    /// The context as stated.
    pub context_said: Option<Said>,
    /// Build arguments, each name once.
    pub args: Vec<Argument>,
    /// The stage that is built, or the last one without it.
    pub target: Option<Said>,
    /// Named contexts, each name once.
    pub contexts: Vec<NamedContext>,
    /// The platforms that it builds for.
    pub platforms: Vec<Said>,
    /// SSH agents that are forwarded.
    pub ssh: Vec<Said>,
    /// Secrets that are mounted.
    pub secrets: Vec<Said>,
    /// Names of the image.
    pub tags: Vec<Said>,
    /// Stages that are built without the cache.
    pub uncached_stages: Vec<Said>,
    /// Where earlier results are taken from.
    pub cache_from: Vec<Said>,
    /// Whether nothing is taken from the cache.
    pub no_cache: Option<Said>,
    /// Profiles of Compose that the service belongs to.
    pub profiles: Vec<Said>,
    /// Keys in the file's definition of the build that no program reads.
    pub unknown_keys: Vec<UnknownKey>,
    /// The places of a path and of a text for the Dockerfile, if the file has both.
    pub inline_and_file: Option<(Place, Place)>,
    /// It is only a base for other builds and is not built itself.
    pub is_base: bool,
}

/// A key that no program reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKey {
    /// The key.
    pub key: Text,
    /// The key that was probably meant.
    pub meant: &'static str,
}

impl Build {
    /// The value of a build argument: nothing if the build does not set it.
    pub fn arg(&self, name: &str) -> Option<&Argument> {
        self.args.iter().find(|argument| argument.name.value() == Some(name))
    }
}
