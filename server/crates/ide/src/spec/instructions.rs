//! Instructions and their flags.

/// The instructions of the Dockerfile language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Instruction {
    /// `ADD`
    Add,
    /// `ARG`
    Arg,
    /// `CMD`
    Cmd,
    /// `COPY`
    Copy,
    /// `ENTRYPOINT`
    Entrypoint,
    /// `ENV`
    Env,
    /// `EXPOSE`
    Expose,
    /// `FROM`
    From,
    /// `HEALTHCHECK`
    Healthcheck,
    /// `LABEL`
    Label,
    /// `MAINTAINER`
    Maintainer,
    /// `ONBUILD`
    Onbuild,
    /// `RUN`
    Run,
    /// `SHELL`
    Shell,
    /// `STOPSIGNAL`
    Stopsignal,
    /// `USER`
    User,
    /// `VOLUME`
    Volume,
    /// `WORKDIR`
    Workdir,
}

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagKind {
    /// Nothing, `=true` or `=false`.
    Bool,
    /// `=text`, once.
    Text,
    /// `=text`, as often as wanted.
    List,
}

/// A flag of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagSpec {
    /// Name without the dashes.
    pub name: &'static str,
    /// What it takes.
    pub kind: FlagKind,
    /// The only values that are valid, where there are few.
    pub values: &'static [&'static str],
}

/// How the arguments are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arguments {
    /// At blanks.
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
    /// Which one.
    pub instruction: Instruction,
    /// Its keyword in capitals.
    pub keyword: &'static str,
    /// How its arguments are split.
    pub arguments: Arguments,
    /// Whether the arguments may be a JSON array.
    pub json: bool,
    /// Whether BuildKit looks at the flags at all.
    pub checks_flags: bool,
    /// The flags, `platform` for `--platform`.
    pub flags: &'static [FlagSpec],
}

const fn flag(name: &'static str, kind: FlagKind) -> FlagSpec {
    FlagSpec { name, kind, values: &[] }
}

const CHOWN: FlagSpec = flag("chown", FlagKind::Text);
const CHMOD: FlagSpec = flag("chmod", FlagKind::Text);
const LINK: FlagSpec = flag("link", FlagKind::Bool);
const EXCLUDE: FlagSpec = flag("exclude", FlagKind::List);

const fn plain(instruction: Instruction, keyword: &'static str, arguments: Arguments) -> InstructionSpec {
    InstructionSpec { instruction, keyword, arguments, json: false, checks_flags: true, flags: &[] }
}

const fn exec(instruction: Instruction, keyword: &'static str, arguments: Arguments) -> InstructionSpec {
    InstructionSpec { json: true, ..plain(instruction, keyword, arguments) }
}

/// All instructions, in the order of [`Instruction`].
pub const INSTRUCTIONS: [InstructionSpec; 18] = [
    InstructionSpec {
        flags: &[
            CHOWN,
            CHMOD,
            LINK,
            EXCLUDE,
            flag("keep-git-dir", FlagKind::Bool),
            flag("checksum", FlagKind::Text),
            flag("unpack", FlagKind::Bool),
        ],
        ..exec(Instruction::Add, "ADD", Arguments::List)
    },
    InstructionSpec { checks_flags: false, ..plain(Instruction::Arg, "ARG", Arguments::Names) },
    exec(Instruction::Cmd, "CMD", Arguments::Whole),
    InstructionSpec {
        flags: &[flag("from", FlagKind::Text), CHOWN, CHMOD, LINK, flag("parents", FlagKind::Bool), EXCLUDE],
        ..exec(Instruction::Copy, "COPY", Arguments::List)
    },
    exec(Instruction::Entrypoint, "ENTRYPOINT", Arguments::Whole),
    plain(Instruction::Env, "ENV", Arguments::Pairs),
    plain(Instruction::Expose, "EXPOSE", Arguments::List),
    InstructionSpec {
        flags: &[flag("platform", FlagKind::Text)],
        ..plain(Instruction::From, "FROM", Arguments::List)
    },
    InstructionSpec {
        flags: &[
            flag("interval", FlagKind::Text),
            flag("timeout", FlagKind::Text),
            flag("start-period", FlagKind::Text),
            flag("start-interval", FlagKind::Text),
            flag("retries", FlagKind::Text),
        ],
        ..plain(Instruction::Healthcheck, "HEALTHCHECK", Arguments::Healthcheck)
    },
    plain(Instruction::Label, "LABEL", Arguments::Pairs),
    plain(Instruction::Maintainer, "MAINTAINER", Arguments::Whole),
    plain(Instruction::Onbuild, "ONBUILD", Arguments::Trigger),
    InstructionSpec {
        flags: &[
            flag("mount", FlagKind::List),
            FlagSpec { values: &["default", "none", "host"], ..flag("network", FlagKind::Text) },
            FlagSpec { values: &["sandbox", "insecure"], ..flag("security", FlagKind::Text) },
            flag("device", FlagKind::List),
        ],
        ..exec(Instruction::Run, "RUN", Arguments::Whole)
    },
    exec(Instruction::Shell, "SHELL", Arguments::Whole),
    InstructionSpec { checks_flags: false, ..plain(Instruction::Stopsignal, "STOPSIGNAL", Arguments::Whole) },
    plain(Instruction::User, "USER", Arguments::Whole),
    exec(Instruction::Volume, "VOLUME", Arguments::List),
    plain(Instruction::Workdir, "WORKDIR", Arguments::Whole),
];

impl Instruction {
    /// The instruction of a keyword in any letter case.
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        INSTRUCTIONS
            .iter()
            .find(|spec| spec.keyword.eq_ignore_ascii_case(keyword))
            .map(|spec| spec.instruction)
    }

    /// What is known about it.
    pub fn spec(self) -> &'static InstructionSpec {
        &INSTRUCTIONS[self as usize]
    }
}

impl InstructionSpec {
    /// The flag of this name.
    pub fn flag(&self, name: &str) -> Option<&'static FlagSpec> {
        self.flags.iter().find(|flag| flag.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (at, spec) in INSTRUCTIONS.iter().enumerate() {
            assert_eq!(spec.instruction as usize, at, "{}", spec.keyword);
        }
    }

    #[test]
    fn keywords_are_found_in_any_letter_case() {
        assert_eq!(Instruction::from_keyword("hEALTHCHECK"), Some(Instruction::Healthcheck));
        assert_eq!(Instruction::from_keyword("RUNN"), None);
    }
}
