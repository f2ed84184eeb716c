//! The contents of a script, in flat lists for rules, rename, highlighting and completion.
//!
//! All spans are relative to the instruction's start. Lists are in the order of the script, except
//! that the words of a command are contiguous, before those of commands that are substituted into
//! them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{
    dialect::Dialect,
    flow::{
        Access as Touched, Flow,
        known::{Source, Value, known},
    },
    span::Span,
    structure::{Joint, Part, Place, Quote, Quoting, Redirection, Scope, Statement, Substitution},
};

/// The number of a variable's name in its view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameId(pub(super) u32);

/// A parsed script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellView {
    /// The language in which it was parsed.
    pub dialect: Dialect,
    /// Whether some of the text could not be parsed; the rest still is.
    pub has_error: bool,
    /// Whether every part of it is of a common form that is read strictly. If not, there may be errors
    /// that `has_error` does not show.
    pub is_plain: bool,
    /// The simple commands.
    pub commands: Vec<Command>,
    /// The words of commands, declarations, loops and redirections.
    pub words: Vec<Word>,
    /// The assignments, in any form.
    pub assignments: Vec<Assignment>,
    /// The expansions of variables.
    pub expansions: Vec<Expansion>,
    /// The uses of the script's arguments: `$1`, `${@}`, `$#`.
    pub parameters: Vec<Span>,
    /// The command substitutions, including nested ones.
    pub substitutions: Vec<Substitution>,
    /// The redirections.
    pub redirections: Vec<Redirection>,
    /// The loops over words: `for X in …`, `select X in …`.
    pub loops: Vec<Loop>,
    /// The quoted parts of words and values.
    pub quotes: Vec<Quote>,
    /// The scopes, starting with the script.
    pub scopes: Vec<Scope>,
    /// The statements, each before those inside it.
    pub statements: Vec<Statement>,
    /// The parts of the statements.
    pub parts: Vec<Part>,
    /// The operators.
    pub operators: Vec<Operator>,
    /// The comments.
    pub comments: Vec<Span>,
    /// The heredocs that the shell reads.
    pub heredocs: Vec<Heredoc>,
    /// The parts that only matter for highlighting, outer before inner.
    pub lexemes: Vec<Lexeme>,
    pub(super) names: Vec<Box<str>>,
    pub(super) flow: Flow,
    /// The span of each touch of the flow.
    pub(super) touched: Vec<Span>,
}

/// A simple command: `X=1 apt-get install -y curl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// From its first assignment or word to its last word.
    pub span: Span,
    /// The indexes of its words in [`ShellView::words`], its name first.
    pub words: Range<u32>,
    /// The indexes of the assignments before its name in [`ShellView::assignments`].
    pub assignments: Range<u32>,
    /// How it is joined to the preceding command.
    pub joint: Joint,
    /// The flags of where it runs.
    pub context: Context,
    /// Its kind.
    pub kind: CommandKind,
    /// The part that contains it, in [`ShellView::parts`].
    pub part: u32,
}

/// The kind of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandKind {
    /// A name and words.
    Simple,
    /// `[ … ]`
    Test,
    /// `[[ … ]]`
    DoubleTest,
    /// `export`, `local` and the like, `unset`.
    Declaration,
}

/// Where a command runs: a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context(u8);

impl Context {
    /// In parentheses, or in the background.
    pub const SUBSHELL: Self = Self(1);
    /// As a part of a pipeline.
    pub const PIPELINE: Self = Self(2);
    /// In a branch, a loop, a `case` arm, or after `||`: it may not run even if nothing fails.
    pub const CONDITIONAL: Self = Self(4);
    /// As a condition of `if`, `while` or `until`: its failure is not an error.
    pub const CONDITION: Self = Self(8);
    /// In `$(…)`, backticks or `<(…)`.
    pub const SUBSTITUTION: Self = Self(16);
    /// In the body of a function.
    pub const FUNCTION: Self = Self(32);
    /// After `!`.
    pub const NEGATED: Self = Self(64);

    /// Whether all flags of `other` are set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A loop over words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loop {
    /// Its whole range.
    pub span: Span,
    /// The variable.
    pub variable: Option<Span>,
    /// The indexes of its words in [`ShellView::words`].
    pub words: Range<u32>,
}

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its range, including quotes.
    pub span: Span,
    /// Its text, without quotes and escapes; `None` if it contains an expansion.
    pub text: Option<Box<str>>,
    /// The text before the first expansion, if there is one.
    pub lead: Box<str>,
    /// How it is quoted; [`ShellView::quotes_in`] returns the ranges.
    pub quoting: Quoting,
}

impl Word {
    /// Its text, or the text before its first expansion.
    pub fn shown(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.lead)
    }
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The variable.
    pub name: NameId,
    /// The range of the name.
    pub name_span: Span,
    /// The value, if there is one.
    pub value: Option<Span>,
    /// The form of the assignment.
    pub kind: AssignmentKind,
    /// `+=`, or a part of an array: the new value includes the old one.
    pub is_update: bool,
}

