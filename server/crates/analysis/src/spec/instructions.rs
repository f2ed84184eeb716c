//! The properties of each instruction, as a table.

use super::{
    flags::{self, FlagSpec},
    instruction::Instruction,
};

/// The layers that an instruction adds to the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// One layer.
    One,
    /// None: it only changes the configuration, or nothing.
    None,
    /// One, unless the directory is `/`.
    Directory,
    /// The layers of the base image.
    Base,
}

/// When an instruction takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// While the image is built.
    Build,
    /// When a container starts or runs.
    Container,
    /// Both.
    Both,
    /// Never: it only provides information.
    Never,
    /// When another image is based on this one.
    Children,
}

/// How the arguments are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arguments {
    /// At whitespace.
    List,
    /// `key=value` words.
    Pairs,
    /// `NAME` or `NAME=default` words.
    Names,
    /// The whole text is one argument.
    Whole,
    /// `CMD command` or `NONE`.
    Healthcheck,
    /// An instruction.
    Trigger,
}

/// An instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstructionSpec {
    /// The instruction.
    pub instruction: Instruction,
    /// Its keyword in upper case.
    pub keyword: &'static str,
    /// How its arguments are split.
    pub arguments: Arguments,
    /// Whether the arguments may be a JSON array.
    pub json: bool,
    /// Whether BuildKit checks the flags at all.
    pub checks_flags: bool,
    /// The flags; `platform` is `--platform`.
    pub flags: &'static [FlagSpec],
    /// The layers that it adds.
    pub layer: Layer,
    /// When it takes effect.
    pub acts: Acts,
    /// Its anchor in Docker's reference.
    pub anchor: &'static str,
}

/// The layers, the time of the effect, and the anchor in the reference.
const fn properties(instruction: Instruction) -> (Layer, Acts, &'static str) {
    match instruction {
        Instruction::Add => (Layer::One, Acts::Build, "add"),
        Instruction::Arg => (Layer::None, Acts::Build, "arg"),
        Instruction::Cmd => (Layer::None, Acts::Container, "cmd"),
        Instruction::Copy => (Layer::One, Acts::Build, "copy"),
        Instruction::Entrypoint => (Layer::None, Acts::Container, "entrypoint"),
        Instruction::Env => (Layer::None, Acts::Both, "env"),
        Instruction::Expose => (Layer::None, Acts::Never, "expose"),
        Instruction::From => (Layer::Base, Acts::Build, "from"),
        Instruction::Healthcheck => (Layer::None, Acts::Container, "healthcheck"),
        Instruction::Label => (Layer::None, Acts::Never, "label"),
        Instruction::Maintainer => (Layer::None, Acts::Never, "maintainer-deprecated"),
        Instruction::Onbuild => (Layer::None, Acts::Children, "onbuild"),
        Instruction::Run => (Layer::One, Acts::Build, "run"),
        Instruction::Shell => (Layer::None, Acts::Both, "shell"),
        Instruction::Stopsignal => (Layer::None, Acts::Container, "stopsignal"),
        Instruction::User => (Layer::None, Acts::Both, "user"),
        Instruction::Volume => (Layer::None, Acts::Container, "volume"),
        Instruction::Workdir => (Layer::Directory, Acts::Both, "workdir"),
    }
}

const fn plain(instruction: Instruction, keyword: &'static str, arguments: Arguments) -> InstructionSpec {
    let (layer, acts, anchor) = properties(instruction);
    InstructionSpec {
        instruction,
        keyword,
        arguments,
        json: false,
        checks_flags: true,
        flags: &[],
        layer,
        acts,
        anchor,
    }
}

const fn exec(instruction: Instruction, keyword: &'static str, arguments: Arguments) -> InstructionSpec {
    InstructionSpec { json: true, ..plain(instruction, keyword, arguments) }
}

