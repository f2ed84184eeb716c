//! The differences between Docker and Podman with Buildah: what Podman accepts in addition, what it
//! does not support, and what its image format drops.
//!
//! Completion offers what the chosen program supports. Diagnostics are more careful: for Podman,
//! everything that Docker accepts is accepted too, because releases of Buildah keep adding options.
//! Sources: the manual pages Containerfile(5), buildah-run(1), buildah-build(1), buildah-config(1)
//! and containerignore(5), and Buildah's messages.

use super::{
    engine::Engine,
    flags::{self, FlagSpec},
    instruction::Instruction,
    instructions::InstructionSpec,
    mounts::{MountKey, MountKind, MountValue, SHARINGS},
};
use dockwright_texts::Topic;

/// The `SELinux` labels for a mount.
const LABELS: &[&str] = &["shared", "private"];
/// The ways to propagate mounts inside a mount.
const PROPAGATIONS: &[&str] = &["shared", "slave", "private", "rshared", "rslave", "rprivate"];

const BIND: &[MountKind] = &[MountKind::Bind];
const TMPFS: &[MountKind] = &[MountKind::Tmpfs];
const STORED: &[MountKind] = &[MountKind::Bind, MountKind::Cache];
const DIRECTORIES: &[MountKind] = &[MountKind::Bind, MountKind::Cache, MountKind::Tmpfs];

const fn key(name: &'static str, kinds: &'static [MountKind], value: MountValue) -> MountKey {
    MountKey { name, aliases: &[], kinds, value, is_checked: false, since: None, engine: Engine::Podman }
}

/// The mount keys that only Podman has. Unlike Docker's, they are case-sensitive.
pub const MOUNT_KEYS: [MountKey; 20] = [
    key("relabel", BIND, MountValue::Word(LABELS)),
    key("z", STORED, MountValue::Nothing),
    key("Z", STORED, MountValue::Nothing),
    key("U", STORED, MountValue::Nothing),
    key("bind-propagation", STORED, MountValue::Word(PROPAGATIONS)),
    key("bind-nonrecursive", BIND, MountValue::Nothing),
    key("no-dereference", BIND, MountValue::Nothing),
    key("tmpfs-size", TMPFS, MountValue::Size),
    key("tmpfs-mode", TMPFS, MountValue::Mode),
    key("tmpcopyup", TMPFS, MountValue::Nothing),
    key("nodev", DIRECTORIES, MountValue::Nothing),
    key("noexec", DIRECTORIES, MountValue::Nothing),
    key("nosuid", DIRECTORIES, MountValue::Nothing),
    key("shared", STORED, MountValue::Nothing),
    key("slave", STORED, MountValue::Nothing),
    key("private", STORED, MountValue::Nothing),
    key("rshared", STORED, MountValue::Nothing),
    key("rslave", STORED, MountValue::Nothing),
    key("rprivate", STORED, MountValue::Nothing),
    key("consistency", BIND, MountValue::Name),
];

/// Spellings of Docker's keys in Podman's manual pages.
const MANUAL_SPELLINGS: [(&str, &str); 2] = [("read-only", "readonly"), ("read-write", "readwrite")];

/// Mount keys of Docker that Podman does not have, by kind of mount.
const DOCKER_MOUNT_KEYS: [(MountKind, &str); 2] = [(MountKind::Secret, "source"), (MountKind::Tmpfs, "size")];

/// The ways to share a cache; Podman has no `private`.
const PODMAN_SHARINGS: [&str; 2] = ["shared", "locked"];

/// Flags of Docker that Podman does not have.
const DOCKER_FLAGS: [(Instruction, &str); 3] =
    [(Instruction::Add, "unpack"), (Instruction::Run, "device"), (Instruction::Run, "security")];

/// The instructions that an OCI image, which Podman builds without `--format docker`, has no fields
/// for.
pub const DROPPED: [Instruction; 3] = [Instruction::Healthcheck, Instruction::Onbuild, Instruction::Shell];

impl Engine {
    /// The ways in which it can share a cache.
    pub fn sharings(self) -> &'static [&'static str] {
        match self {
            Self::Docker => &SHARINGS,
            Self::Podman => &PODMAN_SHARINGS,
        }
    }
}

impl MountKind {
    /// The keys that an engine uses for this kind.
    pub fn keys_of(self, engine: Engine) -> impl Iterator<Item = &'static MountKey> {
        let is_there =
            move |key: &&MountKey| engine == Engine::Docker || !DOCKER_MOUNT_KEYS.contains(&(self, key.name));
        let own = if engine == Engine::Podman { &MOUNT_KEYS[..] } else { &[] };
        super::mounts::MOUNT_KEYS
            .iter()
            .filter(is_there)
            .chain(own)
            .filter(move |key| key.kinds.contains(&self))
    }
}

impl MountKey {
    /// The key that an engine finds for a name.
    pub fn of(engine: Engine, name: &str) -> Option<&'static Self> {
        if engine == Engine::Docker {
            return Self::named(name);
        }
        let spelling = MANUAL_SPELLINGS.iter().find(|(spelling, _)| *spelling == name);
        Self::named(spelling.map_or(name, |(_, own)| own)).or_else(|| Self::of_podman(name))
    }

    /// The key with this name that only Podman has.
    pub fn of_podman(name: &str) -> Option<&'static Self> {
        MOUNT_KEYS.iter().find(|key| key.name == name)
    }

    /// Whether only Podman has a key with this name.
    pub fn is_only_podmans(name: &str) -> bool {
        Self::named(name).is_none() && Self::of(Engine::Podman, name).is_some()
    }
}

impl InstructionSpec {
    /// The flags that an engine has.
    pub fn flags_of(&self, engine: Engine) -> impl Iterator<Item = &'static FlagSpec> + Clone {
        let instruction = self.instruction;
        let is_there = move |flag: &&FlagSpec| {
            engine == Engine::Docker || !DOCKER_FLAGS.contains(&(instruction, flag.name))
        };
        let own = if engine == Engine::Podman { podman_flags(instruction) } else { &[] };
        self.flags.iter().filter(is_there).chain(own)
    }

    /// The flag with this name that an engine accepts.
    pub fn flag_of(&self, engine: Engine, name: &str) -> Option<&'static FlagSpec> {
        self.flag(name).or_else(|| self.podman_flag(name).filter(|_| engine == Engine::Podman))
    }

    /// The flag with this name that only Podman has.
    pub fn podman_flag(&self, name: &str) -> Option<&'static FlagSpec> {
        podman_flags(self.instruction).iter().find(|flag| flag.name == name)
    }

    /// The entry that describes one of its flags.
    pub fn flag_entry(&self, flag: &FlagSpec) -> (Topic, String) {
        match flag.engine {
            Engine::Docker => (self.instruction.topic(), format!("--{}", flag.name)),
            Engine::Podman => (Topic::Podman, format!("{} --{}", self.keyword, flag.name)),
        }
    }
}

fn podman_flags(instruction: Instruction) -> &'static [FlagSpec] {
    flags::PODMAN.iter().find(|(of, _)| *of == instruction).map_or(&[], |(_, flags)| flags)
}

#[cfg(test)]
mod tests;
