//! What one file says about a build, before it is merged with what others say.
//!
//! Compose merges override files and extended services, Bake merges inherited targets and files: both key by key in the
//! maps of arguments and contexts, and as a whole for everything else that is one value.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    build::{Argument, Build, Context, Dockerfile, Kind, NamedContext, Source, UnknownKey},
    files::Files,
    inline::Inline,
    paths,
    spanned::{Known, Said, Text},
};

/// A path as stated, and the folder that it is relative to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stated {
    /// The path.
    pub(crate) said: Said,
    /// The folder.
    pub(crate) folder: Arc<Path>,
}

/// What one file says about a build.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Layer {
    /// The build context.
    pub(crate) context: Option<Stated>,
    /// The path of the Dockerfile.
    pub(crate) dockerfile: Option<Said>,
    /// The path is relative to this folder instead of the context.
    pub(crate) dockerfile_folder: Option<Arc<Path>>,
    /// The Dockerfile itself.
    pub(crate) inline: Option<(Arc<Inline>, Known)>,
    /// Build arguments. Those whose name is unknown are left out.
    pub(crate) args: Vec<Setting>,
    /// The stage.
    pub(crate) target: Option<Said>,
    /// Named contexts, with the folder that each is relative to.
    pub(crate) contexts: Vec<Setting>,
    /// Platforms.
    pub(crate) platforms: Option<Vec<Said>>,
    /// SSH agents.
    pub(crate) ssh: Option<Vec<Said>>,
    /// Secrets.
    pub(crate) secrets: Option<Vec<Said>>,
    /// Names of the image.
    pub(crate) tags: Option<Vec<Said>>,
    /// Stages without cache.
    pub(crate) uncached_stages: Option<Vec<Said>>,
    /// Sources of the cache.
    pub(crate) cache_from: Option<Vec<Said>>,
    /// Whether the cache is used.
    pub(crate) no_cache: Option<Said>,
    /// Keys that no program reads.
    pub(crate) unknown_keys: Vec<UnknownKey>,
    /// Keys whose earlier value does not count: `!reset` and `!override`.
    pub(crate) replaced: Vec<&'static str>,
}

/// A name and a value of a map of arguments or contexts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Setting {
    /// The name.
    pub(crate) name: Said,
    /// The value.
    pub(crate) value: SettingValue,
    /// The folder that a path is relative to.
    pub(crate) folder: Arc<Path>,
}

/// The value of a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SettingValue {
    /// It is stated.
    Said(Said),
    /// The environment of the build gives it.
    Environment,
    /// The name is removed.
    Removed,
}

/// The keys of a build and how lists of several files are merged.
fn merged_list(later: Option<Vec<Said>>, earlier: Option<Vec<Said>>, appends: bool) -> Option<Vec<Said>> {
    match (later, earlier) {
        (Some(later), Some(mut earlier)) if appends => {
            for said in later {
                if said.value().is_none() || !earlier.iter().any(|other| other.value == said.value) {
                    earlier.push(said);
                }
            }
            Some(earlier)
        }
        (later, earlier) => later.or(earlier),
    }
}

fn merged_settings(later: Vec<Setting>, mut earlier: Vec<Setting>) -> Vec<Setting> {
    for setting in later {
        match earlier.iter_mut().find(|other| other.name.value() == setting.name.value()) {
            Some(other) => *other = setting,
            None => earlier.push(setting),
        }
    }
    earlier
}

impl Layer {
    /// This layer over an earlier one. Compose appends to lists, Bake replaces them.
    #[must_use]
    pub(crate) fn over(self, mut earlier: Self, appends: bool) -> Self {
        for key in &self.replaced {
            earlier.forget(key);
        }
        let mut unknown_keys = earlier.unknown_keys;
        unknown_keys.extend(self.unknown_keys);
        let has_path = self.dockerfile.is_some();
        Self {
            context: self.context.or(earlier.context),
            dockerfile_folder: if has_path { self.dockerfile_folder } else { earlier.dockerfile_folder },
            dockerfile: self.dockerfile.or(earlier.dockerfile),
            inline: self.inline.or(earlier.inline),
            args: merged_settings(self.args, earlier.args),
            target: self.target.or(earlier.target),
            contexts: merged_settings(self.contexts, earlier.contexts),
            platforms: merged_list(self.platforms, earlier.platforms, appends),
            ssh: merged_list(self.ssh, earlier.ssh, appends),
            secrets: merged_list(self.secrets, earlier.secrets, appends),
            tags: merged_list(self.tags, earlier.tags, appends),
            uncached_stages: merged_list(self.uncached_stages, earlier.uncached_stages, appends),
            cache_from: merged_list(self.cache_from, earlier.cache_from, appends),
            no_cache: self.no_cache.or(earlier.no_cache),
            unknown_keys,
            replaced: Vec::new(),
        }
    }

    /// Removes what an earlier file said.
    fn forget(&mut self, key: &str) {
        match key {
            "build" => *self = Self::default(),
            "context" => self.context = None,
            "dockerfile" => self.dockerfile = None,
            "dockerfile_inline" => self.inline = None,
            "args" => self.args.clear(),
            "target" => self.target = None,
            "additional_contexts" => self.contexts.clear(),
            "platforms" => self.platforms = None,
            "ssh" => self.ssh = None,
            "secrets" => self.secrets = None,
            "tags" => self.tags = None,
            "cache_from" => self.cache_from = None,
            "no_cache" => self.no_cache = None,
            _ => {}
        }
    }

