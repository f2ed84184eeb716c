//! Reads one instruction, from its own text alone.
//!
//! Facts are a pure function of an instruction's text, the escape character, the engine and the
//! heredocs that the grammar found in it. So an edit recomputes only the facts of the instructions
//! that it changes. All ranges are relative to the instruction. The [model](crate::model) computes
//! what follows from several instructions together.

pub mod array;
mod check;
pub mod csv;
mod heredoc;
pub mod mistakes;
pub mod mount_from;
mod open_heredoc;
pub mod operands;
pub mod secrets;
pub mod template;
pub mod unread_marker;

use std::ops::Range;

pub use heredoc::Heredoc;

use dockwright_syntax::{
    exec_form::{ExecForm, exec_form},
    kinds::{Kind, NodeKind},
    logical::{LogicalLine, is_list_space},
    source_map::SourceMap,
    unicode,
    words::{Word, is_byte_space, split_list, split_pairs},
};
use tree_sitter::Node;

use operands::{FlagOperand, Flags, Operands, Piece};

use crate::{
    go::quote,
    memo::Memo,
    parts::{Parts, split_flag},
    problem::{Phase, Problem, Refusal},
    spec::{Engine, FlagSpec, FlagValue, Instruction, instructions::Arguments, mounts::MountValue},
};

/// The content of one instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The instruction, `None` if the keyword is unknown.
    pub instruction: Option<Instruction>,
    /// The keyword in upper case.
    pub keyword: String,
    /// The keyword as written, without continuations.
    pub word: String,
    /// The range of the keyword.
    pub keyword_range: Range<usize>,
    /// The length in bytes, including heredocs; 0 for a trigger.
    pub len: usize,
    /// Line feeds between the instruction's start and the end of its last line, without heredoc bodies.
    pub header_rows: u32,
    /// The same including heredoc bodies.
    pub rows: u32,
    /// The blank lines inside the instruction, including their line feeds.
    pub blank_lines: Vec<Range<usize>>,
    /// The flags, as BuildKit extracts them.
    pub flags: Vec<Word>,
    /// The arguments, as BuildKit's parser splits them.
    pub args: Vec<String>,
    /// The range of the arguments; if there are none, an empty range at the end of the line.
    pub args_range: Range<usize>,
    /// The range of the text that may be a JSON array: the arguments, for HEALTHCHECK without `CMD`.
    pub command_range: Range<usize>,
    /// The arguments, parsed for the instruction.
    pub operands: Operands,
    /// The values of flags in which variables are expanded or that name stages, except mounts.
    pub flag_values: Vec<FlagOperand>,
    /// For ONBUILD, the text after the keyword, including flags and trailing whitespace, which runs in
    /// a stage that is based on this one.
    pub expression: String,
    /// Exec form or shell form, for instructions that have them.
    pub form: Option<Form>,
    /// The elements of the exec form.
    pub json: Option<Vec<String>>,
    /// The ranges of the elements of the exec form, including quotes.
    pub elements: Vec<Range<usize>>,
    /// Text that begins like an array but is not a valid one.
    pub broken_array: Option<Box<ArrayText>>,
    /// The heredocs in the order of their markers.
    pub heredocs: Vec<Heredoc>,
    /// The instruction after ONBUILD.
    pub trigger: Option<Box<Facts>>,
    /// Why BuildKit rejects it.
    pub problems: Vec<Problem>,
    /// Likely mistakes in it and its trigger; always `None` for a trigger.
    pub mistakes: Option<Box<mistakes::Mistakes>>,
    /// Secrets in its text; always empty for a trigger.
    pub secrets: Vec<secrets::Secret>,
    /// Results that higher layers compute from it.
    pub memo: Memo,
}

/// Exec form or shell form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JSON array.
    Exec,
    /// Text for a shell.
    Shell,
}

/// Text that begins with `[` but is not a JSON array, and its position in the instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrayText {
    /// The joined text.
    pub text: String,
    /// Maps offsets in `text` to the instruction.
    pub map: SourceMap,
}

/// The input for facts: the joined line, which maps back to the source, and the heredocs after it.
struct FactsReader<'a> {
    line: &'a LogicalLine,
    heredocs: &'a [Heredoc],
    escape: char,
    engine: Engine,
}

/// A part of the joined line.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    text: &'a str,
    start: usize,
}

impl Stretch<'_> {
    fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    fn sub(self, range: &Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }
}