/// All instructions, in the order of [`Instruction`].
pub const INSTRUCTIONS: [InstructionSpec; 18] = [
    InstructionSpec { flags: flags::ADD, ..exec(Instruction::Add, "ADD", Arguments::List) },
    InstructionSpec { checks_flags: false, ..plain(Instruction::Arg, "ARG", Arguments::Names) },
    exec(Instruction::Cmd, "CMD", Arguments::Whole),
    InstructionSpec { flags: flags::COPY, ..exec(Instruction::Copy, "COPY", Arguments::List) },
    exec(Instruction::Entrypoint, "ENTRYPOINT", Arguments::Whole),
    plain(Instruction::Env, "ENV", Arguments::Pairs),
    plain(Instruction::Expose, "EXPOSE", Arguments::List),
    InstructionSpec { flags: flags::FROM, ..plain(Instruction::From, "FROM", Arguments::List) },
    InstructionSpec {
        flags: flags::HEALTHCHECK,
        ..plain(Instruction::Healthcheck, "HEALTHCHECK", Arguments::Healthcheck)
    },
    plain(Instruction::Label, "LABEL", Arguments::Pairs),
    plain(Instruction::Maintainer, "MAINTAINER", Arguments::Whole),
    plain(Instruction::Onbuild, "ONBUILD", Arguments::Trigger),
    InstructionSpec { flags: flags::RUN, ..exec(Instruction::Run, "RUN", Arguments::Whole) },
    exec(Instruction::Shell, "SHELL", Arguments::Whole),
    InstructionSpec { checks_flags: false, ..plain(Instruction::Stopsignal, "STOPSIGNAL", Arguments::Whole) },
    plain(Instruction::User, "USER", Arguments::Whole),
    exec(Instruction::Volume, "VOLUME", Arguments::List),
    plain(Instruction::Workdir, "WORKDIR", Arguments::Whole),
];

impl InstructionSpec {
    /// The anchor of one of its flags in Docker's reference.
    pub fn flag_anchor(&self, flag: &FlagSpec) -> String {
        match self.instruction {
            Instruction::From | Instruction::Healthcheck => self.anchor.to_owned(),
            _ => format!("{}---{}", self.anchor, flag.anchor.unwrap_or(flag.name)),
        }
    }

    /// The flag with this name.
    pub fn flag(&self, name: &str) -> Option<&'static FlagSpec> {
        self.flags.iter().find(|flag| flag.name == name)
    }
}

impl Instruction {
    /// The instruction with a keyword, in any letter case.
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        INSTRUCTIONS
            .iter()
            .find(|spec| spec.keyword.eq_ignore_ascii_case(keyword))
            .map(|spec| spec.instruction)
    }

    /// Its properties.
    pub fn spec(self) -> &'static InstructionSpec {
        &INSTRUCTIONS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{FlagValue, flags::PLATFORMS};

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (at, spec) in INSTRUCTIONS.iter().enumerate() {
            assert_eq!(spec.instruction as usize, at, "{}", spec.keyword);
        }
    }

    #[test]
    fn flags_and_texts_are_the_same() {
        for spec in &INSTRUCTIONS {
            let topic = spec.instruction.topic();
            let mut rows: Vec<_> = spec.flags.iter().map(|flag| format!("--{}", flag.name)).collect();
            rows.extend(
                spec.flags.iter().flat_map(|flag| {
                    flag.value.words().iter().map(|value| format!("--{}={value}", flag.name))
                }),
            );
            let is_platform = |flag: &&FlagSpec| flag.value == FlagValue::Platform;
            for flag in spec.flags.iter().filter(is_platform) {
                rows.extend(PLATFORMS.map(|platform| flag.value_entry(spec.instruction, platform).1));
            }
            rows.sort_unstable();
            let is_free = |id: &&str| !id.starts_with("--") || id.starts_with("--mount=");
            let mut texts: Vec<_> = topic.ids().filter(|id| !is_free(id)).map(str::to_owned).collect();
            texts.sort_unstable();
            assert_eq!(rows, texts, "{}", spec.keyword);
        }
    }

    #[test]
    fn keywords_are_found_in_any_letter_case() {
        assert_eq!(Instruction::from_keyword("hEALTHCHECK"), Some(Instruction::Healthcheck));
        assert_eq!(Instruction::from_keyword("RUNN"), None);
    }
}
