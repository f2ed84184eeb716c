//! What makes BuildKit refuse a file: the problems that facts and linking find.
//!
//! A problem carries BuildKit's own words, for scripts, and what the builder does about it, for people.

use std::{ops::Range, sync::Arc};

use dockwright_texts::Message;

use crate::fix::Fix;

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
    /// Its kind.
    pub refusal: Refusal,
    /// Where BuildKit finds it.
    pub phase: Phase,
    /// Byte range, token-exact; relative to the instruction for the problems of facts.
    pub range: Range<usize>,
    /// BuildKit's message.
    pub message: String,
    /// What Docker does with the text as it stands, where the rule's own note does not say it.
    pub note: Option<Message>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// What BuildKit would have to be given to take the text as it is.
    pub unless: Option<Unless>,
}

impl Problem {
    /// A problem with BuildKit's message.
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
        /// What BuildKit refuses, each with a rule of this name that says it to people.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal {
            $(#[doc = concat!("`", stringify!($name), "`")] $name,)*
        }

        impl Refusal {
            /// All of them, by name.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name, which is that of its rule.
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
