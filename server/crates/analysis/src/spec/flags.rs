//! The flags of instructions, and the types of their values.
//!
//! Features match on [`FlagValue`] without a default case, so that the compiler lists the code that
//! a new type affects.

use super::{engine::Engine, instruction::Instruction, layout::Layout, since::Since};
use dockwright_texts::Topic;

/// How often a flag may be given, and whether it needs a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagKind {
    /// No value, `=true` or `=false`.
    Bool,
    /// `=text`, once.
    Text,
    /// `=text`, any number of times.
    List,
}

/// The type of a flag's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagValue {
    /// `true`, `false`, or no value at all.
    Bool,
    /// A duration with its unit, such as `1m30s`.
    Duration,
    /// A whole number, at least 0.
    Count,
    /// One of a few words.
    Choice(Choice),
    /// File permissions, octal or symbolic.
    Mode,
    /// A user, optionally with a group.
    Owner,
    /// `os/arch[/variant]`.
    Platform,
    /// `algorithm:hash`, or the commit of a Git source.
    Digest,
    /// A stage, an image or a named context.
    From,
    /// A stage.
    Stage,
    /// A pattern as in `.dockerignore`.
    Pattern,
    /// The fields of a mount.
    Mount,
    /// A device and whether it is required.
    Device,
    /// A path.
    Path,
    /// Any text.
    Text,
}

/// The words that a flag accepts, and BuildKit's message for any other word, which replaces `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The words.
    pub words: &'static [&'static str],
    /// The message.
    pub message: &'static str,
}

/// A flag of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagSpec {
    /// Name without the dashes.
    pub name: &'static str,
    /// The type of its value.
    pub value: FlagValue,
    /// The values that completion offers; empty for those of the type.
    pub usual: &'static [&'static str],
    /// The versions of the syntax that have it, if not all do.
    pub since: Option<Since>,
    /// The anchor of its description in Docker's reference, if it is not the flag's own name.
    pub anchor: Option<&'static str>,
    /// The engine whose table has it; for Podman, Docker's flags are accepted too.
    pub engine: Engine,
}

const fn flag(name: &'static str, value: FlagValue) -> FlagSpec {
    FlagSpec { name, value, usual: &[], since: None, anchor: None, engine: Engine::Docker }
}

const fn since(version: Since, flag: FlagSpec) -> FlagSpec {
    FlagSpec { since: Some(version), ..flag }
}

/// Source: the headings of Docker's reference.
const OWNERSHIP: Option<&str> = Some("chown---chmod");

const CHOWN: FlagSpec = FlagSpec { anchor: OWNERSHIP, ..flag("chown", FlagValue::Owner) };
const CHMOD: FlagSpec =
    FlagSpec { anchor: OWNERSHIP, ..since(Since::stable(2), flag("chmod", FlagValue::Mode)) };
const LINK: FlagSpec = since(Since::stable(4), flag("link", FlagValue::Bool));
/// `--from` of COPY.
pub const COPY_FROM: FlagSpec = flag("from", FlagValue::From);
/// `--exclude` of ADD and COPY.
pub const EXCLUDE: FlagSpec = since(Since::with_labs(19, 7), flag("exclude", FlagValue::Pattern));
/// `--keep-git-dir` of ADD.
pub const KEEP_GIT_DIR: FlagSpec = since(Since::with_labs(6, 5), flag("keep-git-dir", FlagValue::Bool));
/// `--interval` of HEALTHCHECK.
pub const INTERVAL: FlagSpec = flag("interval", FlagValue::Duration);
/// `--timeout` of HEALTHCHECK.
pub const TIMEOUT: FlagSpec =
    FlagSpec { usual: &["3s", "5s", "10s", "30s"], ..flag("timeout", FlagValue::Duration) };
/// `--start-period` of HEALTHCHECK.
pub const START_PERIOD: FlagSpec = flag("start-period", FlagValue::Duration);
/// `--start-interval` of HEALTHCHECK.
pub const START_INTERVAL: FlagSpec = since(Since::stable(6), flag("start-interval", FlagValue::Duration));
/// `--retries` of HEALTHCHECK.
pub const RETRIES: FlagSpec = flag("retries", FlagValue::Count);

const NETWORK: Choice = Choice { words: &["default", "none", "host"], message: "invalid network mode {}" };
const SECURITY: Choice = Choice { words: &["sandbox", "insecure"], message: "security {} is not valid" };

/// The flags of ADD.
pub(super) const ADD: &[FlagSpec] = &[
    CHOWN,
    CHMOD,
    LINK,
    EXCLUDE,
    KEEP_GIT_DIR,
    since(Since::with_labs(6, 5), flag("checksum", FlagValue::Digest)),
    since(Since::stable(17), flag("unpack", FlagValue::Bool)),
];

/// The flags of COPY.
pub(super) const COPY: &[FlagSpec] = &[
    COPY_FROM,
    CHOWN,
    CHMOD,
    LINK,
    since(Since::with_labs(20, 7), flag("parents", FlagValue::Bool)),
    EXCLUDE,
];

/// The flags of FROM.
pub(super) const FROM: &[FlagSpec] = &[flag("platform", FlagValue::Platform)];

/// The flags of HEALTHCHECK.
pub(super) const HEALTHCHECK: &[FlagSpec] = &[INTERVAL, TIMEOUT, START_PERIOD, START_INTERVAL, RETRIES];

