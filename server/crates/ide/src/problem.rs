//! What makes BuildKit refuse a file: the problems that facts and linking find.
//!
//! A problem carries BuildKit's own words, for scripts, and what the builder does about it, for people.

use std::{borrow::Cow, ops::Range, sync::Arc};

pub use crate::rule::Rule;
use crate::{
    fix::Fix,
    rule::{Group, Preset, Severity},
};

/// The part of the build front end that finds a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Text to nodes.
    Parse,
    /// Node to typed instruction.
    Instruction,
    /// Variable expansion, stage graph, semantic checks.
    Convert,
}

/// What the file does not tell, and what could make a problem vanish. Source: language.md 5.5.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unless {
    /// The base image's configuration.
    Base,
    /// The argument of this name, which the build may be given.
    BuildArg(Arc<str>),
}

/// Something that BuildKit refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// Where BuildKit finds it.
    pub phase: Phase,
    /// Byte range, token-exact; relative to the instruction for the problems of facts.
    pub range: Range<usize>,
    /// BuildKit's message.
    pub message: String,
    /// What Docker does with the text as it stands, where the rule's own note does not say it.
    pub note: Option<Cow<'static, str>>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// What BuildKit would have to be given to take the text as it is.
    pub unless: Option<Unless>,
}

impl Problem {
    /// A problem with BuildKit's message.
    pub fn new(rule: &'static Rule, phase: Phase, range: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            rule,
            phase,
            range,
            message: message.into(),
            note: None,
            suggestion: None,
            fix: None,
            unless: None,
        }
    }

    /// BuildKit's message with its suggestion, as `docker build` prints it.
    pub fn build_message(&self) -> String {
        match &self.suggestion {
            Some(word) => format!("{} (did you mean {word}?)", self.message),
            None => self.message.clone(),
        }
    }

    /// What a person reads: what is wrong, what Docker does, what was probably meant.
    pub fn explanation(&self) -> String {
        match &self.unless {
            Some(Unless::BuildArg(name)) => {
                return format!(
                    "Needs `--build-arg {name}`: without it Docker rejects the file ({})",
                    self.message
                );
            }
            Some(Unless::Base) => {
                return format!(
                    "Depends on the base image: Docker rejects the file unless the image sets the value ({})",
                    self.message
                );
            }
            None => {}
        }
        let mut out = self.message.clone();
        let note = self.note.as_deref().unwrap_or(self.rule.note);
        if !note.is_empty() {
            out.push_str(". ");
            out.push_str(note);
        }
        if let Some(word) = &self.suggestion {
            out.push_str(". Did you mean `");
            // BuildKit suggests the bare name of a flag.
            out.push_str(if self.rule == &UNKNOWN_FLAG { "--" } else { "" });
            out.push_str(word);
            out.push_str("`?");
        }
        out
    }
}

macro_rules! rules {
    ($($constant:ident = $name:literal [$($alias:literal),*] $group:ident $severity:ident $note:literal;)*) => {
        $(#[doc = concat!("`", $name, "`")] pub static $constant: Rule = Rule {
            name: $name,
            aliases: &[$($alias),*],
            group: Group::$group,
            severity: Severity::$severity,
            presets: &[Preset::Buildkit, Preset::Default, Preset::Hadolint],
            note: $note,
            ..Rule::PLAIN
        };)*
        /// The rules that a file breaks which Docker refuses, by name.
        pub static REFUSALS: &[&Rule] = &[$(&$constant),*];
    };
}

