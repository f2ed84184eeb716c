//! Finds the programs that scripts really run: the subcommand, options with their values, and
//! operands of each command.
//!
//! It looks inside wrappers (`sudo -u app apt-get …`), `sh -c '…'`, heredocs that a shell reads,
//! full paths and `python -m`. Words that the tables of `spec` do not know are taken as written,
//! and whatever a variable decides is unknown. Each command has both names: [`Call::written`] is
//! its first word, and [`Call::program`] the program that finally runs.

mod options;
mod scripts;

use std::ops::Range;

pub use options::{CallOption, OptionName, OptionValue};
use options::{OptionReader, Valued};
pub use scripts::{CallIn, Commands, Programs, ScriptIn};

use crate::{
    programs::{base_name, is_posix_shell},
    shell::{CommandKind, Dialect, ShellView, Span, Word},
    spec::{
        programs::{Letters, OptionStyle, ProgramOptions},
        wrappers::{Assignments, Wrapper},
    },
    words::is_name,
};

/// Commands in more wrappers than this are not analysed.
const MAX_WRAPPERS: usize = 8;

/// A simple command and the program that it runs. Words are indexes into [`ShellView::words`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The index of the command in [`ShellView::commands`].
    pub command: usize,
    /// The programs that run this one, outermost first, each with its word.
    pub wrappers: Vec<(&'static Wrapper, usize)>,
    /// The assignments that wrappers make: `env A=1`.
    pub assignments: Vec<usize>,
    /// The word that names the program.
    pub word: usize,
    /// The range of the name without its folder in the word's text, stored because rules need it often.
    base: Range<usize>,
    /// The options of the program, in the order of the text.
    pub options: Vec<CallOption>,
    /// The words that are neither options nor their values: subcommand, packages, files.
    pub operands: Vec<usize>,
    /// The word that the program reads as a script, as in `sh -c`.
    pub script: Option<usize>,
}

/// The calls of a script in the order of its commands, including those in substitutions and
/// branches, without those in the scripts of `sh -c`.
pub fn calls(view: &ShellView) -> Vec<Call> {
    if view.dialect != Dialect::Posix {
        return Vec::new();
    }
    (0..view.commands.len()).filter_map(|command| Call::of(view, command)).collect()
}

impl Call {
    /// The call of a command, unless it is a test or a declaration.
    pub fn of(view: &ShellView, command: usize) -> Option<Self> {
        let found = view.commands.get(command).filter(|found| found.kind == CommandKind::Simple)?;
        let words = found.words.start as usize..found.words.end as usize;
        let mut call = Self {
            command,
            wrappers: Vec::new(),
            assignments: Vec::new(),
            word: words.start,
            base: 0..0,
            options: Vec::new(),
            operands: Vec::new(),
            script: None,
        };
        let mut reader = OptionReader::new(view, words)?;
        call.name(view);
        while call.wrappers.len() < MAX_WRAPPERS {
            let Some(wrapper) = call.program(view).and_then(Wrapper::named) else { break };
            let mut inside = reader.clone();
            inside.next();
            let Some(found) = call.unwrap(&mut inside, wrapper) else { break };
            call.wrappers.push((wrapper, call.word));
            call.word = found;
            call.name(view);
            reader = inside;
        }
        reader.next();
        call.read(view, reader);
        Some(call)
    }

