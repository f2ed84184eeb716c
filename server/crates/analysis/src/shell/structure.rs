//! How a script is built: lists of statements, pipelines, what is in what, and where things appear in words.
//!
//! A script is a [`Scope`]. A scope has [`Statement`]s, a statement one [`Part`] or, as a pipeline, several. A part is a
//! simple command, or something with scopes of its own: a group, a loop, a substitution in a word of the command.

use std::ops::Range;

use super::span::Span;

/// What holds statements: the script itself, a body, a branch, a substitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// Its place.
    pub span: Span,
    /// The part that it belongs to, in [`ShellView::parts`]; none for the script.
    pub part: Option<u32>,
    /// The name of the function whose body it is.
    pub name: Option<Box<str>>,
}

/// What a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The script.
    Script,
    /// `{ … }`
    Group,
    /// `( … )`
    Subshell,
    /// What `if` or `elif` asks.
    IfCondition,
    /// What follows `then` or `else`.
    Branch,
    /// What `while` or `until` asks.
    LoopCondition,
    /// What `do` repeats.
    LoopBody,
    /// An arm of `case`.
    Arm,
    /// The body of a function.
    Function,
    /// What `!` negates.
    Negation,
    /// `$( … )`, backticks, `<( … )`.
    Substitution,
}

/// A command or a pipeline, with what ties it to the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its place.
    pub span: Span,
    /// The scope that it is in, in [`ShellView::scopes`].
    pub scope: u32,
    /// Statements that `&&` and `||` tie together have the same number, and no others.
    pub list: u32,
    /// What stands between it and the statement before it; never a pipe.
    pub joint: Joint,
    /// Its list is followed by `&`.
    pub is_background: bool,
    /// The parts of the pipeline in [`ShellView::parts`], in the order of the text: one where it is no pipeline.
    pub parts: Vec<u32>,
}

/// What stands between pipes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its place, redirections included.
    pub span: Span,
    /// The statement that it is in, in [`ShellView::statements`].
    pub statement: u32,
    /// The pipe before it.
    pub pipe: Option<Span>,
    /// The simple command that it is, in [`ShellView::commands`].
    pub command: Option<u32>,
    /// All commands in it, those in its scopes too.
    pub commands: Range<u32>,
}

/// A redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// From the file descriptor or the operator to the target.
    pub span: Span,
    /// What it does.
    pub kind: RedirectionKind,
    /// The file descriptor before the operator.
    pub descriptor: Option<u32>,
    /// The target in [`ShellView::words`]; none for heredocs.
    pub target: Option<u32>,
    /// The heredoc in [`ShellView::heredocs`].
    pub heredoc: Option<u32>,
    /// What is redirected, in [`ShellView::parts`].
    pub part: u32,
}

/// What a redirection does.
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
    /// All of it.
    pub span: Span,
    /// How it is written.
    pub kind: SubstitutionKind,
    /// Where it appears.
    pub place: Place,
    /// The commands in it, in [`ShellView::commands`].
    pub commands: Range<u32>,
}

/// How a substitution is written.
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
    /// In what.
    pub kind: PlaceKind,
    /// Between double quotes, so that its value is not split.
    pub is_quoted: bool,
    /// The word that it is in, in [`ShellView::words`].
    pub word: Option<u32>,
    /// What it belongs to, in [`ShellView::parts`].
    pub part: u32,
}

/// What an expansion or a substitution appears in.
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

/// How a command is tied to the one before it in the same list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// It is the first of a list, a branch, a body or a subshell, or stands after `;`, `&` or a line's end.
    First,
    /// After `&&`.
    And,
    /// After `||`.
    Or,
    /// After `|`.
    Pipe,
}

/// A quoted stretch of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    /// Its place, quotes included.
    pub span: Span,
    /// Which quotes.
    pub kind: QuoteKind,
}

/// Which quotes a stretch of a word is in.
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
    /// All of it is in single quotes.
    Single,
    /// All of it is in double quotes.
    Double,
    /// A part of it is quoted, or parts are in different ways.
    Mixed,
}

#[cfg(test)]
mod tests;
