//! Reduces a word of an instruction to the properties that predictions depend on.

/// A word: its identity, and its role in the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// The word as written.
    pub(super) hash: u64,
    /// For a program, the hash of its name without the folder and without a trailing `;`.
    pub(super) name: u64,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// `&&`, `|`, `then` and similar words, which a command follows.
    Separator,
    /// The last word of a command, with its `;`.
    Last,
    /// An option.
    Option,
    /// A word that precedes a program: `sudo`, `VAR=value`.
    Prefix,
    /// A program with this name, whose next word is its subcommand.
    WithSubcommands,
    /// A shell.
    Shell,
    /// Anything else.
    Plain,
}

/// Words that a command follows.
const SEPARATORS: &[&str] = &["&&", "||", ";", "|", "then", "do", "else", "{", "(", "CMD"];

/// Words that a program follows.
const PREFIXES: &[&str] = &["sudo", "exec", "time", "env"];

/// Programs whose first argument is a subcommand, or determines as much as one.
const WITH_SUBCOMMANDS: &[&str] = &[
    "a2enmod",
    "apk",
    "apt",
    "apt-get",
    "apt-key",
    "aptitude",
    "bower",
    "brew",
    "bundle",
    "cargo",
    "cmake",
    "composer",
    "conda",
    "cpanm",
    "dnf",
    "docker",
    "dotnet",
    "gem",
    "git",
    "go",
    "helm",
    "java",
    "kubectl",
    "luarocks",
    "make",
    "microdnf",
    "mvn",
    "node",
    "npm",
    "opkg",
    "pacman",
    "pecl",
    "php",
    "pip",
    "pip3",
    "pnpm",
    "poetry",
    "python",
    "python3",
    "rails",
    "rake",
    "rustup",
    "service",
    "systemctl",
    "uv",
    "wp",
    "yarn",
    "yum",
    "zypper",
];

const SHELLS: &[&str] = &["ash", "bash", "dash", "ksh", "sh", "zsh"];

impl Word {
    /// The word between the lines of a heredoc.
    pub(super) const LINE_BREAK: Self = Self { hash: 10, name: 10, role: Role::Separator };

    pub(super) fn new(word: &str) -> Self {
        let bare = word.trim_end_matches(';');
        let name = bare.rsplit('/').next().unwrap_or_default();
        let role = if SEPARATORS.contains(&word) {
            Role::Separator
        } else if bare.len() < word.len() {
            Role::Last
        } else if word.starts_with('-') {
            Role::Option
        } else if PREFIXES.contains(&word) || word.contains('=') {
            Role::Prefix
        } else if WITH_SUBCOMMANDS.contains(&name) {
            Role::WithSubcommands
        } else if SHELLS.contains(&name) {
            Role::Shell
        } else {
            Role::Plain
        };
        Self { hash: hash(word), name: hash(name), role }
    }

    /// Whether a command starts after it.
    pub(super) fn is_separator(&self) -> bool {
        matches!(self.role, Role::Separator | Role::Last)
    }

    /// The hash of the separator.
    pub(super) fn separator(&self) -> u64 {
        if self.role == Role::Last { hash(";") } else { self.hash }
    }

    pub(super) fn is_option(&self) -> bool {
        self.role == Role::Option
    }

    /// Whether the program is a later word: this one is an assignment, a wrapper, or a flag of RUN.
    pub(super) fn is_prefix(&self) -> bool {
        matches!(self.role, Role::Prefix | Role::Option)
    }

    pub(super) fn has_subcommands(&self) -> bool {
        self.role == Role::WithSubcommands
    }

    /// Whether it is the `AS` in FROM.
    pub(super) fn is_as(&self) -> bool {
        self.hash == hash("AS") || self.hash == hash("as")
    }

    pub(super) fn is_shell(&self) -> bool {
        self.role == Role::Shell
    }
}

/// A count as a float, for shares.
pub(super) fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Hashes a text. The bundled table contains these numbers, so they must not depend on a library.
pub(super) fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(hash, text.len() as u64)
}

/// Combines two hashes in this order.
pub(super) fn mix(first: u64, second: u64) -> u64 {
    let mixed = (first.rotate_left(23) ^ second).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}