impl Facts {
    /// Reads an instruction: `node` in the tree, with the text `source`. `start` is the offset of that
    /// text in the document, which precedes the node if there is a continuation before the keyword.
    /// `engine` determines the available flags and options. An instruction without heredocs that
    /// does not end with an escape character needs no node.
    pub fn of(node: Option<Node<'_>>, source: &str, start: usize, escape: char, engine: Engine) -> Self {
        let heredocs = node.and_then(|node| heredoc::read(node, source, start, escape));
        let header_end = heredocs.as_ref().map_or(source.len(), |(end, _)| *end);
        let header = &source[..header_end];
        let line = if node.is_some_and(|node| ends_with_text(node, header, start, escape)) {
            LogicalLine::join_trimmed(header, escape)
        } else {
            LogicalLine::join(header, escape)
        };
        let empty = Vec::new();
        let context = FactsReader {
            line: &line,
            heredocs: heredocs.as_ref().map_or(&empty, |(_, heredocs)| heredocs),
            escape,
            engine,
        };
        let mut facts = read(&context, Stretch { text: &line.text, start: 0 }, 0);
        facts.len = source.len();
        facts.header_rows = rows(header);
        facts.rows = if heredocs.is_some() { rows(source) } else { facts.header_rows };
        facts.blank_lines = blank_lines(header, &line);
        facts.secrets = secrets::find(source);
        facts.mistakes = mistakes::of(&facts, &line, header, heredocs.is_some(), escape);
        if let Some((_, heredocs)) = heredocs {
            if let Some(open) = heredocs.iter().find(|heredoc| !heredoc.is_terminated) {
                facts.problems.push(open_heredoc::problem(open, source));
            }
            facts.heredocs = heredocs;
        }
        check::check(&mut facts, engine);
        if let Some(trigger) = &mut facts.trigger {
            // Stored with the trigger, because they count only once a stage is based on this one.
            check::check(trigger, engine);
        }
        facts
    }

    /// The image of FROM.
    pub fn image(&self) -> Option<&template::Template> {
        match &self.operands {
            Operands::From(operands) => operands.image.as_ref(),
            _ => None,
        }
    }

    /// The instruction that takes effect: the trigger of an ONBUILD, or else the instruction itself.
    pub fn triggered(&self) -> &Self {
        self.trigger.as_deref().unwrap_or(self)
    }

    /// The image or stage that a flag or a mount names, if its range is this one.
    pub fn image_at(&self, range: &Range<usize>) -> Option<&str> {
        let mounts = match &self.operands {
            Operands::Run(mounts) => mounts.as_slice(),
            _ => &[],
        };
        let in_mounts = mounts.iter().filter_map(|mount| mount.value(MountValue::From));
        let mut names = self.flag_value(FlagValue::From).into_iter().chain(in_mounts);
        names.find(|name| name.range == *range).map(|name| name.text.as_str())
    }

    /// The value of the first flag of a type, if variables are expanded in it or it names a stage.
    pub fn flag_value(&self, of: FlagValue) -> Option<&template::Template> {
        self.flag_values.iter().find(|flag| flag.spec.value == of).map(|flag| &flag.value)
    }

    /// The values of flags in which variables are expanded, except mounts.
    pub fn expanded_flags(&self) -> impl Iterator<Item = &FlagOperand> {
        self.flag_values.iter().filter(|flag| flag.spec.value.is_expanded())
    }

    /// The flags that any engine knows, with their properties.
    pub fn known_flags(&self) -> impl Iterator<Item = (&Word, &'static FlagSpec)> {
        let spec = self.instruction.map(Instruction::spec);
        self.flags.iter().filter_map(move |flag| {
            let (name, _) = split_flag(&flag.text);
            Some((flag, spec?.flag_of(Engine::Podman, name)?))
        })
    }

    /// The value of a flag that is given; `Some(None)` if it has no `=`.
    pub fn flag(&self, name: &str) -> Option<Option<&str>> {
        self.flags.iter().find_map(|flag| {
            let (flag_name, value) = split_flag(&flag.text);
            (flag_name == name).then_some(value)
        })
    }
}

/// Whether the final escape character is text, because whitespace that allows no continuation
/// follows it.
fn ends_with_text(node: Node<'_>, header: &str, start: usize, escape: char) -> bool {
    let end = start + header.len();
    header.ends_with(escape)
        && node.end_byte() == end
        && node
            .descendant_for_byte_range(end - 1, end)
            .is_some_and(|last| last.syntax_kind() != Kind::LineContinuation)
}

