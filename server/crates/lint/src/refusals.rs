//! The rules about what Docker refuses: one for each [`Refusal`], which facts and the model find.

use crate::rule::{Group, Preset, Rule, Severity};
use dockwright_analysis::problem::{Problem, Refusal, Unless};

/// The rule of a refusal.
pub fn rule(refusal: Refusal) -> &'static Rule {
    REFUSALS[refusal as usize]
}

/// What a person reads: what is wrong, what Docker does, what was probably meant.
pub(crate) fn explanation(problem: &Problem) -> String {
    match &problem.unless {
        Some(Unless::BuildArg(name)) => {
            return format!(
                "Needs `--build-arg {name}`: without it Docker rejects the file ({})",
                problem.message
            );
        }
        Some(Unless::Base) => {
            return format!(
                "Depends on the base image: Docker rejects the file unless the image sets the value ({})",
                problem.message
            );
        }
        None => {}
    }
    let mut out = problem.message.clone();
    let note = problem.note.as_deref().unwrap_or(rule(problem.refusal).note);
    if !note.is_empty() {
        out.push_str(". ");
        out.push_str(note);
    }
    if let Some(word) = &problem.suggestion {
        out.push_str(". Did you mean `");
        // BuildKit suggests the bare name of a flag.
        out.push_str(if problem.refusal == Refusal::UnknownFlag { "--" } else { "" });
        out.push_str(word);
        out.push_str("`?");
    }
    out
}

macro_rules! rules {
    ($($name:ident [$($alias:literal),*] $group:ident $severity:ident $note:literal;)*) => {
        /// The rules that a file breaks which Docker refuses, by name.
        pub static REFUSALS: &[&Rule] = &[$(&Rule {
            name: Refusal::$name.name(),
            aliases: &[$($alias),*],
            group: Group::$group,
            severity: Severity::$severity,
            presets: &[Preset::Buildkit, Preset::Default, Preset::Hadolint],
            note: $note,
            ..Rule::PLAIN
        }),*];
    };
}

