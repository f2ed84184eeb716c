//! What `RUN --mount` takes: kinds of mounts, and the keys of each.
//!
//! Source: `parseMount` and `validateMount` in BuildKit's `frontend/dockerfile/instructions`; language.md 3.2.1.

use super::{engine::Engine, since::Since};
use dockwright_texts::Topic;

/// The kinds of mounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MountKind {
    /// Files of the build context, a stage or an image.
    #[default]
    Bind,
    /// A directory that is kept between builds.
    Cache,
    /// An empty directory in memory.
    Tmpfs,
    /// A secret.
    Secret,
    /// The keys of an SSH agent.
    Ssh,
}

/// What a key of a mount takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountValue {
    /// A kind of mount.
    Kind,
    /// Where the mount appears in the container.
    Target,
    /// What is mounted.
    Source,
    /// A stage, an image or a named context.
    From,
    /// Nothing, or a truth value.
    Bool,
    /// The name that distinguishes a cache, a secret or an agent.
    Id,
    /// Any other name.
    Name,
    /// One of [`SHARINGS`].
    Sharing,
    /// A size such as `64m`.
    Size,
    /// A mode in octal.
    Mode,
    /// The number of a user or a group.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Nothing: it is written without `=`.
    Nothing,
}

/// A key of mounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MountKey {
    /// Its name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// The kinds of mounts for which it means something.
    pub kinds: &'static [MountKind],
    /// What it takes.
    pub value: MountValue,
    /// BuildKit rejects it where the fields before it have made the mount one of another kind.
    pub is_checked: bool,
    /// The version of the syntax that introduced it, where that is later than mounts themselves.
    pub since: Option<Since>,
    /// The engine that has it: Docker's keys are Podman's as well, but not the other way round.
    pub engine: Engine,
}

/// The kinds by name.
pub const MOUNT_KINDS: [(&str, MountKind); 5] = [
    ("bind", MountKind::Bind),
    ("cache", MountKind::Cache),
    ("tmpfs", MountKind::Tmpfs),
    ("secret", MountKind::Secret),
    ("ssh", MountKind::Ssh),
];

/// How a cache is shared.
pub const SHARINGS: [&str; 3] = ["shared", "private", "locked"];

const ALL: &[MountKind] =
    &[MountKind::Bind, MountKind::Cache, MountKind::Tmpfs, MountKind::Secret, MountKind::Ssh];
const DIRECTORIES: &[MountKind] = &[MountKind::Bind, MountKind::Cache, MountKind::Tmpfs];
const FILLED: &[MountKind] = &[MountKind::Bind, MountKind::Cache];
const OWNED: &[MountKind] = &[MountKind::Cache, MountKind::Secret, MountKind::Ssh];
const PASSED_IN: &[MountKind] = &[MountKind::Secret, MountKind::Ssh];

const fn key(name: &'static str, kinds: &'static [MountKind], value: MountValue) -> MountKey {
    MountKey { name, aliases: &[], kinds, value, is_checked: false, since: None, engine: Engine::Docker }
}

const fn checked(key: MountKey) -> MountKey {
    MountKey { is_checked: true, ..key }
}

/// The keys, in the order in which they are usually written.
pub const MOUNT_KEYS: [MountKey; 14] = [
    key("type", ALL, MountValue::Kind),
    key("id", OWNED, MountValue::Id),
    MountKey { aliases: &["dst", "destination"], ..key("target", ALL, MountValue::Target) },
    MountKey {
        aliases: &["src"],
        ..key("source", &[MountKind::Bind, MountKind::Cache, MountKind::Secret], MountValue::Source)
    },
    key("from", FILLED, MountValue::From),
    key("sharing", &[MountKind::Cache], MountValue::Sharing),
    MountKey { since: Some(Since::stable(4)), ..checked(key("size", &[MountKind::Tmpfs], MountValue::Size)) },
    MountKey { since: Some(Since::stable(10)), ..key("env", &[MountKind::Secret], MountValue::Name) },
    checked(key("required", PASSED_IN, MountValue::Bool)),
    MountKey { aliases: &["ro"], ..key("readonly", DIRECTORIES, MountValue::Bool) },
    MountKey { aliases: &["rw"], ..key("readwrite", DIRECTORIES, MountValue::Bool) },
    key("mode", OWNED, MountValue::Mode),
    key("uid", OWNED, MountValue::Number),
    key("gid", OWNED, MountValue::Number),
];

