//! A Dockerfile as hadolint reads it: instruction by instruction, each with its line and its stage.

use std::ops::Range;

use dockwright_analysis::{
    document::{Document, Placed},
    facts::Facts,
    spec::Instruction,
};

use super::{image::Image, reading::Reading};
use crate::rule::RuleOptions;

/// An instruction.
pub(super) struct Line<'a> {
    pub(super) placed: Placed<'a>,
    /// The stage that it is in; `None` before the first FROM.
    pub(super) stage: Option<usize>,
    pub(super) document: &'a Document,
}

impl<'a> Line<'a> {
    /// The facts of the instruction. hadolint sees only the keyword of an ONBUILD.
    pub(super) fn facts(&self) -> &'a Facts {
        self.placed.facts
    }

    /// Whether it is such an instruction itself, not as the trigger of an ONBUILD.
    pub(super) fn is(&self, instruction: Instruction) -> bool {
        self.placed.facts.instruction == Some(instruction)
    }

    /// Whether it is a RUN or an ONBUILD of a RUN.
    pub(super) fn runs(&self) -> bool {
        self.placed.facts.triggered().instruction == Some(Instruction::Run)
    }

    /// Whether it is an ONBUILD.
    pub(super) fn is_onbuild(&self) -> bool {
        self.is(Instruction::Onbuild)
    }

    /// The commands of a RUN, including one in an ONBUILD.
    pub(super) fn reading(&self) -> Option<&'a Reading> {
        self.runs().then(|| Reading::of(self.document, &self.placed))
    }

    /// The place of its keyword.
    pub(super) fn keyword(&self) -> Range<usize> {
        self.placed.facts.keyword_range.clone()
    }
}

/// A stage.
pub(super) struct Stage<'a> {
    /// Its FROM, in [`File::lines`].
    pub(super) line: usize,
    /// Its base image, as it is written.
    pub(super) image: Image<'a>,
    /// The name after AS.
    pub(super) name: Option<&'a str>,
}

/// A Dockerfile.
pub(super) struct File<'a> {
    pub(super) document: &'a Document,
    pub(super) options: &'a RuleOptions,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) stages: Vec<Stage<'a>>,
}

impl<'a> File<'a> {
    pub(super) fn new(document: &'a Document, options: &'a RuleOptions) -> Self {
        let mut file = Self { document, options, lines: Vec::new(), stages: Vec::new() };
        for placed in document.instructions() {
            if placed.facts.instruction == Some(Instruction::From) {
                file.stages.extend(Stage::of(file.lines.len(), placed.facts));
            }
            let stage = file.stages.len().checked_sub(1);
            file.lines.push(Line { placed, stage, document });
        }
        file
    }

    /// The instructions, each with its index.
    pub(super) fn each(&self) -> impl DoubleEndedIterator<Item = (usize, &Line<'a>)> {
        self.lines.iter().enumerate()
    }

    /// The RUN instructions, including those in ONBUILD, each with its index and its commands.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, &Line<'a>, &'a Reading)> {
        self.each().filter_map(|(at, line)| Some((at, line, line.reading()?)))
    }

    /// The base stage of a stage: the nearest earlier one with the name in its FROM. A stage without a
    /// name goes by that of its image.
    pub(super) fn parent(&self, stage: usize) -> Option<usize> {
        let path = self.stages[stage].image.path;
        let key = |earlier: &Stage<'a>| earlier.name.unwrap_or(earlier.image.path);
        self.stages[..stage].iter().rposition(|earlier| key(earlier) == path)
    }

    /// Whether a stage becomes an image: it is the last one or written like it, or some FROM has its
    /// name.
    pub(super) fn is_kept(&self, stage: usize) -> bool {
        let stage = &self.stages[stage];
        let flags = |stage: &Stage<'_>| self.lines[stage.line].facts().flags.len();
        let is_last = self.stages.last().is_some_and(|last| {
            last.name == stage.name && last.image.text == stage.image.text && flags(last) == flags(stage)
        });
        is_last || self.stages.iter().any(|other| stage.name == Some(other.image.path))
    }

    /// Whether a stage before a line has a name.
    pub(super) fn is_stage(&self, name: &str, before: usize) -> bool {
        self.stages.iter().take_while(|stage| stage.line < before).any(|stage| stage.name == Some(name))
    }
}

impl<'a> Stage<'a> {
    fn of(line: usize, facts: &'a Facts) -> Option<Self> {
        let image = facts.args.first()?;
        let name = match &*facts.args {
            [_, separator, name, ..] if separator.eq_ignore_ascii_case("as") => Some(name.as_str()),
            _ => None,
        };
        Some(Self { line, image: Image::of(image), name })
    }
}
