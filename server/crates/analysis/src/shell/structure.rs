//! The structure of a script: lists of statements, pipelines, nesting, and where expansions appear
//! in words.
//!
//! A script is a [`Scope`]. A scope has [`Statement`]s; a statement has one [`Part`] or, if it is a
//! pipeline, several. A part is a simple command, or a construct with separate scopes: a group, a
//! loop, a substitution in a word of the command.

use std::ops::Range;

use super::span::Span;

/// A container of statements: the script itself, a body, a branch, a substitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Its kind.
    pub kind: ScopeKind,
    /// Its range.
    pub span: Span,
    /// The part that contains it, in [`ShellView::parts`]; `None` for the script.
    pub part: Option<u32>,
    /// The name of the function, for a function's body.
    pub name: Option<Box<str>>,
}

/// The kind of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The script.
    Script,
    /// `{ … }`
    Group,
    /// `( … )`
    Subshell,
    /// The condition of `if` or `elif`.
    IfCondition,
    /// The statements after `then` or `else`.
    Branch,
    /// The condition of `while` or `until`.
    LoopCondition,
    /// The body of a loop.
    LoopBody,
    /// An arm of `case`.
    Arm,
    /// The body of a function.
    Function,
    /// The command after `!`.
    Negation,
    /// `$( … )`, backticks, `<( … )`.
    Substitution,
}

/// A command or a pipeline, and how it is joined to the preceding one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its range.
    pub span: Span,
    /// The scope that contains it, in [`ShellView::scopes`].
    pub scope: u32,
    /// Statements that `&&` and `||` join have the same number; all others differ.
    pub list: u32,
    /// How it is joined to the preceding statement; never by a pipe.
    pub joint: Joint,
    /// Whether its list is followed by `&`.
    pub is_background: bool,
    /// The parts in [`ShellView::parts`], in the order of the text; only one if it is not a pipeline.
    pub parts: Vec<u32>,
}

/// A part of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its range, including redirections.
    pub span: Span,
    /// The statement that contains it, in [`ShellView::statements`].
    pub statement: u32,
    /// The pipe before it.
    pub pipe: Option<Span>,
    /// The simple command that it is, in [`ShellView::commands`].
    pub command: Option<u32>,
    /// All commands in it, including those in its scopes.
    pub commands: Range<u32>,
}

/// A redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// From the file descriptor or the operator to the target.
    pub span: Span,
    /// Its effect.
    pub kind: RedirectionKind,
    /// The file descriptor before the operator.
    pub descriptor: Option<u32>,
    /// The target in [`ShellView::words`]; `None` for heredocs.
    pub target: Option<u32>,
    /// The heredoc in [`ShellView::heredocs`].
    pub heredoc: Option<u32>,
    /// The part that is redirected, in [`ShellView::parts`].
    pub part: u32,
}

/// The effect of a redirection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectionKind {
    /// `<`
    Input,
    /// `>`, `>|`
    Output,
    /// `>>`
    Append,
    /// `&>`
    OutputAndErrors,
    /// `&>>`
    AppendOutputAndErrors,
    /// `>&`, `<&`, `>&-`, `<&-`
    Duplicate,
    /// `<<<`
    Herestring,
    /// `<<`, `<<-`
    Heredoc,
}

/// `$( … )`, backticks or `<( … )`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// Its whole range.
    pub span: Span,
    /// Its notation.
    pub kind: SubstitutionKind,
    /// Where it appears.
    pub place: Place,
    /// The commands in it, in [`ShellView::commands`].
    pub commands: Range<u32>,
}

/// The notation of a substitution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubstitutionKind {
    /// `$( … )`
    Dollar,
    /// Backticks.
    Backticks,
    /// `<( … )`, `>( … )`
    Process,
}

/// Where an expansion or a substitution appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// What contains it.
    pub kind: PlaceKind,
    /// Whether it is between double quotes, so that its value is not split.
    pub is_quoted: bool,
    /// The word that contains it, in [`ShellView::words`].
    pub word: Option<u32>,
    /// The part that contains it, in [`ShellView::parts`].
    pub part: u32,
}

/// What contains an expansion or a substitution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlaceKind {
    /// A word of a command.
    #[default]
    Word,
    /// The value of an assignment.
    Value,
    /// `[ … ]`
    Test,
    /// `[[ … ]]`
    DoubleTest,
    /// `$(( … ))`, `(( … ))`, an index.
    Arithmetic,
    /// The target of a redirection.
    Redirection,
    /// The body of a heredoc.
    Heredoc,
    /// The words of `for`.
    ForWord,
    /// The word of `case`.
    CaseWord,
    /// A pattern of `case`.
    Pattern,
}

/// How a command is joined to the preceding one in the same list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// It is the first of a list, a branch, a body or a subshell, or follows `;`, `&` or a line end.
    First,
    /// After `&&`.
    And,
    /// After `||`.
    Or,
    /// After `|`.
    Pipe,
}

/// A quoted part of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    /// Its range, including the quotes.
    pub span: Span,
    /// The kind of quotes.
    pub kind: QuoteKind,
}

/// The kind of quotes around a part of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteKind {
    /// `'…'`, `$'…'`
    Single,
    /// `"…"`, `$"…"`
    Double,
}

/// How a word is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quoting {
    /// Not at all.
    #[default]
    None,
    /// Some characters have a backslash.
    Escaped,
    /// The whole word is in single quotes.
    Single,
    /// The whole word is in double quotes.
    Double,
    /// Only a part of it is quoted, or its parts are quoted differently.
    Mixed,
}

#[cfg(test)]
mod tests;