    /// Whether a program could build this alone: it names a Dockerfile.
    pub(crate) fn says_where(&self) -> bool {
        self.context.is_some() || self.inline.is_some() || self.dockerfile.is_some()
    }

    /// The resulting build. `folder` is the folder of the file, which is the default context.
    pub(crate) fn build(self, kind: Kind, name: &Text, folder: &Path, files: &dyn Files) -> Build {
        let context = context(self.context.as_ref(), folder);
        let inline_and_file = match (&self.inline, &self.dockerfile) {
            (Some((inline, _)), Some(path)) => Some((inline.place.clone(), path.place.clone())),
            _ => None,
        };
        let dockerfile = match (&self.inline, &context) {
            (Some((inline, known)), _) if inline.is_mapped() || *known != Known::Unknown => {
                Dockerfile::Inline(Arc::clone(inline))
            }
            (Some(_), _) => Dockerfile::Unknown,
            (None, Context::Folder(root)) => {
                let root = self.dockerfile_folder.as_deref().unwrap_or(root);
                dockerfile(self.dockerfile.as_ref(), root, folder, files)
            }
            // With a context elsewhere, the Dockerfile may still be here.
            (None, _) => {
                let path = self.dockerfile.as_ref().and_then(Said::value);
                match self.dockerfile_folder.as_deref() {
                    Some(root) => dockerfile(self.dockerfile.as_ref(), root, folder, files),
                    None if path.is_some_and(|path| path.starts_with("cwd://")) => {
                        dockerfile(self.dockerfile.as_ref(), folder, folder, files)
                    }
                    None => Dockerfile::Unknown,
                }
            }
        };
        let args = self.args.into_iter().filter_map(|setting| {
            let value = match setting.value {
                SettingValue::Said(said) => Some(said),
                SettingValue::Environment => None,
                SettingValue::Removed => return None,
            };
            Some(Argument { name: setting.name, value })
        });
        let contexts = self.contexts.into_iter().filter_map(|setting| match setting.value {
            SettingValue::Said(value) => {
                let source = source(&value, &setting.folder);
                Some(NamedContext { name: setting.name, value, source })
            }
            SettingValue::Environment | SettingValue::Removed => None,
        });
        Build {
            kind,
            name: name.text.clone(),
            file: Arc::clone(&name.place.file),
            place: name.place.clone(),
            dockerfile,
            dockerfile_said: self.dockerfile,
            context,
            context_said: self.context.map(|stated| stated.said),
            args: args.collect(),
            target: self.target,
            contexts: contexts.collect(),
            platforms: self.platforms.unwrap_or_default(),
            ssh: self.ssh.unwrap_or_default(),
            secrets: self.secrets.unwrap_or_default(),
            tags: self.tags.unwrap_or_default(),
            uncached_stages: self.uncached_stages.unwrap_or_default(),
            cache_from: self.cache_from.unwrap_or_default(),
            no_cache: self.no_cache,
            profiles: Vec::new(),
            unknown_keys: self.unknown_keys,
            inline_and_file,
            is_base: false,
        }
    }
}

fn context(stated: Option<&Stated>, folder: &Path) -> Context {
    let Some(Stated { said, folder }) = stated else { return Context::Folder(folder.to_owned()) };
    match said.value() {
        None => Context::Unknown,
        Some(text) if paths::is_remote(text) => Context::Remote(text.to_owned()),
        Some(text) => Context::Folder(paths::join(folder, text)),
    }
}

/// The Dockerfile in a root folder. BuildKit also finds `dockerfile` if `Dockerfile` is not there.
fn dockerfile(said: Option<&Said>, root: &Path, folder: &Path, files: &dyn Files) -> Dockerfile {
    let asked = match said.map(Said::value) {
        None => "Dockerfile",
        Some(None) => return Dockerfile::Unknown,
        Some(Some(path)) => path,
    };
    if let Some(path) = asked.strip_prefix("cwd://") {
        return Dockerfile::File(paths::join(folder, path));
    }
    if asked.contains("://") {
        return Dockerfile::Unknown;
    }
    let path = paths::join(root, asked);
    if asked.rsplit('/').next() == Some("Dockerfile") && !files.exists(&path) {
        let lower: PathBuf = path.with_file_name("dockerfile");
        if files.exists(&lower) {
            return Dockerfile::File(lower);
        }
    }
    Dockerfile::File(path)
}

fn source(said: &Said, folder: &Path) -> Source {
    let Some(text) = said.value() else { return Source::Unknown };
    for prefix in ["service:", "target:"] {
        if let Some(name) = text.strip_prefix(prefix) {
            return Source::Build(name.to_owned());
        }
    }
    if let Some(image) = text.strip_prefix("docker-image://") {
        return Source::Image(image.to_owned());
    }
    if paths::is_remote(text) || text.starts_with("oci-layout://") {
        return Source::Remote(text.to_owned());
    }
    Source::Folder(paths::join(folder, text))
}