fn blank_lines(header: &str, line: &LogicalLine) -> Vec<Range<usize>> {
    let whole = |range: &Range<usize>| {
        let rest = &header[range.end..];
        range.start..range.end + rest.find('\n').map_or(rest.len(), |at| at + 1)
    };
    line.blank_lines.iter().map(whole).collect()
}

/// The number of line feeds, except one at the very end.
fn rows(source: &str) -> u32 {
    let source = source.strip_suffix('\n').unwrap_or(source);
    memchr::memchr_iter(b'\n', source.as_bytes()).count() as u32
}

/// Reads an instruction, or the trigger of an ONBUILD; `depth` counts the ONBUILDs around it.
fn read(context: &FactsReader<'_>, all: Stretch<'_>, depth: usize) -> Facts {
    let parts = Parts::of(all.text, 0, context.escape);
    let word = &all.text[parts.keyword.clone()];
    let (instruction, flags) = (parts.instruction, parts.flag_words());
    let behind = Stretch { text: &all.text[parts.rest..], start: all.start + parts.rest };
    let args = Stretch { text: &all.text[parts.args.clone()], start: all.start + parts.args.start };
    let source_range = |range: Range<usize>| context.line.source_range(range);
    // BuildKit reads each byte of a flag as a character, so a range is widened to whole characters of
    // the source.
    let place_flags = |range: Range<usize>| {
        let end = (range.end..behind.text.len()).find(|&end| behind.text.is_char_boundary(end));
        source_range(behind.sub(&(range.start..end.unwrap_or(behind.text.len()))))
    };
    let place_args = |range: Range<usize>| source_range(args.sub(&range));
    let reading = Reading {
        args,
        flags: Flags { words: flags, place: &place_flags, escape: context.escape },
        piece: Piece { text: args.text, place: &place_args, escape: context.escape },
        heredocs: context.heredocs,
    };
    let mut facts = Facts {
        instruction,
        keyword: unicode::upper(word),
        word: word.to_owned(),
        keyword_range: source_range(all.sub(&parts.keyword)),
        len: 0,
        header_rows: 0,
        rows: 0,
        blank_lines: Vec::new(),
        flags: flags
            .iter()
            .map(|flag| Word { range: place_flags(flag.range.clone()), text: flag.text.clone() })
            .collect(),
        args: Vec::new(),
        args_range: source_range(args.range()),
        command_range: source_range(args.range()),
        operands: Operands::None,
        flag_values: Vec::new(),
        expression: String::new(),
        form: None,
        json: None,
        elements: Vec::new(),
        broken_array: None,
        heredocs: Vec::new(),
        trigger: None,
        problems: Vec::new(),
        mistakes: None,
        secrets: Vec::new(),
        memo: Memo::default(),
    };
    let Some(instruction) = instruction else {
        facts.args.push(String::new());
        return facts;
    };
    let spec = instruction.spec();
    facts.flag_values = reading.flags.values(spec, context.engine);
    match spec.arguments {
        Arguments::Pairs => reading.pairs(&mut facts),
        Arguments::Names => {
            let words = split_pairs(args.text, context.escape);
            facts.operands = reading.piece.arg_definitions(&words);
            facts.args = words.into_iter().map(|word| word.text).collect();
        }
        Arguments::Trigger => {
            facts.expression = format!("{}{}", behind.text, context.line.trailing);
            // BuildKit rejects much shorter chains of ONBUILD.
            if !args.text.is_empty() && depth < 16 {
                let mut trigger = read(context, args, depth + 1);
                facts.problems.append(&mut trigger.problems);
                facts.trigger = Some(Box::new(trigger));
            }
        }
        Arguments::Healthcheck => {
            let (kind, command) = split_type(args.text);
            if !kind.is_empty() {
                facts.args.push(kind);
                let text = Stretch { text: &args.text[command..], start: args.start + command };
                reading.command(&mut facts, text, Arguments::Whole);
            }
        }
        arguments if spec.json => reading.command(&mut facts, args, arguments),
        arguments => reading.plain(&mut facts, args, arguments),
    }
    if instruction == Instruction::Run {
        facts.operands = reading.flags.mounts();
    }
    facts
}

/// The type of HEALTHCHECK, and the start of its command. BuildKit looks for whitespace byte by
/// byte, and so may cut characters.
fn split_type(text: &str) -> (String, usize) {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|&b| is_byte_space(b)).unwrap_or(bytes.len());
    let behind = bytes[end..].iter().position(|&b| !is_byte_space(b)).map_or(bytes.len(), |at| end + at);
    let command = (behind..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    (String::from_utf8_lossy(&bytes[..end]).into_owned(), command)
}

