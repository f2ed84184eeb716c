//! Parses the arguments of an instruction into their parts, each with its range.
//!
//! The arguments in [`Facts`](super::Facts) are those that BuildKit's parser returns; operands are
//! how its instructions interpret them: templates for text that is expanded, words for literal
//! text. Half-typed instructions have operands too, as far as they are typed.

use std::ops::Range;

use dockwright_syntax::{
    exec_form::Element,
    heredoc,
    source_map::SourceMap,
    words::{FlagWord, Word},
};

use super::{
    Heredoc, csv,
    template::{Quoting, Template},
};
use crate::{
    parts::split_flag,
    spec::{
        Engine, FlagKind, FlagSpec, FlagValue, Instruction, InstructionSpec,
        mounts::{MountKey, MountValue},
    },
};

/// The parsed arguments of an instruction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Operands {
    /// Text for a shell, exec form, or no arguments.
    #[default]
    None,
    /// FROM.
    From(Box<FromOperands>),
    /// ARG.
    Arg(Vec<ArgDefinition>),
    /// ENV and LABEL.
    Pairs(Vec<Pair>),
    /// COPY and ADD.
    Copy(Box<CopyOperands>),
    /// EXPOSE and VOLUME.
    List(Vec<Template>),
    /// USER, WORKDIR and STOPSIGNAL.
    Whole(Box<Template>),
    /// RUN.
    Run(Vec<Mount>),
}

/// The arguments of FROM.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FromOperands {
    /// The image.
    pub image: Option<Template>,
    /// The word `AS`.
    pub separator: Option<Word>,
    /// The stage's name as written.
    pub name: Option<Word>,
}

/// `NAME` or `NAME=default` of ARG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgDefinition {
    /// The name, which is never expanded.
    pub name: Word,
    /// The default.
    pub value: Option<Template>,
}

/// A pair of ENV or LABEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The key, which is expanded.
    pub key: Template,
    /// The value.
    pub value: Template,
}

/// The arguments of COPY and ADD.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CopyOperands {
    /// The sources, without heredocs.
    pub sources: Vec<Template>,
    /// The bodies of heredoc sources that are expanded.
    pub bodies: Vec<Template>,
    /// The heredoc markers among the sources: their ranges, and the names of the files that they
    /// create.
    pub heredocs: Vec<(Range<usize>, String)>,
    /// The destination.
    pub destination: Option<Template>,
}

/// The value of a flag in which variables are expanded, or which names a stage. Mounts are operands
/// of RUN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagOperand {
    /// The flag.
    pub spec: &'static FlagSpec,
    /// Its value, never empty.
    pub value: Template,
}

/// A `--mount` of RUN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The whole flag.
    pub range: Range<usize>,
    /// Its fields; empty if they cannot be parsed.
    pub fields: Vec<MountField>,
}

/// A field of a mount: `key=value` or only a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountField {
    /// The key as written.
    pub key: Word,
    /// The value, `None` without a `=`.
    pub value: Option<Template>,
}

impl Mount {
    /// The value of the last field whose key has this type.
    pub fn value(&self, of: MountValue) -> Option<&Template> {
        let is_it = |field: &&MountField| field.is(of);
        self.fields.iter().rev().find(is_it).and_then(|field| field.value.as_ref())
    }
}

impl MountField {
    /// Whether its key has this type.
    pub fn is(&self, value: MountValue) -> bool {
        MountKey::named(&self.key.text).is_some_and(|key| key.value == value)
    }
}

/// A text that is being parsed, and its position in the source.
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// Maps ranges of `text` to the instruction's source.
    pub(super) place: &'a dyn Fn(Range<usize>) -> Range<usize>,
    pub(super) escape: char,
}