/// The form of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentKind {
    /// `X=1` alone.
    Plain,
    /// `X=1 command`: for the command only.
    Prefix,
    /// `export X=1`.
    Export,
    /// `readonly X=1`.
    Readonly,
    /// `local X=1`, `declare X=1`, `typeset X=1`.
    Declare,
    /// `for X in …`, `select X in …`, `foreach ($X in …)`.
    For,
    /// `read X`, `mapfile X`, `readarray X`, `printf -v X`, `wait -p X`.
    Read,
    /// `getopts ab: X`.
    Getopts,
    /// `${X:=1}`.
    Default,
    /// `$((X = 1))`, `((X++))`, `let X=1`.
    Arithmetic,
}

/// An expansion of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The variable.
    pub name: NameId,
    /// The range of the name.
    pub name_span: Span,
    /// From `$` to the end; in arithmetic without `$`, only the name.
    pub span: Span,
    /// The operator in `${X:-1}`, `${#X}` or `${X[0]}`, `None` for `$X` and `${X}`.
    pub operator: Option<Span>,
    /// Whether it is in arithmetic, such as `$((…))` or `((…))`.
    pub is_arithmetic: bool,
    /// Where it appears.
    pub place: Place,
}

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// Its kind.
    pub kind: OperatorKind,
    /// Its range.
    pub span: Span,
}

/// The kind of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorKind {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;`
    Sequence,
    /// `|`, `|&`
    Pipe,
    /// `&`
    Background,
    /// `>`, `>>`, `<`, `<<`, `<<<`, `&>` and the like.
    Redirection,
}

/// A heredoc in a shell script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// The delimiter after `<<`, including quotes.
    pub start: Span,
    /// The lines of its body.
    pub body: Span,
    /// The terminator; empty if there is none.
    pub end: Span,
    /// Whether variables in the body are expanded.
    pub is_expanded: bool,
}

/// A part of a script that only matters for highlighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// Its kind.
    pub kind: LexemeKind,
    /// Its range.
    pub span: Span,
}

/// The kind of a lexeme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexemeKind {
    /// `if`, `done`, `[[`, `foreach`.
    Keyword,
    /// An operator inside statements: `;;`, `=`, `-eq`.
    Operator,
    /// The name of a function where it is defined.
    Function,
    /// A number in arithmetic, a file descriptor in a redirection, or any number in PowerShell.
    Number,
    /// A string of PowerShell.
    String,
    /// A PowerShell variable, including environment variables.
    Variable,
    /// An option of PowerShell: `-Recurse`.
    Option,
    /// A type of PowerShell: `Net.WebClient`.
    Type,
}

/// An occurrence of a variable of the Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The range of the name.
    pub span: Span,
    /// Whether the script reads it or may assign it.
    pub access: Access,
}

/// How a script accesses a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Uses it.
    Read,
    /// Assigns it.
    Write,
}

/// The sources of a value in an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueSource {
    /// Text that stays a single word without quotes.
    Plain,
    /// Such text, and the values of variables.
    Of(Vec<NameId>),
    /// Anything.
    Open,
}

/// The knowledge about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownValue {
    /// It is a single word, even without quotes.
    Plain,
    /// It is a single word if the value of this environment variable is.
    Outer(NameId),
    /// Nothing is known.
    Open,
}

impl ShellView {
    /// Whether a word begins with an escaped space, which is easily mistaken for a space between words.
    pub fn has_escaped_blanks(&self) -> bool {
        let is_it = |word: &Word| word.quoting == Quoting::Escaped && word.shown().starts_with([' ', '\t']);
        self.words.iter().any(is_it)
    }

    /// Whether the script may use its arguments: `$1`, `$@`, `shift`.
    pub fn uses_arguments(&self) -> bool {
        let looks = |command: &Command| {
            let word = self.words.get(command.words.start as usize);
            let name = word.filter(|_| !command.words.is_empty()).and_then(|word| word.text.as_deref());
            // What these commands run is unknown.
            matches!(name, Some("shift" | "getopts" | "." | "source" | "eval"))
        };
        self.has_error || !self.parameters.is_empty() || self.commands.iter().any(looks)
    }

    /// The name of a variable.
    pub fn name(&self, name: NameId) -> &str {
        &self.names[name.0 as usize]
    }

    /// The occurrences of the Dockerfile's variable with this name, in the order of the text.
    ///
    /// An assignment counts if the script may continue with either value: `: ${X:=1}; echo $X`. Names
    /// are case-insensitive in PowerShell.
    pub fn occurrences(&self, name: &str) -> Vec<Occurrence> {
        let mut all: Vec<Occurrence> =
            self.ids(name).flat_map(|id| self.places(self.flow.joined(id))).collect();
        all.sort_unstable_by_key(|place| place.span);
        all
    }