rules! {
    BASE_NAME_EMPTY = "BaseNameEmpty" ["DU:BASE_NAME_EMPTY"] Stages Error "Without a value for its variables there is no image to start from, and the build stops here unless `--build-arg` brings one";
    BLANK_KEY = "BlankKey" ["DU:SYNTAX_MISSING_NAMES"] Syntax Error "Docker needs a name before the `=` and refuses the file";
    CHECKS_FAILED = "ChecksFailed" [] Style Error "The file asks for it with `error=true`: no check may find anything, and Docker stops before the build";
    CIRCULAR_STAGE_DEPENDENCY = "CircularStageDependency" ["T:circular-stage-deps", "DL3023", "DS-0006"] Stages Error "A stage cannot use files of itself, or of a stage that needs it: Docker refuses the file";
    COPY_FROM_UNKNOWN_STAGE = "CopyFromUnknownStage" ["DL3022"] Stages Error "Stages are built in the order of the file, and only earlier ones can be copied from: Docker refuses the file";
    COPY_FROM_VARIABLE = "CopyFromVariable" ["DU:FLAG_INVALID_FROM_VALUE"] Stages Error "Give the image a stage of its own, `FROM $IMAGE AS name`, and copy from that: Docker refuses the file";
    COPY_REMOTE_SOURCE = "CopyRemoteSource" [] Context Error "Only ADD downloads: Docker refuses the file";
    DUPLICATE_DIRECTIVE = "DuplicateDirective" ["DU:DUPLICATED_ESCAPE_DIRECTIVE"] Syntax Error "Docker takes each directive once and refuses the file";
    DUPLICATE_FLAG = "DuplicateFlag" ["DU:FLAG_DUPLICATE"] Syntax Error "Docker takes this flag only once and refuses the file";
    ENV_NEEDS_VALUE = "EnvNeedsValue" ["DU:ARGUMENT_REQUIRES_TWO"] Syntax Error "A single word without `=` is the key of the old form `KEY value`, and its value is missing: Docker refuses the file";
    FLAG_NEEDS_VALUE = "FlagNeedsValue" ["DU:FLAG_MISSING_VALUE", "DFL:healthcheck_options_missing_args"] Syntax Error "The value belongs to the same word, behind `=`; a word after a blank is an argument, and Docker refuses the file";
    FLAG_NOT_BOOLEAN = "FlagNotBoolean" ["DU:FLAG_EXPECTED_BOOLEAN_VALUE"] Syntax Error "Only `true` and `false` are read, in any letter case, and no variables: Docker refuses the file";
    FROM_ARITY = "FromArity" ["DU:ARGUMENT_REQUIRES_ONE_OR_THREE", "DU:INVALID_AS"] Stages Error "It is `FROM image` or `FROM image AS name`, and a remark cannot follow on the line: Docker refuses the file";
    HEALTHCHECK_MISSING_COMMAND = "HealthcheckMissingCommand" ["DU:HEALTHCHECK_CMD_ARGUMENT_MISSING"] Metadata Error "Docker refuses the file";
    HEALTHCHECK_NONE_ARGUMENTS = "HealthcheckNoneArguments" ["DU:ARGUMENT_UNNECESSARY"] Metadata Error "`NONE` switches an inherited check off and stands alone: Docker refuses the file";
    HEREDOC_AS_DESTINATION = "HeredocAsDestination" [] Syntax Error "A heredoc is a source; the last argument is the destination, and Docker refuses the file";
    INSTRUCTION_BEFORE_FROM = "InstructionBeforeFrom" ["DL3061", "DU:NO_SOURCE_IMAGE"] Stages Error "Only ARG may stand before the first FROM: Docker refuses the file";
    INVALID_CHECKSUM = "InvalidChecksum" [] Context Error "Docker refuses the file";
    INVALID_CHMOD = "InvalidChmod" [] Context Error "It is an octal number up to 7777, or symbolic as in `u+x,go-w`: Docker refuses the file";
    INVALID_DEVICE = "InvalidDevice" [] Syntax Error "Docker refuses the file";
    INVALID_DIRECTIVE = "InvalidDirective" ["DU:INVALID_ESCAPE_DIRECTIVE"] Syntax Error "Docker refuses the file";
    INVALID_DURATION = "InvalidDuration" ["DU:FLAG_INVALID_DURATION", "DU:FLAG_MISSING_DURATION", "DU:FLAG_UNKNOWN_UNIT", "DU:FLAG_LESS_THAN_1MS"] Metadata Error "A duration is numbers with units such as `1m30s` (ns, us, ms, s, m, h): Docker refuses the file";
    INVALID_GIT_SOURCE = "InvalidGitSource" [] Context Error "Docker refuses the file";
    INVALID_HEALTHCHECK_TYPE = "InvalidHealthcheckType" ["DU:UNKNOWN_TYPE"] Metadata Error "`CMD` or `NONE` must come first: Docker refuses the file";
    INVALID_IMAGE_REFERENCE = "InvalidImageReference" ["DU:INVALID_REFERENCE_FORMAT"] Stages Error "An image is `[registry/]name[:tag][@digest]` in lower case, and a stage is named here by its lower-case name: Docker refuses the file";
    INVALID_MOUNT = "InvalidMount" [] Syntax Error "Docker refuses the file";
    INVALID_PLATFORM = "InvalidPlatform" [] Stages Error "A platform is `os/arch` or `os/arch/variant`, such as `linux/arm64`: Docker refuses the file";
    INVALID_PORT = "InvalidPort" ["DU:INVALID_PORT", "DL3011", "DFL:invalid_port", "DS-0008"] Metadata Error "A port is a number from 0 to 65535 or a range of them, with `/udp` behind it where it is not TCP: Docker refuses the file";
    INVALID_PROTOCOL = "InvalidProtocol" ["DU:INVALID_PROTO"] Metadata Error "It is tcp, udp or sctp: Docker refuses the file";
    INVALID_RETRIES = "InvalidRetries" ["DU:FLAG_AT_LEAST_ONE", "DU:INVALID_SYNTAX"] Metadata Error "It must be a whole number from 0: Docker refuses the file";
    INVALID_RUN_MODE = "InvalidRunMode" [] Syntax Error "Docker refuses the file";
    INVALID_SOURCE_DATE_EPOCH = "InvalidSourceDateEpoch" [] Variables Error "The value is a number of seconds since 1970, `context`, or the name of a stage with `FROM scratch` and a single ADD of a URL; Docker rejects the file";
    INVALID_STAGE_NAME = "InvalidStageName" ["DU:INVALID_BUILD_STAGE_NAME"] Stages Error "Letters, digits, `-`, `_` and `.` are allowed, a letter first, and no variables: Docker refuses the file";
    INVALID_STOP_SIGNAL = "InvalidStopSignal" ["DU:INVALID_SIGNAL"] Metadata Error "It is a signal's name, such as `SIGTERM`, or its number, and the whole rest of the line counts: Docker refuses the file";
    INVALID_SUBSTITUTION = "InvalidSubstitution" ["DU:UNSUPPORTED_MODIFIER"] Variables Error "The builder, which is no shell, knows `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` and `//`: Docker refuses the file";
    INVALID_WINDOWS_PATH = "InvalidWindowsPath" [] Context Error "In Windows images Docker uses only drive C and rejects the file";
    JSON_ARRAY_NON_STRING = "JsonArrayNonString" [] Forms Error "The array is valid JSON, so there is no shell form to fall back to: Docker refuses the file";
    KEY_VALUE_MISSING_EQUALS = "KeyValueMissingEquals" ["DU:SYNTAX_MISSING_EQUALS", "DFL:label_invalid", "DFL:invalid_format"] Syntax Error "The first word has a `=`, so every word needs one; values with blanks need quotes, and a remark cannot follow on the line";
    LINE_TOO_LONG = "LineTooLong" [] Syntax Error "Docker reads lines of up to 65535 bytes and refuses the file";
    MISSING_ARGUMENT = "MissingArgument" ["DU:ARGUMENT_MISSING", "DFL:required_params", "DFL:missing_args"] Syntax Error "Docker refuses the file";
    MOUNT_FROM_UNKNOWN_STAGE = "MountFromUnknownStage" [] Stages Error "Stages are built in the order of the file, and only earlier ones can be mounted: Docker refuses the file";
    NO_STAGE = "NoStage" ["DU:NO_SOURCE_IMAGE", "DL3061", "T:require-stages", "DFL:from_first"] Stages Error "There is nothing to build without a FROM";
    ONBUILD_FORBIDDEN_TRIGGER = "OnbuildForbiddenTrigger" ["DL3043", "DU:ONBUILD_CHAINING_DISALLOWED", "DU:ONBUILD_TRIGGER_DISALLOWED"] Stages Error "Docker refuses the file";
    ONBUILD_INVALID_TRIGGER = "OnbuildInvalidTrigger" ["T:invalid-onbuild-trigger"] Stages Error "The trigger runs here, in the stage that is built on the one that has it";
    REQUIRED_VARIABLE_UNSET = "RequiredVariableUnset" [] Variables Error "The build stops here unless the variable is given";
    SHELL_NEEDS_JSON = "ShellNeedsJson" ["DU:SHELL_JSON_FORM", "DU:SHELL_REQUIRES_ONE"] Forms Error "SHELL has no other form: Docker refuses the file";
    UNCLOSED_QUOTE = "UnclosedQuote" ["DU:SYNTAX_MISSING_SINGLE_QUOTE", "DU:SYNTAX_MISSING_DOUBLE_QUOTE"] Syntax Error "Docker refuses the file";
    UNKNOWN_FLAG = "UnknownFlag" ["DU:UNKNOWN_FLAG"] Syntax Error "Flags stand before the arguments and each instruction has its own; `--` alone ends them: Docker refuses the file";
    UNKNOWN_INSTRUCTION = "UnknownInstruction" ["DU:UNKNOWN_INSTRUCTION", "T:unknown-instruction", "DFL:invalid_command"] Syntax Error "Docker refuses the file";
    UNKNOWN_TARGET = "UnknownTarget" [] Stages Error "A stage can be a target only by its name";
    UNTERMINATED_HEREDOC = "UnterminatedHeredoc" [] Syntax Error "A heredoc ends with a line that is exactly its delimiter. Without one it takes in the rest of the file, and the build fails";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_unique() {
        assert!(REFUSALS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