impl Piece<'_> {
    fn template(&self, range: Range<usize>) -> Template {
        let quoting = Quoting { escape: self.escape, quotes: true };
        Template::new(
            self.text[range.clone()].to_owned(),
            (self.place)(range.clone()),
            quoting,
            &|inner: Range<usize>| (self.place)(range.start + inner.start..range.start + inner.end),
        )
    }

    fn word(&self, range: Range<usize>) -> Word {
        Word { text: self.text[range.clone()].to_owned(), range: (self.place)(range) }
    }

    /// Splits `key=value` at the first `=`; the value is `None` without one.
    fn pair(word: &Word) -> (Range<usize>, Option<Range<usize>>) {
        let end = word.range.start + word.text.len();
        match word.text.find('=') {
            Some(at) => {
                let at = word.range.start + at;
                (word.range.start..at, Some(at + 1..end))
            }
            None => (word.range.start..end, None),
        }
    }

    /// Parses the words of ARG.
    pub(super) fn arg_definitions(&self, words: &[Word]) -> Operands {
        Operands::Arg(
            words
                .iter()
                .map(|word| {
                    let (name, value) = Self::pair(word);
                    ArgDefinition { name: self.word(name), value: value.map(|value| self.template(value)) }
                })
                .collect(),
        )
    }

    /// Parses the words of ENV or LABEL that contain a `=`.
    pub(super) fn pairs(&self, words: &[Word]) -> Operands {
        let pair = |word| match Self::pair(word) {
            (key, Some(value)) => Some(Pair { key: self.template(key), value: self.template(value) }),
            _ => None,
        };
        Operands::Pairs(words.iter().filter_map(pair).collect())
    }

    /// Parses the old form of ENV and LABEL, without `=`.
    pub(super) fn legacy_pair(&self, key: Range<usize>, value: Range<usize>) -> Operands {
        Operands::Pairs(vec![Pair { key: self.template(key), value: self.template(value) }])
    }

    /// Parses the words of a list.
    pub(super) fn templates(&self, words: &[Word]) -> Vec<Template> {
        words.iter().map(|word| self.template(word.range.clone())).collect()
    }

    /// Parses the whole text as one template.
    pub(super) fn whole(&self) -> Operands {
        Operands::Whole(Box::new(self.template(0..self.text.len())))
    }

    /// Parses the words of FROM: image, `AS`, name.
    pub(super) fn from(&self, words: &[Word]) -> Operands {
        let is_named = words.len() == 3 && is_as(&words[1].text);
        Operands::From(Box::new(FromOperands {
            image: words.first().map(|word| self.template(word.range.clone())),
            separator: words.get(1).filter(|_| is_named).map(|word| self.word(word.range.clone())),
            name: words.get(2).filter(|_| is_named).map(|word| self.word(word.range.clone())),
        }))
    }
}

/// Whether a word is `AS`. Like Go, it folds letter case, so the long s `ſ` counts as `s`.
pub(super) fn is_as(word: &str) -> bool {
    word.replace('\u{17f}', "s").eq_ignore_ascii_case("as")
}

/// The strings of a JSON array as templates.
pub(super) fn elements(
    elements: &[Element],
    escape: char,
    place: &dyn Fn(Range<usize>) -> Range<usize>,
) -> Vec<Template> {
    elements
        .iter()
        .map(|element| {
            let inner = |range: Range<usize>| place(element.map.range(&element.text, range));
            let quoting = Quoting { escape, quotes: true };
            Template::new(element.text.clone(), place(element.range.clone()), quoting, &inner)
        })
        .collect()
}

/// The operands of COPY and ADD; the last path is the destination.
pub(super) fn copy(mut paths: Vec<Template>, heredocs: &[Heredoc]) -> Operands {
    let destination = if paths.len() > 1 { paths.pop() } else { None };
    let (mut bodies, mut names) = (Vec::new(), Vec::new());
    // A word that looks like a heredoc marker is not a path, even if it opened no body.
    paths.retain(|path| {
        let Some(marker) = heredoc::parse(&path.text) else { return true };
        // If several heredocs share a name, the last one's content is used for all, each with its own
        // quoting.
        let heredoc = heredocs.iter().rfind(|heredoc| heredoc.marker.name == marker.name);
        bodies.extend(heredoc.filter(|_| marker.expand).map(body));
        names.push((path.range.clone(), marker.name));
        false
    });
    Operands::Copy(Box::new(CopyOperands { sources: paths, bodies, heredocs: names, destination }))
}