    /// The word of the command that a wrapper runs, to which the reader is moved; `None` if it runs
    /// nothing.
    fn unwrap(&mut self, reader: &mut OptionReader<'_>, wrapper: &'static Wrapper) -> Option<usize> {
        let valued = Valued::new(wrapper.valued, Letters::of(wrapper.valued), wrapper.modules);
        let is_assignment = |word: &str| {
            word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.contains('/'))
        };
        let mut options = reader.leading(&valued);
        while wrapper.assignments != Assignments::None
            && let Some(word) = reader.next_if(is_assignment)
        {
            self.assignments.push(word);
            if wrapper.assignments == Assignments::AmongOptions {
                options.extend(reader.leading(&valued));
            }
        }
        let has =
            |names: &[&str], option: &CallOption| names.iter().any(|name| reader.is_named(option, name));
        if options.iter().any(|option| has(wrapper.inert, option) || has(wrapper.scripts, option)) {
            return None;
        }
        if let Some(module) = options.last().filter(|option| has(wrapper.modules, option)) {
            let OptionValue::Word(word) = module.value else { return None };
            reader.back_to(word);
            return Some(word);
        }
        if wrapper.operands == usize::MAX {
            return None;
        }
        for _ in 0..wrapper.operands {
            reader.next()?;
        }
        reader.peek()
    }

    fn read(&mut self, view: &ShellView, mut reader: OptionReader<'_>) {
        let program = self.program(view).unwrap_or_default();
        let mut row = ProgramOptions::of(program);
        let wrapper = Wrapper::named(program);
        let scripts = wrapper.map_or(&[][..], |wrapper| wrapper.scripts);
        if let Some(wrapper) = wrapper
            && row.programs.is_empty()
        {
            (row.valued, row.letters) = (wrapper.valued, Letters::of(wrapper.valued));
        }
        let is_shell = is_posix_shell(program);
        (self.options, self.operands) = reader.all(row.style, &Valued::new(row.valued, row.letters, scripts));
        if is_shell {
            let has_switch = self.options.iter().any(|it| it.name == OptionName::Letter('c'));
            self.script = self.operands.first().copied().filter(|_| has_switch);
        } else {
            let is_script = |it: &&CallOption| scripts.iter().any(|name| reader.is_named(it, name));
            let script = self.options.iter().find(is_script);
            self.script = script.and_then(|it| match it.value {
                OptionValue::Word(word) => Some(word),
                _ => None,
            });
        }
        // The script of `-c` is not an operand.
        if row.style == OptionStyle::First && self.script.is_some() {
            self.operands.remove(0);
        }
    }

    /// The name of the program that runs, without its folder; `None` if it depends on a variable.
    pub fn program<'a>(&self, view: &'a ShellView) -> Option<&'a str> {
        view.words.get(self.word)?.text.as_deref()?.get(self.base.clone())
    }

    fn name(&mut self, view: &ShellView) {
        let text = view.words.get(self.word).and_then(|word| word.text.as_deref()).unwrap_or_default();
        let name = base_name(text);
        // Only `.exe` can follow the name, and only a folder can precede it.
        let end = if text.ends_with(name) { text.len() } else { text.len() - 4 };
        self.base = end - name.len()..end;
    }

    /// The first word of the command as written, which may be a wrapper or a path.
    pub fn written<'a>(&self, view: &'a ShellView) -> Option<&'a str> {
        let first = view.commands[self.command].words.start as usize;
        view.words.get(first)?.text.as_deref()
    }

    /// The first operand, if nothing in it is expanded.
    pub fn subcommand<'a>(&self, view: &'a ShellView) -> Option<&'a str> {
        view.words[*self.operands.first()?].text.as_deref()
    }

    /// How many of the operands make up one of these subcommands; `None` if the command has a different
    /// one.
    pub fn verb(&self, view: &ShellView, verbs: &[&[&str]]) -> Option<usize> {
        let text = |word: &usize| view.words[*word].text.as_deref();
        let is_it = |verb: &&&[&str]| {
            verb.len() <= self.operands.len()
                && verb.iter().zip(&self.operands).all(|(part, word)| text(word) == Some(*part))
        };
        verbs.iter().find(is_it).map(|verb| verb.len())
    }

    /// The first option with one of these names, such as `-y` and `--yes`.
    pub fn option(&self, view: &ShellView, names: &[&str]) -> Option<&CallOption> {
        self.options.iter().find(|option| option.is_any_of(view, names))
    }

    /// Whether it has one of these options, with or without a value.
    pub fn has_option(&self, view: &ShellView, names: &[&str]) -> bool {
        self.option(view, names).is_some()
    }

    /// Whether an option or operand comes from a variable or substitution, so that none can be said to
    /// be missing.
    pub fn is_open(&self, view: &ShellView) -> bool {
        self.words(view).any(|(_, word)| word.text.is_none())
    }

    /// The words from the program to the end of the command, with their indexes.
    pub fn words<'a>(&self, view: &'a ShellView) -> impl Iterator<Item = (usize, &'a Word)> {
        let end = view.commands[self.command].words.end as usize;
        (self.word..end).map(|at| (at, &view.words[at]))
    }

    /// The range of the value that a variable gets for this command only, by an assignment before it or
    /// by a wrapper. It is empty if there is no value.
    pub fn assigned(&self, view: &ShellView, name: &str) -> Option<Range<usize>> {
        let own = view.commands[self.command].assignments.clone();
        let own = &view.assignments[own.start as usize..own.end as usize];
        let by_wrapper = || {
            self.assignments.iter().rev().find_map(|&word| {
                let word = &view.words[word];
                let (before, _) = word.shown().split_once('=')?;
                (before == name && is_name(before)).then(|| word.span.range())
            })
        };
        let by_itself = own.iter().rev().find(|assigned| view.name(assigned.name) == name);
        by_itself.map(|assigned| assigned.value.map_or(0..0, Span::range)).or_else(by_wrapper)
    }
}

#[cfg(test)]
mod tests;