    /// The occurrences of a variable that only the script uses, with this name, in the order of the
    /// text.
    pub fn own_places(&self, name: &str) -> Vec<Occurrence> {
        let places = |id: u32| {
            let outer = self.flow.joined(id);
            let touches = self.flow.touches().iter().enumerate();
            let own = touches.filter(|(at, touch)| touch.name == id && !outer.contains(at));
            self.places(own.map(|(at, _)| at).collect())
        };
        self.ids(name).flat_map(places).collect()
    }

    /// The names that the script may read from its environment, with the spans that read them, in the
    /// order of the text.
    pub fn reads(&self) -> Vec<(NameId, Span)> {
        let mut reads: Vec<(NameId, Span)> = if self.flow.is_long_for(self.names.len()) {
            let first = self.flow.first_reads().into_iter();
            first.map(|(name, touch)| (NameId(name), self.touched[touch])).collect()
        } else {
            let names = 0..self.names.len() as u32;
            let of = |id| {
                self.flow.outer_reads(id).into_iter().map(move |touch| (NameId(id), self.touched[touch]))
            };
            names.flat_map(of).collect()
        };
        reads.sort_unstable_by_key(|&(_, span)| span);
        reads.dedup();
        reads
    }

    /// What is known about the value of each variable where it is read. `source` returns what an
    /// assignment makes its value from, given the span of its name; with `is_and_certain`, `b` in `a &&
    /// b` counts as run in the code that follows.
    pub fn known_values(
        &self,
        source: impl Fn(Span) -> ValueSource,
        is_and_certain: bool,
    ) -> FxHashMap<Span, KnownValue> {
        let sources: Vec<Source> = self
            .touched
            .iter()
            .map(|&place| match source(place) {
                ValueSource::Plain => Source::Plain,
                ValueSource::Of(names) => Source::Of(names.iter().map(|name| name.0).collect()),
                ValueSource::Open => Source::Open,
            })
            .collect();
        let values = known(&self.flow, self.names.len(), &sources, is_and_certain);
        let of = |value: Value| match value {
            Value::Plain => KnownValue::Plain,
            Value::Outer(name) => KnownValue::Outer(NameId(name)),
            Value::Open => KnownValue::Open,
        };
        self.touched.iter().copied().zip(values.into_iter().map(of)).collect()
    }

    /// The expansions of a name that nothing in the script sets: neither an assignment anywhere, nor a
    /// file or text that the script reads earlier.
    pub fn unset_reads(&self, name: &str) -> Vec<&Expansion> {
        let reader = |command: &&Command| {
            let word = self.words.get(command.words.start as usize).filter(|_| !command.words.is_empty());
            matches!(word.and_then(|word| word.text.as_deref()), Some("." | "source" | "eval"))
        };
        let read_before = self.commands.iter().filter(reader).map(|command| command.span.start).min();
        let mut found = Vec::new();
        for id in self.ids(name) {
            let mut outer: Vec<Span> =
                self.flow.outer_reads(id).into_iter().map(|touch| self.touched[touch]).collect();
            outer.sort_unstable();
            let is_set_elsewhere = |expansion: &Expansion| {
                self.assignments.iter().filter(|assigned| assigned.name.0 == id).any(|assigned| {
                    let is_in =
                        |value: Span| value.start <= expansion.span.start && expansion.span.end <= value.end;
                    assigned.name_span != expansion.name_span && !assigned.value.is_some_and(is_in)
                })
            };
            found.extend(self.expansions.iter().filter(|expansion| {
                expansion.name.0 == id
                    && outer.binary_search(&expansion.name_span).is_ok()
                    && read_before.is_none_or(|at| expansion.span.start < at)
                    && !is_set_elsewhere(expansion)
            }));
        }
        found
    }

    fn ids<'a>(&'a self, name: &'a str) -> impl Iterator<Item = u32> + 'a {
        let is_it = move |known: &str| match self.dialect {
            Dialect::PowerShell => known.eq_ignore_ascii_case(name),
            Dialect::Posix | Dialect::Other => known == name,
        };
        (0..self.names.len() as u32).filter(move |&id| is_it(&self.names[id as usize]))
    }

    fn places(&self, touches: Vec<usize>) -> Vec<Occurrence> {
        let mut places: Vec<Occurrence> = touches
            .into_iter()
            .map(|touch| Occurrence {
                span: self.touched[touch],
                access: match self.flow.touches()[touch].access {
                    Touched::Read | Touched::Unset => Access::Read,
                    Touched::Write | Touched::Local | Touched::Update | Touched::Prefix | Touched::Call => {
                        Access::Write
                    }
                },
            })
            .collect();
        // `${X:=1}` is both, and counts as a write.
        places.sort_unstable_by_key(|place| (place.span, std::cmp::Reverse(place.access)));
        places.dedup_by_key(|place| place.span);
        places
    }
}