/// The template of a heredoc body, in which the escape character is always `\` and quotes are plain
/// characters.
fn body(heredoc: &Heredoc) -> Template {
    let start = heredoc.content_start;
    Template::new(
        heredoc.content.clone(),
        start..start + heredoc.content.len(),
        Quoting { escape: '\\', quotes: false },
        &|range| start + range.start..start + range.end,
    )
}

/// The flag with a name. COPY rejects ADD's flags and vice versa, but what they mean is clear.
fn known(instruction: &InstructionSpec, engine: Engine, name: &str) -> Option<&'static FlagSpec> {
    let other = match instruction.instruction {
        Instruction::Add => Some(Instruction::Copy),
        Instruction::Copy => Some(Instruction::Add),
        _ => None,
    };
    instruction.flag_of(engine, name).or_else(|| other?.spec().flag_of(engine, name))
}

/// The flags of an instruction and their ranges.
pub(super) struct Flags<'a> {
    pub(super) words: &'a [FlagWord],
    /// Maps ranges of the text that the flags were extracted from to the instruction's source.
    pub(super) place: &'a dyn Fn(Range<usize>) -> Range<usize>,
    pub(super) escape: char,
}

impl Flags<'_> {
    /// The values in which variables are expanded or that name a stage, in the order of the flag table.
    pub(super) fn values(&self, instruction: &InstructionSpec, engine: Engine) -> Vec<FlagOperand> {
        let mut found: Vec<FlagOperand> = Vec::new();
        for flag in self.words {
            let (name, Some(text)) = split_flag(&flag.text) else { continue };
            let Some(spec) = known(instruction, engine, name) else { continue };
            let is_wanted = spec.value != FlagValue::Mount
                && (spec.value.is_expanded() || spec.value.is_stage())
                && (spec.kind() == FlagKind::List || found.iter().all(|other| other.spec.name != name));
            if is_wanted && !text.is_empty() {
                let start = flag.text.len() - text.len();
                let value = self.part(flag, text, &|range| start + range.start..start + range.end);
                found.push(FlagOperand { spec, value });
            }
        }
        let place =
            |flag: &FlagOperand| instruction.flags.iter().position(|spec| spec.name == flag.spec.name);
        found.sort_by_key(|flag| place(flag).unwrap_or(usize::MAX));
        found
    }

    /// A part of a flag; `inner` maps ranges of the part to the flag's text.
    fn part(&self, flag: &FlagWord, text: &str, inner: &dyn Fn(Range<usize>) -> Range<usize>) -> Template {
        let place = |range: Range<usize>| (self.place)(flag.map.range(&flag.text, inner(range)));
        let quoting = Quoting { escape: self.escape, quotes: true };
        Template::new(text.to_owned(), place(0..text.len()), quoting, &place)
    }

    /// The mounts of RUN.
    pub(super) fn mounts(&self) -> Operands {
        let spec = Instruction::Run.spec();
        let is_mount = |flag: &&FlagWord| {
            let flag = spec.flag(split_flag(&flag.text).0);
            flag.is_some_and(|flag| flag.value == FlagValue::Mount)
        };
        Operands::Run(self.words.iter().filter(is_mount).map(|flag| self.mount(flag)).collect())
    }

    fn mount(&self, flag: &FlagWord) -> Mount {
        let value = split_flag(&flag.text).1.unwrap_or_default();
        let value_start = flag.text.len() - value.len();
        let fields = csv::record(value).unwrap_or_default();
        let field = |field: &csv::Field| {
            let part = |range: Range<usize>| {
                let in_field = |map: &SourceMap, inner: Range<usize>| {
                    let inner = map.range(&field.text, range.start + inner.start..range.start + inner.end);
                    value_start + inner.start..value_start + inner.end
                };
                self.part(flag, &field.text[range.clone()], &|inner| in_field(&field.map, inner))
            };
            let (key, value) = match field.text.find('=') {
                Some(at) => (0..at, Some(at + 1..field.text.len())),
                None => (0..field.text.len(), None),
            };
            let key = part(key);
            MountField { key: Word { text: key.text, range: key.range }, value: value.map(part) }
        };
        Mount { range: (self.place)(flag.range.clone()), fields: fields.iter().map(field).collect() }
    }
}
