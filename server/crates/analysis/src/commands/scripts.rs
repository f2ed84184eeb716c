//! All commands of an instruction, including those in `sh -c` scripts and in heredocs for a shell.

use std::{
    borrow::Cow,
    cell::OnceCell,
    ops::{Deref, Range},
    sync::{Arc, OnceLock},
};

use super::{Call, calls};
use crate::{
    facts::Facts,
    memo::Memoized,
    programs::is_posix_shell,
    shell::{self, Dialect, RedirectionKind, Script, ShellView},
    spec::programs::family,
};

/// How deeply nested scripts are read.
const MAX_DEPTH: usize = 4;

/// The commands of an instruction.
#[derive(Debug)]
pub struct Commands {
    /// The scripts, starting with the instruction's own if it can be parsed.
    pub scripts: Vec<ScriptIn>,
    calls: Vec<(usize, Call)>,
    programs: Programs,
}

/// The programs that are called, as a filter: a program that is called is always in it, and most others
/// are not. Versions of a program, such as `pip3.11`, count as the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Programs(u64);

impl Programs {
    /// The filter for some programs, given by their names without folders.
    pub fn of(programs: &[&str]) -> Self {
        Self(programs.iter().fold(0, |all, program| all | Self::bit(program)))
    }

    /// Whether one of some programs may be among these.
    pub fn may_have(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// All programs of both.
    #[must_use]
    pub fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    fn bit(program: &str) -> u64 {
        let bytes = family(program).as_bytes();
        let sum =
            bytes.iter().fold(bytes.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        1 << ((sum ^ (sum >> 6) ^ (sum >> 12)) & 63)
    }
}

/// A script of an instruction.
#[derive(Debug)]
pub struct ScriptIn {
    /// The parsed script.
    pub view: Arc<ShellView>,
    /// The script whose command reads this one, and the index of that command in it.
    pub outer: Option<(usize, usize)>,
    /// How many scripts it is nested in.
    depth: usize,
}

/// A call and the script that it is in.
#[derive(Debug, Clone, Copy)]
pub struct CallIn<'a> {
    /// The call.
    pub call: &'a Call,
    /// The script.
    pub view: &'a ShellView,
    /// The index of the script in [`Commands::scripts`].
    pub in_script: usize,
    /// Its index among the calls of the instruction.
    index: usize,
}

impl Deref for CallIn<'_> {
    type Target = Call;

    fn deref(&self) -> &Call {
        self.call
    }
}

impl<'a> CallIn<'a> {
    /// The name of the program that runs, without its folder; `None` if it depends on a variable.
    pub fn name(&self) -> Option<&'a str> {
        self.call.program(self.view)
    }

    /// The text of a word; `None` if the shell expands something in it.
    pub fn text(&self, word: usize) -> Option<&'a str> {
        self.view.words.get(word)?.text.as_deref()
    }

    /// The range of a word in the instruction, including quotes.
    pub fn range(&self, word: usize) -> Range<usize> {
        self.view.words[word].span.range()
    }
}

#[derive(Debug, Default)]
struct Kept {
    posix: OnceLock<Arc<Commands>>,
    other: OnceLock<Arc<Commands>>,
}

impl Memoized for Kept {}