/// The flags of RUN.
pub(super) const RUN: &[FlagSpec] = &[
    since(Since::with_labs(2, 0), flag("mount", FlagValue::Mount)),
    since(Since::with_labs(3, 0), flag("network", FlagValue::Choice(NETWORK))),
    since(Since::with_labs(20, 0), flag("security", FlagValue::Choice(SECURITY))),
    since(Since::labs(14), flag("device", FlagValue::Device)),
];

/// The flags that only Podman has.
pub(super) const PODMAN: [(Instruction, &[FlagSpec]); 1] =
    [(Instruction::From, &[FlagSpec { engine: Engine::Podman, ..flag("after", FlagValue::Stage) }])];

/// The platforms that completion offers, in this order.
pub const PLATFORMS: [&str; 5] =
    ["$BUILDPLATFORM", "linux/amd64", "linux/arm64", "linux/arm/v7", "windows/amd64"];

/// The properties of a value type.
#[derive(Debug, Clone, Copy)]
struct Properties {
    kind: FlagKind,
    /// The syntax of the value, with its parameters marked as in [`signatures`](super::signatures).
    template: &'static str,
    /// The character between its parameters.
    separator: Option<char>,
    /// Whether variables in it are expanded.
    is_expanded: bool,
    /// Whether it may name a stage of the file.
    is_stage: bool,
    /// The values that completion offers.
    usual: &'static [&'static str],
}

const fn text(template: &'static str) -> Properties {
    Properties {
        kind: FlagKind::Text,
        template,
        separator: None,
        is_expanded: false,
        is_stage: false,
        usual: &[],
    }
}

const fn list(template: &'static str) -> Properties {
    Properties { kind: FlagKind::List, ..text(template) }
}

const fn expanded(properties: Properties) -> Properties {
    Properties { is_expanded: true, ..properties }
}

const fn split(separator: char, properties: Properties) -> Properties {
    Properties { separator: Some(separator), ..properties }
}

const fn stage(properties: Properties) -> Properties {
    Properties { is_stage: true, ..properties }
}

const fn usual(usual: &'static [&'static str], properties: Properties) -> Properties {
    Properties { usual, ..properties }
}

impl FlagValue {
    const fn properties(self) -> Properties {
        match self {
            Self::Bool => {
                let value = usual(&["true", "false"], text("[=‹true|false@bool›]"));
                Properties { kind: FlagKind::Bool, ..value }
            }
            Self::Duration => usual(&["30s", "5s", "10s", "1m", "5m"], text("=‹<duration>@duration›")),
            Self::Count => usual(&["3", "5", "10"], text("=‹<number>@number›")),
            // The words are its template.
            Self::Choice(choice) => usual(choice.words, text("=")),
            Self::Mode => {
                expanded(usual(&["755", "644", "600", "+x", "u=rwX,go=rX"], text("=‹<mode>@mode›")))
            }
            Self::Owner => expanded(split(':', text("=‹<user>@user›[:‹<group>@group›]"))),
            Self::Platform => expanded(usual(
                &PLATFORMS,
                split('/', text("=‹<os>@os›/‹<architecture>@architecture›[/‹<variant>@variant›]")),
            )),
            Self::Digest => expanded(usual(
                &["sha256:"],
                split(':', text("=‹<algorithm>@algorithm›:‹<digest>@checksum›")),
            )),
            Self::From => stage(text("=‹<stage or image>@from›")),
            Self::Stage => stage(list("=‹<stage>@stage›")),
            Self::Pattern => list("=‹<pattern>@exclude›"),
            // Its fields have a signature of their own.
            Self::Mount => expanded(list("=")),
            Self::Device => split(',', list("=‹<name>@device›[,‹required@device-required›]")),
            Self::Path => text("=‹<path>@path›"),
            Self::Text => text("=‹<text>@text›"),
        }
    }

    /// How often a flag of this type may be given, and whether it needs a value.
    pub const fn kind(self) -> FlagKind {
        self.properties().kind
    }

    /// Whether the builder expands variables in it.
    pub const fn is_expanded(self) -> bool {
        self.properties().is_expanded
    }

    /// Whether it may name a stage of the file.
    pub const fn is_stage(self) -> bool {
        self.properties().is_stage
    }

    /// The character between the parameters of its signature.
    pub const fn separator(self) -> Option<char> {
        self.properties().separator
    }

    /// The words that are valid, if there are only a few.
    pub const fn words(self) -> &'static [&'static str] {
        if let Self::Choice(choice) = self { choice.words } else { &[] }
    }

    /// Appends its syntax, including the `=`.
    pub fn push_to(self, layout: &mut Layout) {
        layout.push(self.properties().template);
        if let Self::Choice(choice) = self {
            layout.push_parameter(&choice.words.join("|"), "value");
        }
    }
}

impl FlagSpec {
    /// How often it may be given, and whether it needs a value.
    pub const fn kind(&self) -> FlagKind {
        self.value.kind()
    }

    /// The values that completion offers.
    pub const fn usual(&self) -> &'static [&'static str] {
        if self.usual.is_empty() { self.value.properties().usual } else { self.usual }
    }

    /// The topic and entry that describe a value. Platforms have the same meaning for every
    /// instruction.
    pub fn value_entry(&self, instruction: Instruction, value: &str) -> (Topic, String) {
        if self.value == FlagValue::Platform {
            return (Topic::From, format!("--platform={value}"));
        }
        (instruction.topic(), format!("--{}={value}", self.name))
    }
}
