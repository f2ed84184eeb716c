//! What a shell's text consists of, in flat lists that rules, rename, highlighting and completion read.
//!
//! Every span is relative to the instruction's start. Lists are in the order of the script, except that the words of
//! a command stand together, before those of commands that are substituted into them.

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

/// A script as rules and features see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellView {
    /// The language it was read in.
    pub dialect: Dialect,
    /// Some of the text could not be read; the rest still is.
    pub has_error: bool,
    /// The simple commands.
    pub commands: Vec<Command>,
    /// The words of commands, declarations, loops and redirections.
    pub words: Vec<Word>,
    /// The assignments, whatever makes them.
    pub assignments: Vec<Assignment>,
    /// The expansions of variables.
    pub expansions: Vec<Expansion>,
    /// The uses of what the script was started with: `$1`, `${@}`, `$#`.
    pub parameters: Vec<Span>,
    /// The substitutions of commands, those inside others too.
    pub substitutions: Vec<Substitution>,
    /// The redirections.
    pub redirections: Vec<Redirection>,
    /// The loops over words: `for X in …`, `select X in …`.
    pub loops: Vec<Loop>,
    /// The quoted stretches of words and values.
    pub quotes: Vec<Quote>,
    /// What holds statements; the script is the first.
    pub scopes: Vec<Scope>,
    /// The statements, each before those that are inside it.
    pub statements: Vec<Statement>,
    /// The parts of the statements.
    pub parts: Vec<Part>,
    /// The operators.
    pub operators: Vec<Operator>,
    /// The comments.
    pub comments: Vec<Span>,
    /// The heredocs that the shell reads.
    pub heredocs: Vec<Heredoc>,
    /// What only the eye needs, outer before inner.
    pub lexemes: Vec<Lexeme>,
    pub(super) names: Vec<Box<str>>,
    pub(super) flow: Flow,
    /// Where each touch of the flow stands.
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
    /// What stands between it and the command before it.
    pub joint: Joint,
    /// Where it runs.
    pub context: Context,
    /// What kind of command it is.
    pub kind: CommandKind,
    /// Its place in the structure, in [`ShellView::parts`].
    pub part: u32,
}

/// What kind of command a command is.
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
    /// In a branch, a loop, a `case` arm, or after `||`: it may not run although nothing failed.
    pub const CONDITIONAL: Self = Self(4);
    /// As a condition of `if`, `while` or `until`: its failure fails nothing.
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
    /// All of it.
    pub span: Span,
    /// The variable.
    pub variable: Option<Span>,
    /// The indexes of its words in [`ShellView::words`].
    pub words: Range<u32>,
}

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its place, quotes included.
    pub span: Span,
    /// What it says, quotes and escapes removed; `None` where an expansion is in it.
    pub text: Option<Box<str>>,
    /// Where an expansion is in it: what it says before that.
    pub lead: Box<str>,
    /// How it is quoted; [`ShellView::quotes_in`] has the places.
    pub quoting: Quoting,
}

impl Word {
    /// What it says, or what it says before the first expansion.
    pub fn shown(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.lead)
    }
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Which variable.
    pub name: NameId,
    /// Where the name stands.
    pub name_span: Span,
    /// The value, where it is written.
    pub value: Option<Span>,
    /// What makes it.
    pub kind: AssignmentKind,
    /// `+=`, or a part of an array: the old value stays in the new one.
    pub is_update: bool,
}

/// What makes an assignment.
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
    /// Which variable.
    pub name: NameId,
    /// Where the name stands.
    pub name_span: Span,
    /// From `$` to the end; in arithmetic the name alone where no `$` is needed.
    pub span: Span,
    /// The operator in `${X:-1}`, `${#X}` or `${X[0]}`, `None` for `$X` and `${X}`.
    pub operator: Option<Span>,
    /// Whether it stands in `$((…))`, `((…))` or another arithmetic place.
    pub is_arithmetic: bool,
    /// Where it appears.
    pub place: Place,
}

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// Which.
    pub kind: OperatorKind,
    /// Its place.
    pub span: Span,
}

/// Which operator.
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