impl Commands {
    /// The commands of an instruction or its trigger, stored with its facts. `dialect` is that of the
    /// shell in force; there are no commands for shells other than `sh` and its relatives.
    pub fn of<'a>(
        facts: &Facts,
        escape: char,
        dialect: Dialect,
        source: impl FnOnce() -> Cow<'a, str>,
    ) -> Arc<Self> {
        let kept = facts.memo.get_or_init(Kept::default);
        let cell = if dialect == Dialect::Posix { &kept.posix } else { &kept.other };
        Arc::clone(cell.get_or_init(|| Arc::new(Self::read(facts, escape, dialect, &source()))))
    }

    fn read(facts: &Facts, escape: char, dialect: Dialect, source: &str) -> Self {
        let mut commands = Self { scripts: Vec::new(), calls: Vec::new(), programs: Programs::default() };
        let inner = facts.trigger.as_deref().unwrap_or(facts);
        if let Some(words) = shell::exec_words(inner) {
            let view = Arc::new(words);
            let script = |word: usize| shell::element_script(inner, source, word);
            commands.add(&view, None, 0, &mut |view, span| {
                let word = view.words.iter().position(|word| word.span.range() == span)?;
                script(word)
            });
            return commands;
        }
        let view = shell::view_of(facts, escape, dialect, || source.into());
        let Some(view) = view.filter(|view| view.dialect == Dialect::Posix) else { return commands };
        let script = OnceCell::new();
        commands.add(&view, None, 0, &mut |_, span| {
            script.get_or_init(|| shell::script(facts, source, escape, dialect)).as_ref()?.inner(span)
        });
        commands
    }

    /// Adds the calls of a script and of the scripts nested in it.
    fn add(
        &mut self,
        view: &Arc<ShellView>,
        outer: Option<(usize, usize)>,
        depth: usize,
        inner: &mut dyn FnMut(&ShellView, Range<usize>) -> Option<Script>,
    ) {
        let own = self.scripts.len();
        self.scripts.push(ScriptIn { view: Arc::clone(view), outer, depth });
        let calls = calls(view);
        self.calls.reserve(calls.len());
        for call in calls {
            let (command, text) = (call.command, text_of(view, &call));
            if let Some(program) = call.program(view) {
                self.programs.0 |= Programs::bit(program);
            }
            self.calls.push((own, call));
            let Some(script) = text.filter(|_| depth < MAX_DEPTH).and_then(|text| inner(view, text)) else {
                continue;
            };
            if let Some(nested) = shell::text_view(&script) {
                let nested = Arc::new(nested);
                self.add(&nested, Some((own, command)), depth + 1, &mut |_, span| script.inner(span));
            }
        }
    }

    /// The calls in the order of the text, each before those of the script that it reads.
    pub fn calls(&self) -> impl Iterator<Item = CallIn<'_>> {
        self.calls_from(0)
    }

    /// The calls after one of them, in the same order.
    pub fn calls_after(&self, call: CallIn<'_>) -> impl Iterator<Item = CallIn<'_>> {
        self.calls_from(call.index + 1)
    }

    fn calls_from(&self, first: usize) -> impl Iterator<Item = CallIn<'_>> {
        let calls = self.calls.iter().enumerate().skip(first);
        calls.map(|(index, (script, call))| CallIn {
            call,
            view: &self.scripts[*script].view,
            in_script: *script,
            index,
        })
    }

    /// The programs that are called.
    pub fn programs(&self) -> Programs {
        self.programs
    }

    /// The calls of a program, given by its name without a folder.
    pub fn calls_of<'a>(&'a self, program: &'a str) -> impl Iterator<Item = CallIn<'a>> {
        let may_call = self.programs.may_have(Programs::of(&[program]));
        self.calls_from(if may_call { 0 } else { self.calls.len() })
            .filter(move |call| call.name() == Some(program))
    }

    /// Whether some text could not be parsed or is nested too deeply, so that no command can be said to
    /// be missing.
    pub fn is_partial(&self) -> bool {
        self.scripts.iter().any(|script| script.view.has_error || script.depth == MAX_DEPTH)
    }
}

/// The range of the script that a call reads: a word including quotes, or the body of a heredoc.
fn text_of(view: &ShellView, call: &Call) -> Option<Range<usize>> {
    if let Some(word) = call.script {
        return Some(view.words[word].span.range());
    }
    let is_reader = call.operands.is_empty() && call.program(view).is_some_and(is_posix_shell);
    let command = &view.commands[call.command];
    let mut redirections = view.redirections_of(command).filter(|_| is_reader);
    let heredoc = redirections.find(|it| it.kind == RedirectionKind::Heredoc)?.heredoc?;
    Some(view.heredocs[heredoc as usize].body.range())
}
