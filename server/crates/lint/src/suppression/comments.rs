//! Comments that silence rules: ours, hadolint's, and BuildKit's with the places of their names.
//!
//! Sources: Docker's page on build checks, the section *Inline ignores* of hadolint's README, and the page *Directive* of
//! `ShellCheck`'s wiki. Comments inside an instruction silence
//! nothing, except `ShellCheck`'s, which are for the instruction that they are in.

use std::{borrow::Cow, iter::Peekable, ops::Range};

use super::directive_shape;
use crate::rule::Rule;
use dockwright_analysis::document::{Directive, Document, Mark};
use dockwright_context::ignore_file::IgnoreFile;

/// The tool that a comment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Dockwright,
    Hadolint,
    ShellCheck,
    Buildkit,
}

/// What a comment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Instruction,
    Stage,
    File,
}

/// A comment with names of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub tool: Tool,
    pub reach: Reach,
    /// What it covers; empty if it is not at an instruction.
    pub scope: Range<usize>,
    /// Its line with the line's end.
    pub line: Range<usize>,
    /// The list of names, and what is removed with its last name: the list's key, or nothing if the
    /// line is removed.
    pub list: Range<usize>,
    pub option: Option<Range<usize>>,
    pub names: Vec<Range<usize>>,
}

impl Comment {
    /// Whether something at an offset is covered.
    pub fn covers(&self, offset: usize) -> bool {
        self.reach == Reach::File || self.scope.contains(&offset)
    }

    /// The name in the list that silences a rule.
    pub fn name_of(&self, source: &str, rule: &Rule) -> Option<usize> {
        self.name_where(source, |name| rule.is_called(name))
    }

    /// The first name in the list that `is_meant` accepts.
    pub fn name_where(&self, source: &str, is_meant: impl Fn(&str) -> bool) -> Option<usize> {
        self.names.iter().position(|name| is_meant(&source[name.clone()]))
    }
}

/// Whether a document contains the words that all such comments have. Nearly no file has them, and
/// this is checked at each keystroke.
pub fn may_have_comments(document: &Document) -> bool {
    document.has(Mark::Suppression)
}

/// All such comments of a document, in their order.
pub fn comments(document: &Document, source: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut places = Places::new(document, source);
    for line in source.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let text = line.strip_prefix('\u{feff}').unwrap_or(line).trim_start();
        if let Some(text) = text.strip_prefix('#') {
            let at = range.start + (line.len() - text.len());
            found.extend(comment(&mut places, range, at, text.trim_end()));
        }
    }
    found
}

/// The comments of an ignore file, which silence findings about the next pattern or in the whole file.
pub fn in_ignore_file(source: &str, file: &IgnoreFile) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        // Only the first byte of a line makes it a comment.
        let Some(text) = line.strip_prefix('\u{feff}').unwrap_or(line).strip_prefix('#') else { continue };
        let text = text.trim_end();
        let Some((Tool::Dockwright, rest)) = keyword(text) else { continue };
        let Some((reach, list)) = ignored(Tool::Dockwright, rest) else { continue };
        let end = range.end - (line.len() - line.trim_end().len());
        let list_end = list.find(';').unwrap_or(list.len());
        let list = end - list.len()..end - list.len() + list_end;
        let next = file.rules.partition_point(|rule| rule.range.start < range.start);
        let scope = match (reach, file.rules.get(next)) {
            (Reach::File, _) => 0..source.len(),
            (_, Some(rule)) => rule.range.start..rule.range.end + 1,
            (_, None) => 0..0,
        };
        let names = names(source, list.clone());
        found.push(Comment { tool: Tool::Dockwright, reach, scope, line: range, list, option: None, names });
    }
    found
}

/// Reads a comment, given its text after the sign.
fn comment(places: &mut Places<'_>, line: Range<usize>, at: usize, text: &str) -> Option<Comment> {
    let (document, source) = (places.document, places.source);
    let end = at + text.len();
    let (tool, reach, list, option) = match directive_shape(text) {
        Some((name, value)) if name == "check" => {
            let value_start = at + (text.rfind(value)?);
            let value = value.split(' ').next().unwrap_or_default();
            let (option, list) = skip_option(value, value_start)?;
            let is_among = |directives: &[Directive]| directives.iter().any(|it| it.range.contains(&at));
            let is_header = is_among(document.header());
            if !is_header && is_among(document.directives()) {
                // An indented directive: the parser reads it as a directive, but it has no effect.
                return None;
            }
            let reach = if is_header { Reach::File } else { Reach::Instruction };
            (Tool::Buildkit, reach, list, (option.len() < value.len()).then_some(option))
        }
        _ => {
            let (tool, rest) = keyword(text)?;
            let (reach, list) = ignored(tool, rest)?;
            let start = end - list.len();
            let stop = match tool {
                Tool::Hadolint | Tool::ShellCheck => list.find('#'),
                Tool::Dockwright | Tool::Buildkit => list.find(';'),
            };
            (tool, reach, start..stop.map_or(end, |stop| start + stop), None)
        }
    };
    let scope = match (reach, places.standing(line.start)) {
        // Text of an instruction, or a comment between its lines.
        (_, Standing::Inside(around)) if tool == Tool::ShellCheck => around,
        (_, Standing::Inside(_)) => return None,
        (Reach::File, _) => 0..source.len(),
        (_, Standing::Below) => 0..0,
        (_, Standing::Above(_)) if !places.is_attached(tool, line.end) => 0..0,
        (Reach::Instruction, Standing::Above(next)) => next,
        (Reach::Stage, Standing::Above(next)) => stage(document, next.start).unwrap_or(0..0),
    };
    let names = names(source, list.clone());
    Some(Comment { tool, reach, scope, line, list, option, names })
}