impl MountKind {
    /// The kind of this name, in any letter case.
    pub fn named(name: &str) -> Option<Self> {
        MOUNT_KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        MOUNT_KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether a mount of the kind is a directory, which needs a target.
    pub fn is_directory(self) -> bool {
        match self {
            Self::Bind | Self::Cache | Self::Tmpfs => true,
            Self::Secret | Self::Ssh => false,
        }
    }

    /// The entry of its text.
    pub fn entry(self) -> String {
        format!("--mount=type={}", self.name())
    }

    /// The keys that mean something for it.
    pub fn keys(self) -> impl Iterator<Item = &'static MountKey> {
        MOUNT_KEYS.iter().filter(move |key| key.kinds.contains(&self))
    }
}

impl MountKey {
    /// The key of this name or alias, in any letter case.
    pub fn named(name: &str) -> Option<&'static Self> {
        MOUNT_KEYS.iter().find(|key| key.names().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// Whether its name may stand without a value.
    pub fn is_bare(&self) -> bool {
        matches!(self.value, MountValue::Bool | MountValue::Nothing)
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// Its words, where its values are few.
    pub fn words(&self, engine: Engine) -> &'static [&'static str] {
        match self.value {
            MountValue::Sharing => engine.sharings(),
            MountValue::Word(words) => words,
            MountValue::Bool => &["true", "false"],
            MountValue::Kind
            | MountValue::Target
            | MountValue::Source
            | MountValue::From
            | MountValue::Id
            | MountValue::Name
            | MountValue::Size
            | MountValue::Mode
            | MountValue::Number
            | MountValue::Nothing => &[],
        }
    }

    /// Where its text is.
    pub fn topic(&self) -> Topic {
        match self.engine {
            Engine::Docker => Topic::Run,
            Engine::Podman => Topic::Podman,
        }
    }

    /// The entry of the text about one of its words.
    pub fn word_entry(&self, kind: MountKind, word: &str) -> String {
        format!("{}={word}", self.entry(kind))
    }

    /// The entry of its text in its topic, for a kind of mount.
    pub fn entry(&self, kind: MountKind) -> String {
        match self.engine {
            Engine::Podman => format!("--mount,{}", self.name),
            // The key of the type is the same for all.
            Engine::Docker if self.value == MountValue::Kind => "--mount=type".to_owned(),
            Engine::Docker => format!("{},{}", kind.entry(), self.name),
        }
    }
}

/// All names of keys, aliases last.
pub fn mount_key_names() -> impl Iterator<Item = &'static str> {
    let aliases = MOUNT_KEYS.iter().flat_map(|key| key.aliases.iter().copied());
    MOUNT_KEYS.iter().map(|key| key.name).chain(aliases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockwright_texts::Language;

    #[test]
    fn rows_and_texts_are_the_same() {
        let mut rows = vec!["--mount=type".to_owned()];
        for (name, kind) in MOUNT_KINDS {
            rows.push(format!("--mount=type={name}"));
            rows.extend(kind.keys().skip(1).map(|key| key.entry(kind)));
        }
        rows.extend(SHARINGS.map(|sharing| format!("--mount=type=cache,sharing={sharing}")));
        rows.sort_unstable();
        let mut texts: Vec<_> =
            Topic::Run.ids().filter(|id| id.starts_with("--mount=")).map(str::to_owned).collect();
        texts.sort_unstable();
        assert_eq!(rows, texts);
        for row in rows {
            assert!(Topic::Run.entry(Language::Korean, &row).is_some(), "{row}");
        }
    }

    #[test]
    fn keys_have_aliases() {
        for (alias, name) in [
            ("dst", "target"),
            ("Destination", "target"),
            ("src", "source"),
            ("ro", "readonly"),
            ("rw", "readwrite"),
        ] {
            assert_eq!(MountKey::named(alias).map(|key| key.name), Some(name), "{alias}");
        }
        assert_eq!(MountKind::named("CACHE"), Some(MountKind::Cache));
        assert!(MountKey::named("required").is_some_and(MountKey::is_bare));
        assert_eq!(mount_key_names().count(), 19);
    }
}