rules! {
    BaseNameEmpty ["DU:BASE_NAME_EMPTY"] Stages Error "Without a value for its variables there is no image to start from, and the build stops here unless `--build-arg` brings one";
    BlankKey ["DU:SYNTAX_MISSING_NAMES"] Syntax Error "Docker needs a name before the `=` and refuses the file";
    ChecksFailed [] Style Error "The file asks for it with `error=true`: no check may find anything, and Docker stops before the build";
    CircularStageDependency ["T:circular-stage-deps", "DL3023", "DS-0006"] Stages Error "A stage cannot use files of itself, or of a stage that needs it: Docker refuses the file";
    CopyFromUnknownStage ["DL3022"] Stages Error "Stages are built in the order of the file, and only earlier ones can be copied from: Docker refuses the file";
    CopyFromVariable ["DU:FLAG_INVALID_FROM_VALUE"] Stages Error "Give the image a stage of its own, `FROM $IMAGE AS name`, and copy from that: Docker refuses the file";
    CopyRemoteSource [] Context Error "Only ADD downloads: Docker refuses the file";
    DuplicateDirective ["DU:DUPLICATED_ESCAPE_DIRECTIVE"] Syntax Error "Docker takes each directive once and refuses the file";
    DuplicateFlag ["DU:FLAG_DUPLICATE"] Syntax Error "Docker takes this flag only once and refuses the file";
    EnvNeedsValue ["DU:ARGUMENT_REQUIRES_TWO"] Syntax Error "A single word without `=` is the key of the old form `KEY value`, and its value is missing: Docker refuses the file";
    FlagNeedsValue ["DU:FLAG_MISSING_VALUE", "DFL:healthcheck_options_missing_args"] Syntax Error "The value belongs to the same word, behind `=`; a word after a blank is an argument, and Docker refuses the file";
    FlagNotBoolean ["DU:FLAG_EXPECTED_BOOLEAN_VALUE"] Syntax Error "Only `true` and `false` are read, in any letter case, and no variables: Docker refuses the file";
    FromArity ["DU:ARGUMENT_REQUIRES_ONE_OR_THREE", "DU:INVALID_AS"] Stages Error "It is `FROM image` or `FROM image AS name`, and a remark cannot follow on the line: Docker refuses the file";
    HealthcheckMissingCommand ["DU:HEALTHCHECK_CMD_ARGUMENT_MISSING"] Metadata Error "Docker refuses the file";
    HealthcheckNoneArguments ["DU:ARGUMENT_UNNECESSARY"] Metadata Error "`NONE` switches an inherited check off and stands alone: Docker refuses the file";
    HeredocAsDestination [] Syntax Error "A heredoc is a source; the last argument is the destination, and Docker refuses the file";
    InstructionBeforeFrom ["DL3061", "DU:NO_SOURCE_IMAGE"] Stages Error "Only ARG may stand before the first FROM: Docker refuses the file";
    InvalidChecksum [] Context Error "Docker refuses the file";
    InvalidChmod [] Context Error "It is an octal number up to 7777, or symbolic as in `u+x,go-w`: Docker refuses the file";
    InvalidDevice [] Syntax Error "Docker refuses the file";
    InvalidDirective ["DU:INVALID_ESCAPE_DIRECTIVE"] Syntax Error "Docker refuses the file";
    InvalidDuration ["DU:FLAG_INVALID_DURATION", "DU:FLAG_MISSING_DURATION", "DU:FLAG_UNKNOWN_UNIT", "DU:FLAG_LESS_THAN_1MS"] Metadata Error "A duration is numbers with units such as `1m30s` (ns, us, ms, s, m, h): Docker refuses the file";
    InvalidGitSource [] Context Error "Docker refuses the file";
    InvalidHealthcheckType ["DU:UNKNOWN_TYPE"] Metadata Error "`CMD` or `NONE` must come first: Docker refuses the file";
    InvalidImageReference ["DU:INVALID_REFERENCE_FORMAT"] Stages Error "An image is `[registry/]name[:tag][@digest]` in lower case, and a stage is named here by its lower-case name: Docker refuses the file";
    InvalidMount [] Syntax Error "Docker refuses the file";
    InvalidPlatform [] Stages Error "A platform is `os/arch` or `os/arch/variant`, such as `linux/arm64`: Docker refuses the file";
    InvalidPort ["DU:INVALID_PORT", "DL3011", "DFL:invalid_port", "DS-0008"] Metadata Error "A port is a number from 0 to 65535 or a range of them, with `/udp` behind it where it is not TCP: Docker refuses the file";
    InvalidProtocol ["DU:INVALID_PROTO"] Metadata Error "It is tcp, udp or sctp: Docker refuses the file";
    InvalidRetries ["DU:FLAG_AT_LEAST_ONE", "DU:INVALID_SYNTAX"] Metadata Error "It must be a whole number from 0: Docker refuses the file";
    InvalidRunMode [] Syntax Error "Docker refuses the file";
    InvalidSourceDateEpoch [] Variables Error "The value is a number of seconds since 1970, `context`, or the name of a stage with `FROM scratch` and a single ADD of a URL; Docker rejects the file";
    InvalidStageName ["DU:INVALID_BUILD_STAGE_NAME"] Stages Error "Letters, digits, `-`, `_` and `.` are allowed, a letter first, and no variables: Docker refuses the file";
    InvalidStopSignal ["DU:INVALID_SIGNAL"] Metadata Error "It is a signal's name, such as `SIGTERM`, or its number, and the whole rest of the line counts: Docker refuses the file";
    InvalidSubstitution ["DU:UNSUPPORTED_MODIFIER"] Variables Error "The builder, which is no shell, knows `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` and `//`: Docker refuses the file";
    InvalidWindowsPath [] Context Error "In Windows images Docker uses only drive C and rejects the file";
    JsonArrayNonString [] Forms Error "The array is valid JSON, so there is no shell form to fall back to: Docker refuses the file";
    KeyValueMissingEquals ["DU:SYNTAX_MISSING_EQUALS", "DFL:label_invalid", "DFL:invalid_format"] Syntax Error "The first word has a `=`, so every word needs one; values with blanks need quotes, and a remark cannot follow on the line";
    LineTooLong [] Syntax Error "Docker reads lines of up to 65535 bytes and refuses the file";
    MissingArgument ["DU:ARGUMENT_MISSING", "DFL:required_params", "DFL:missing_args"] Syntax Error "Docker refuses the file";
    MountFromUnknownStage [] Stages Error "Stages are built in the order of the file, and only earlier ones can be mounted: Docker refuses the file";
    NoStage ["DU:NO_SOURCE_IMAGE", "DL3061", "T:require-stages", "DFL:from_first"] Stages Error "There is nothing to build without a FROM";
    OnbuildForbiddenTrigger ["DL3043", "DU:ONBUILD_CHAINING_DISALLOWED", "DU:ONBUILD_TRIGGER_DISALLOWED"] Stages Error "Docker refuses the file";
    OnbuildInvalidTrigger ["T:invalid-onbuild-trigger"] Stages Error "The trigger runs here, in the stage that is built on the one that has it";
    RequiredVariableUnset [] Variables Error "The build stops here unless the variable is given";
    ShellNeedsJson ["DU:SHELL_JSON_FORM", "DU:SHELL_REQUIRES_ONE"] Forms Error "SHELL has no other form: Docker refuses the file";
    UnclosedQuote ["DU:SYNTAX_MISSING_SINGLE_QUOTE", "DU:SYNTAX_MISSING_DOUBLE_QUOTE"] Syntax Error "Docker refuses the file";
    UnknownFlag ["DU:UNKNOWN_FLAG"] Syntax Error "Flags stand before the arguments and each instruction has its own; `--` alone ends them: Docker refuses the file";
    UnknownInstruction ["DU:UNKNOWN_INSTRUCTION", "T:unknown-instruction", "DFL:invalid_command"] Syntax Error "Docker refuses the file";
    UnknownTarget [] Stages Error "A stage can be a target only by its name";
    UnterminatedHeredoc [] Syntax Error "A heredoc ends with a line that is exactly its delimiter. Without one it takes in the rest of the file, and the build fails";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_rule() {
        let names: Vec<_> = REFUSALS.iter().map(|rule| rule.name).collect();
        let expected: Vec<_> = Refusal::ALL.iter().map(|refusal| refusal.name()).collect();
        assert_eq!(names, expected);
    }
}
