//! The fields of `RUN --mount`: kinds of mounts, and the keys of each kind.
//!
//! Source: `parseMount` and `validateMount` in BuildKit's `frontend/dockerfile/instructions`.

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

/// The type of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountValue {
    /// A kind of mount.
    Kind,
    /// Where the mount appears in the container.
    Target,
    /// The file or directory that is mounted.
    Source,
    /// A stage, an image or a named context.
    From,
    /// No value, or a boolean.
    Bool,
    /// The id that distinguishes a cache, a secret or an agent.
    Id,
    /// Any other name.
    Name,
    /// One of [`SHARINGS`].
    Sharing,
    /// A size such as `64m`.
    Size,
    /// An octal mode.
    Mode,
    /// The number of a user or group.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// No value: the key has no `=`.
    Nothing,
}

/// A key of mounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MountKey {
    /// Its name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// The kinds of mounts that use it.
    pub kinds: &'static [MountKind],
    /// The type of its value.
    pub value: MountValue,
    /// Whether BuildKit rejects it if earlier fields set a different kind of mount.
    pub is_checked: bool,
    /// The version of the syntax that introduced it, if that is later than mounts themselves.
    pub since: Option<Since>,
    /// The engine whose table has it; for Podman, Docker's keys are accepted too.
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

/// The ways to share a cache.
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
    /// The kind with this name, in any letter case.
    pub fn named(name: &str) -> Option<Self> {
        MOUNT_KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        MOUNT_KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether a mount of this kind is a directory, which needs a target.
    pub fn is_directory(self) -> bool {
        match self {
            Self::Bind | Self::Cache | Self::Tmpfs => true,
            Self::Secret | Self::Ssh => false,
        }
    }

    /// The entry that describes it.
    pub fn entry(self) -> String {
        format!("--mount=type={}", self.name())
    }

    /// The keys that this kind uses.
    pub fn keys(self) -> impl Iterator<Item = &'static MountKey> {
        MOUNT_KEYS.iter().filter(move |key| key.kinds.contains(&self))
    }
}

impl MountKey {
    /// The key with this name or alias, in any letter case.
    pub fn named(name: &str) -> Option<&'static Self> {
        MOUNT_KEYS.iter().find(|key| key.names().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// Whether it may appear without a value.
    pub fn is_bare(&self) -> bool {
        matches!(self.value, MountValue::Bool | MountValue::Nothing)
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// The words that are valid, if there are only a few.
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

    /// The topic that describes it.
    pub fn topic(&self) -> Topic {
        match self.engine {
            Engine::Docker => Topic::Run,
            Engine::Podman => Topic::Podman,
        }
    }

    /// The entry that describes one of its words.
    pub fn word_entry(&self, kind: MountKind, word: &str) -> String {
        format!("{}={word}", self.entry(kind))
    }

    /// The entry that describes it, for a kind of mount.
    pub fn entry(&self, kind: MountKind) -> String {
        match self.engine {
            Engine::Podman => format!("--mount,{}", self.name),
            // The key for the kind is the same for all kinds.
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
