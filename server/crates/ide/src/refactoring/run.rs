//! A RUN with a script for a POSIX shell that can be parsed completely: the input of all
//! refactorings of scripts.

use std::ops::{Deref, Range};

use super::{Selected, form, layout::Joined};
use dockwright_syntax::Text;

use dockwright_analysis::{
    document::Document,
    facts::Form,
    shell::{self, Command, Context, Dialect, Outline, ShellView, Word},
    spec::Instruction,
};
use dockwright_lint::script_run::ScriptRun;

/// A RUN, possibly the trigger of an ONBUILD.
pub(super) struct Run<'a> {
    pub(super) place: &'a Selected<'a>,
    pub(super) base: ScriptRun<'a>,
    /// Whether SHELL has `-e`.
    pub(super) stops: bool,
}

impl<'a> Deref for Run<'a> {
    type Target = ScriptRun<'a>;

    fn deref(&self) -> &ScriptRun<'a> {
        &self.base
    }
}

impl<'a> Run<'a> {
    /// The RUN that a refactoring is requested for.
    pub(super) fn at(place: &'a Selected<'a>) -> Option<Self> {
        let base = ScriptRun::at(place.document, place.spot)?;
        let shell = form::shell(place)?;
        let stops = shell
            .iter()
            .any(|word| word.strip_prefix('-').is_some_and(|it| !it.starts_with('-') && it.contains('e')));
        Some(Self { place, base, stops })
    }

    /// The statements of the script.
    pub(super) fn outline(&self) -> Option<Outline> {
        shell::outline(&self.script)
    }

    /// The comments between the lines of a command that is not a heredoc, each with the offset in the
    /// script of the text after it; `None` if there is anything else.
    pub(super) fn remarks(&self) -> Option<Vec<(usize, String)>> {
        let mut remarks = Vec::new();
        let mut end = self.head_end()?;
        for (run, source) in self.script.runs() {
            let gap = self.source.get(end..source)?;
            let lines = gap.lines().skip(1).map(str::trim).filter(|line| line.starts_with('#'));
            remarks.extend(lines.map(|line| (run.start, line.to_owned())));
            end = source + run.len();
        }
        let behind =
            self.source.get(end..)?.lines().skip(1).map(str::trim).filter(|line| line.starts_with('#'));
        remarks.extend(behind.map(|line| (self.script.text.len(), line.to_owned())));
        Some(remarks)
    }

    /// A part of the script, with its division into lines.
    pub(super) fn joined(&self, range: Range<usize>) -> Joined {
        let inside = |start: &usize| range.start < *start && *start < range.end;
        let breaks = self.script.runs().map(|(run, _)| run.start).filter(inside);
        Joined {
            breaks: breaks.map(|start| start - range.start).collect(),
            text: self.script.text[range.clone()].to_owned(),
        }
    }

    /// The words of its commands, in the format of [`commands_of`].
    pub(super) fn commands(&self) -> Vec<Vec<String>> {
        commands(&self.view, &self.source)
    }

    /// The cursor or the selection, relative to the instruction.
    pub(super) fn selection(&self) -> Range<usize> {
        let start = self.place.spot.placed.start;
        self.place.range.start.saturating_sub(start)..self.place.range.end.saturating_sub(start)
    }

    /// The innermost command that the cursor is on.
    pub(super) fn command(&self) -> Option<(usize, &Command)> {
        let at = self.selection();
        let commands = self.view.commands.iter().enumerate();
        commands
            .filter(|(_, it)| it.span.range().start <= at.start && at.end <= it.span.range().end)
            .filter(|(_, it)| !it.context.has(Context::SUBSTITUTION))
            .min_by_key(|(_, it)| it.span.range().len())
    }

    /// The whitespace at the start of the line that contains an offset of the instruction.
    pub(super) fn indent(&self, offset: usize) -> &str {
        let line = self.source[..offset].rfind('\n').map_or(0, |at| at + 1);
        let rest = &self.source[line..];
        &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()]
    }
}

/// The words of the commands of an instruction that is the whole file, if it is a RUN whose script
/// can be parsed completely.
pub(super) fn commands_of(instruction: &str, escape: char) -> Option<Vec<Vec<String>>> {
    let document = Document::new(Text::new(&format!("# escape={escape}\nFROM a\n{instruction}\n")));
    let mut instructions = document.instructions().skip(1);
    let (Some(only), None) = (instructions.next(), instructions.next()) else { return None };
    let is_run = only.facts.instruction == Some(Instruction::Run) && only.facts.problems.is_empty();
    if !is_run || only.facts.form != Some(Form::Shell) {
        return None;
    }
    let view = shell::view(&document, &only, Dialect::Posix).filter(|view| !view.has_error)?;
    Some(commands(&view, &document.source(&only)))
}

/// The words of each command: their values or, if these are not known, their text without whitespace
/// and characters that continue lines.
fn commands(view: &ShellView, source: &str) -> Vec<Vec<String>> {
    let written = |word: &Word| {
        let written = source.get(word.span.range()).unwrap_or_default();
        written.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\\' | '`')).collect()
    };
    let word = |word: &Word| word.text.as_ref().map_or_else(|| written(word), ToString::to_string);
    let words = |command: &Command| {
        let words = command.words.start as usize..command.words.end as usize;
        view.words.get(words).unwrap_or_default().iter().map(word).collect()
    };
    view.commands.iter().map(words).collect()
}