/// The `skip=` among options, and its list.
fn skip_option(value: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let mut at = start;
    for option in value.splitn(3, ';') {
        if let Some(list) = option.strip_prefix("skip=") {
            let end = at + option.len();
            return (list != "all").then_some((at..end, end - list.len()..end));
        }
        at += option.len() + 1;
    }
    None
}

fn keyword(text: &str) -> Option<(Tool, &str)> {
    let text = text.trim_start();
    let tools =
        [("hadolint", Tool::Hadolint), ("dockwright", Tool::Dockwright), ("shellcheck", Tool::ShellCheck)];
    let (tool, rest) = tools.iter().find_map(|(word, tool)| Some((*tool, text.strip_prefix(word)?)))?;
    rest.starts_with([' ', '\t']).then(|| (tool, rest.trim_start()))
}

fn ignored(tool: Tool, text: &str) -> Option<(Reach, &str)> {
    let (word, rest) = text.split_at(text.find([' ', '\t', '=']).unwrap_or(text.len()));
    let (reach, rest) = match (tool, word) {
        (Tool::Hadolint, "global") | (Tool::Dockwright, "file") => (Reach::File, rest.trim_start()),
        (Tool::Hadolint, "stage") => (Reach::Stage, rest.trim_start()),
        (_, _) => (Reach::Instruction, text),
    };
    let word = if tool == Tool::ShellCheck { "disable" } else { "ignore" };
    let list = rest.strip_prefix(word)?.trim_start().strip_prefix('=')?;
    Some((reach, list.trim_start()))
}

fn names(source: &str, list: Range<usize>) -> Vec<Range<usize>> {
    let mut at = list.start;
    let mut names = Vec::new();
    for part in source[list].split(',') {
        let start = at + (part.len() - part.trim_start().len());
        let name = start..start + part.trim().len();
        at += part.len() + 1;
        if !name.is_empty() {
            names.push(name);
        }
    }
    names
}

/// Where a line is, relative to the instructions.
enum Standing {
    /// In the instruction of this extent.
    Inside(Range<usize>),
    /// Above the instruction of this extent.
    Above(Range<usize>),
    /// Below all instructions.
    Below,
}

/// The instructions after the processed lines, line by line.
struct Places<'a> {
    document: &'a Document,
    source: &'a str,
    instructions: Peekable<Box<dyn Iterator<Item = Range<usize>> + 'a>>,
    /// How far the instructions before the line reach.
    before: usize,
    /// For a tool and the start of an instruction: where the last line ends that separates it from the
    /// comments above.
    parted: Option<(Tool, usize, usize)>,
}

impl<'a> Places<'a> {
    fn new(document: &'a Document, source: &'a str) -> Self {
        let extents = document.instructions().map(|placed| placed.start..placed.start + placed.facts.len);
        let instructions: Box<dyn Iterator<Item = _>> = Box::new(extents);
        Self { document, source, instructions: instructions.peekable(), before: 0, parted: None }
    }

    fn standing(&mut self, at: usize) -> Standing {
        while let Some(extent) = self.instructions.peek() {
            if extent.start > at {
                return Standing::Above(extent.clone());
            }
            if at < extent.end {
                return Standing::Inside(extent.clone());
            }
            self.before = extent.end;
            self.instructions.next();
        }
        Standing::Below
    }

    /// Whether the lines between a comment and the instruction below it keep them together.
    fn is_attached(&mut self, tool: Tool, line_end: usize) -> bool {
        let Some(next) = self.instructions.peek().map(|extent| extent.start) else { return false };
        let parted = match self.parted {
            Some((of, at, parted)) if (of, at) == (tool, next) => parted,
            _ => {
                let lines = self.source[self.before..next].split_inclusive('\n');
                let (mut end, mut parted) = (self.before, 0);
                for line in lines {
                    end += line.len();
                    if parts(tool, line) {
                        parted = end;
                    }
                }
                self.parted = Some((tool, next, parted));
                parted
            }
        };
        parted <= line_end
    }
}

/// Whether a line separates the comments above it from the instruction below it.
fn parts(tool: Tool, line: &str) -> bool {
    match (tool, line.trim()) {
        (Tool::Hadolint, text) => !text.starts_with('#') && line.contains('\n'),
        (Tool::Buildkit, text) => text == "#",
        (Tool::Dockwright | Tool::ShellCheck, _) => false,
    }
}

fn stage(document: &Document, from: usize) -> Option<Range<usize>> {
    let (_, stage) = document.block_at(from)?;
    if stage.items().is_empty() || stage.placed(0).start != from {
        return None;
    }
    let last = stage.placed(stage.items().len() - 1);
    Some(from..last.start + last.facts.len)
}

/// The text of a document.
pub fn source(document: &Document) -> Cow<'_, str> {
    document.text().slice(0..document.text().len())
}