/// A heredoc in the shell's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// `EOF` behind `<<`, quotes included.
    pub start: Span,
    /// The lines of its body.
    pub body: Span,
    /// The terminator; empty where there is none.
    pub end: Span,
    /// Whether variables in the body are expanded.
    pub is_expanded: bool,
}

/// A piece of a script that means something to the eye alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// What it is.
    pub kind: LexemeKind,
    /// Its place.
    pub span: Span,
}

/// What a piece of a script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexemeKind {
    /// `if`, `done`, `[[`, `foreach`.
    Keyword,
    /// An operator inside statements: `;;`, `=`, `-eq`.
    Operator,
    /// The name of a function where it is defined.
    Function,
    /// A number in arithmetic, a file's number in a redirection, or any number of PowerShell.
    Number,
    /// A string of PowerShell.
    String,
    /// A variable of PowerShell, the environment's too.
    Variable,
    /// An option of PowerShell: `-Recurse`.
    Option,
    /// A type of PowerShell: `Net.WebClient`.
    Type,
}

/// A place that means a variable of the Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The name alone.
    pub span: Span,
    /// Whether the script reads it there or may assign it.
    pub access: Access,
}

/// What a script does to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Uses it.
    Read,
    /// Assigns it.
    Write,
}

/// What an assignment makes a value of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueSource {
    /// Text that stays one word without quotes.
    Plain,
    /// Such text, and the values of variables.
    Of(Vec<NameId>),
    /// Anything.
    Open,
}

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownValue {
    /// It stays one word without quotes.
    Plain,
    /// It does if that of this variable in the environment does.
    Outer(NameId),
    /// Nothing.
    Open,
}

impl ShellView {
    /// Whether words begin with an escaped blank, which is easily taken for one between words.
    pub fn has_escaped_blanks(&self) -> bool {
        let is_it = |word: &Word| word.quoting == Quoting::Escaped && word.shown().starts_with([' ', '\t']);
        self.words.iter().any(is_it)
    }

    /// Whether the script may use what it was started with: `$1`, `$@`, `shift`.
    pub fn uses_arguments(&self) -> bool {
        let looks = |command: &Command| {
            let word = self.words.get(command.words.start as usize);
            let name = word.filter(|_| !command.words.is_empty()).and_then(|word| word.text.as_deref());
            // What the others run is not seen.
            matches!(name, Some("shift" | "getopts" | "." | "source" | "eval"))
        };
        self.has_error || !self.parameters.is_empty() || self.commands.iter().any(looks)
    }

    /// The name of a variable.
    pub fn name(&self, name: NameId) -> &str {
        &self.names[name.0 as usize]
    }

    /// The places that mean the Dockerfile's variable of this name, in the order of the text.
    ///
    /// An assignment is one where the script may go on with either value: `: ${X:=1}; echo $X`. PowerShell asks for
    /// names in any letter case.
    pub fn occurrences(&self, name: &str) -> Vec<Occurrence> {
        let mut all: Vec<Occurrence> =
            self.ids(name).flat_map(|id| self.places(self.flow.joined(id))).collect();
        all.sort_unstable_by_key(|place| place.span);
        all
    }

    /// The places that mean a variable of the script's own of this name, in the order of the text.
    pub fn own_places(&self, name: &str) -> Vec<Occurrence> {
        let places = |id: u32| {
            let outer = self.flow.joined(id);
            let touches = self.flow.touches().iter().enumerate();
            let own = touches.filter(|(at, touch)| touch.name == id && !outer.contains(at));
            self.places(own.map(|(at, _)| at).collect())
        };
        self.ids(name).flat_map(places).collect()
    }

    /// Every name that the script may find in its environment, with the places that read it, in the order of the
    /// text.
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

    /// What is known of the value of every variable where it is read. `source` says what an assignment makes the value of,
    /// by the place of its name; with `is_and_certain`, `b` of `a && b` counts as run in what follows `&&`.
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

    /// The expansions of a name that nothing in the script sets: neither an assignment, wherever it is, nor a file or a
    /// text that the script reads before.
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
        // `${X:=1}` is both, and counts as what changes.
        places.sort_unstable_by_key(|place| (place.span, std::cmp::Reverse(place.access)));
        places.dedup_by_key(|place| place.span);
        places
    }
}
