//! A RUN whose script is for a POSIX shell and can be read whole: what the refactorings of scripts start from.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{Selected, form, layout::Joined};
use dockwright_syntax::Text;

use dockwright_analysis::{
    document::Document,
    facts::{Facts, Form},
    shell::{self, Command, Context, Dialect, Outline, Script, ShellView, Word},
    spec::Instruction,
};

/// Longer ones are no work of hands, and each refactoring would read them anew; in bytes.
const MAX: usize = 64 << 10;

/// A RUN, or one behind ONBUILD.
pub(super) struct Run<'a> {
    pub(super) place: &'a Selected<'a>,
    pub(super) facts: &'a Facts,
    pub(super) view: Arc<ShellView>,
    /// The text of the instruction, without what is blank at its end.
    pub(super) source: Cow<'a, str>,
    pub(super) script: Script,
    /// SHELL has `-e`.
    pub(super) stops: bool,
}

impl<'a> Run<'a> {
    /// The RUN that a refactoring is asked for.
    pub(super) fn at(place: &'a Selected<'a>) -> Option<Self> {
        let facts = place.spot.facts();
        if facts.instruction != Some(Instruction::Run) || facts.form != Some(Form::Shell) {
            return None;
        }
        if place.spot.placed.facts.len > MAX {
            return None;
        }
        let shell = form::shell(place)?;
        let placed = &place.spot.placed;
        let view = shell::view(place.document, placed, Dialect::Posix)?;
        let source = place.document.source(placed);
        let script = shell::script(placed.facts, &source, place.document.escape(), Dialect::Posix)?;
        let is_whole = view.dialect == Dialect::Posix && !view.has_error && !view.has_escaped_blanks();
        let stops = shell
            .iter()
            .any(|word| word.strip_prefix('-').is_some_and(|it| !it.starts_with('-') && it.contains('e')));
        is_whole.then_some(Self { place, facts, view, source, script, stops })
    }

    /// The statements of the script.
    pub(super) fn outline(&self) -> Option<Outline> {
        shell::outline(&self.script)
    }

    /// Where the keyword and the flags end, if nothing but blanks, continuations and remarks follows before the command.
    pub(super) fn head_end(&self) -> Option<usize> {
        let end = self.facts.flags.iter().map(|flag| flag.range.end).max().unwrap_or(0);
        let end = end.max(self.facts.keyword_range.end);
        let start = self.script.runs().next().map(|(_, source)| source)?;
        let is_blank = |line: &str| {
            let line = line.trim_end();
            let line = line.strip_suffix(self.place.document.escape()).unwrap_or(line).trim();
            line.is_empty() || line.starts_with('#')
        };
        let gap = self.source.get(end..start.max(end))?;
        (self.facts.heredocs.len() == 1 || gap.lines().all(is_blank)).then_some(end)
    }

    /// The remarks between the lines of a command that is no heredoc: each with the offset in the script of what follows
    /// it. `None` where there is something else.
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

    /// A part of the script on the lines on which it is.
    pub(super) fn joined(&self, range: Range<usize>) -> Joined {
        let inside = |start: &usize| range.start < *start && *start < range.end;
        let breaks = self.script.runs().map(|(run, _)| run.start).filter(inside);
        Joined {
            breaks: breaks.map(|start| start - range.start).collect(),
            text: self.script.text[range.clone()].to_owned(),
        }
    }

    /// The words of its commands, as [`commands_of`] gives them.
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

    /// The blanks at the start of the line on which an offset of the instruction stands.
    pub(super) fn indent(&self, offset: usize) -> &str {
        let line = self.source[..offset].rfind('\n').map_or(0, |at| at + 1);
        let rest = &self.source[line..];
        &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()]
    }

    /// The blanks before the instruction on its line.
    pub(super) fn margin(&self) -> String {
        let start = self.place.spot.placed.start;
        let before = self.place.document.text().slice(start.saturating_sub(200)..start);
        before[before.trim_end_matches([' ', '\t']).len()..].to_owned()
    }
}

/// The words of the commands of an instruction that stands alone in a file, if it is a RUN whose script is read whole.
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

/// The words of each command: what they say, or as they are written but for blanks and the ends of lines.
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