/// The parts of an instruction that is being read.
struct Reading<'a> {
    args: Stretch<'a>,
    flags: Flags<'a>,
    piece: Piece<'a>,
    heredocs: &'a [Heredoc],
}

impl Reading<'_> {
    /// Reads a JSON array, or the form that the instruction falls back to.
    fn command(&self, facts: &mut Facts, text: Stretch<'_>, arguments: Arguments) {
        let place = |range: Range<usize>| {
            let shift = text.start - self.args.start;
            (self.piece.place)(shift + range.start..shift + range.end)
        };
        facts.command_range = place(0..text.text.len());
        match exec_form(text.text) {
            ExecForm::Strings(elements) => {
                facts.elements = elements.iter().map(|element| place(element.range.clone())).collect();
                if arguments == Arguments::List {
                    let paths = operands::elements(&elements, self.piece.escape, &place);
                    facts.operands = self.list(facts, paths);
                }
                let elements: Vec<String> = elements.into_iter().map(|element| element.text).collect();
                facts.args.extend(elements.iter().cloned());
                facts.json = Some(elements);
                facts.form = Some(Form::Exec);
            }
            ExecForm::NotStrings(range) => {
                let message = "when using JSON array syntax, arrays must be comprised of strings only";
                let mut problem =
                    Problem::new(Refusal::JsonArrayNonString, Phase::Parse, place(range), message);
                problem.fix = array::quoted(text.text, &place);
                facts.problems.push(problem);
            }
            ExecForm::No => {
                if text.text.starts_with('[') {
                    let mut map = SourceMap::default();
                    for (at, c) in text.text.char_indices() {
                        map.push(at, place(at..at + c.len_utf8()).start);
                    }
                    facts.broken_array = Some(Box::new(ArrayText { text: text.text.to_owned(), map }));
                }
                if arguments == Arguments::Whole && !text.text.is_empty() {
                    facts.form = Some(Form::Shell);
                }
                self.plain(facts, text, arguments);
            }
        }
    }

    fn plain(&self, facts: &mut Facts, text: Stretch<'_>, arguments: Arguments) {
        if arguments == Arguments::List {
            let words = split_list(text.text);
            facts.operands = if facts.instruction == Some(Instruction::From) {
                self.piece.from(&words)
            } else {
                self.list(facts, self.piece.templates(&words))
            };
            facts.args.extend(words.into_iter().map(|word| word.text));
        } else if !text.text.is_empty() {
            facts.args.push(text.text.to_owned());
            if let Some(Instruction::User | Instruction::Workdir | Instruction::Stopsignal) =
                facts.instruction
            {
                facts.operands = self.piece.whole();
            }
        }
    }

    fn list(&self, facts: &Facts, paths: Vec<template::Template>) -> Operands {
        match facts.instruction {
            Some(Instruction::Add | Instruction::Copy) => operands::copy(paths, self.heredocs),
            _ => Operands::List(paths),
        }
    }

    /// Reads the pairs of ENV and LABEL as key, value, separator.
    fn pairs(&self, facts: &mut Facts) {
        let text = self.args.text;
        let words = split_pairs(text, self.piece.escape);
        let Some(first) = words.first() else { return };
        if !first.text.contains('=') {
            let end = text.find(is_list_space).unwrap_or(text.len());
            let value = text[end..].trim_start_matches(is_list_space);
            if value.is_empty() {
                facts.problems.push(Problem::new(
                    Refusal::EnvNeedsValue,
                    Phase::Parse,
                    (self.piece.place)(0..text.len()),
                    format!("{} must have two arguments", facts.keyword),
                ));
                return;
            }
            facts.operands = self.piece.legacy_pair(0..end, text.len() - value.len()..text.len());
            facts.args = vec![text[..end].to_owned(), value.to_owned(), String::new()];
            return;
        }
        facts.operands = self.piece.pairs(&words);
        for word in words {
            if let Some((key, value)) = word.text.split_once('=') {
                facts.args.extend([key.to_owned(), value.to_owned(), "=".to_owned()]);
            } else {
                facts.problems.push(Problem::new(
                    Refusal::KeyValueMissingEquals,
                    Phase::Parse,
                    (self.piece.place)(word.range),
                    format!(
                        "Syntax error - can't find = in {}. Must be of the form: name=value",
                        quote(&word.text)
                    ),
                ));
            }
        }
    }
}
