//! The problems that make BuildKit reject a file, as found by facts and the model.
//!
//! A problem contains BuildKit's own message, for scripts, and an explanation, for users.

use std::{ops::Range, sync::Arc};

use dockwright_texts::Message;

use crate::fix::Fix;

/// The part of the frontend that finds a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Parses the text into nodes.
    Parse,
    /// Turns nodes into typed instructions.
    Instruction,
    /// Expands variables, builds the stage graph and checks the meaning.
    Convert,
}

/// An input outside the file that could make a problem disappear.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unless {
    /// The configuration of the base image.
    Base,
    /// The build argument with this name.
    BuildArg(Arc<str>),
}

/// Something that BuildKit rejects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub refusal: Refusal,
    /// The phase in which BuildKit finds it.
    pub phase: Phase,
    /// Byte range of the exact token; relative to the instruction for problems in facts.
    pub range: Range<usize>,
    /// BuildKit's message.
    pub message: String,
    /// What Docker does with the text, if the rule's own note does not say it.
    pub note: Option<Message>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
    /// A change that fixes it.
    pub fix: Option<Fix>,
    /// The input that would make BuildKit accept the text.
    pub unless: Option<Unless>,
}

impl Problem {
    /// Creates a problem with BuildKit's message.
    pub fn new(refusal: Refusal, phase: Phase, range: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            refusal,
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
}

macro_rules! refusals {
    ($($name:ident)*) => {
        /// The things that BuildKit rejects. Each has a rule of the same name, which explains it to users.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal {
            $(#[doc = concat!("`", stringify!($name), "`")] $name,)*
        }

        impl Refusal {
            /// All kinds, sorted by name.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name, which is also the name of its rule.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

refusals! {
    BaseNameEmpty
    BlankKey
    ChecksFailed
    CircularStageDependency
    CopyFromUnknownStage
    CopyFromVariable
    CopyRemoteSource
    DuplicateDirective
    DuplicateFlag
    EnvNeedsValue
    FlagNeedsValue
    FlagNotBoolean
    FromArity
    HealthcheckMissingCommand
    HealthcheckNoneArguments
    HeredocAsDestination
    InstructionBeforeFrom
    InvalidChecksum
    InvalidChmod
    InvalidDevice
    InvalidDirective
    InvalidDuration
    InvalidGitSource
    InvalidHealthcheckType
    InvalidImageReference
    InvalidMount
    InvalidPlatform
    InvalidPort
    InvalidProtocol
    InvalidRetries
    InvalidRunMode
    InvalidSourceDateEpoch
    InvalidStageName
    InvalidStopSignal
    InvalidSubstitution
    InvalidWindowsPath
    JsonArrayNonString
    KeyValueMissingEquals
    LineTooLong
    MissingArgument
    MountFromUnknownStage
    NoStage
    OnbuildForbiddenTrigger
    OnbuildInvalidTrigger
    RequiredVariableUnset
    ShellNeedsJson
    UnclosedQuote
    UnknownFlag
    UnknownInstruction
    UnknownTarget
    UnterminatedHeredoc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_sorted_and_unique() {
        assert!(Refusal::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()));
    }
}
