//! Inlay hints: values that a reader would otherwise have to look up, shown within a line.
//!
//! Hints show only certain values, and only where they differ from the text: text without variables
//! has hints only for directories and stages. Heredoc bodies have none. Neither have the
//! instructions after ONBUILD, since they run in a different stage.

use std::ops::Range;

use crate::{builds, hover::one_line};
use dockwright_analysis::{
    any_platform::{AnyPlatform, Known, Seen, StageWalks},
    document::{BlockView, Document, Placed},
    facts::{
        Facts,
        operands::{ArgDefinition, CopyOperands, Operands},
        template::Template,
    },
    model::{Base, Model, image_reference::ImageReference, paths::join_path, place::StageWalk},
    spec::{FlagValue, Instruction},
    usage::{each_template, stage_of},
};
use dockwright_texts::{Message, ide::stages as texts};

/// The maximum number of characters of a value before it is cut.
const LONGEST: usize = 40;

/// The kind of a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// The image that a FROM with variables refers to.
    Image,
    /// The value of a variable.
    Value,
    /// The absolute directory of a relative WORKDIR.
    Workdir,
    /// The number of a stage.
    StageIndex,
}

/// The kinds of hints to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each a setting of the user")]
pub struct HintKinds {
    /// [`HintKind::Image`].
    pub image: bool,
    /// [`HintKind::Value`].
    pub value: bool,
    /// [`HintKind::Workdir`].
    pub workdir: bool,
    /// [`HintKind::StageIndex`].
    pub stage_index: bool,
}

/// A text shown between two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Byte offset of the character that follows it.
    pub offset: usize,
    /// The text that is shown.
    pub label: Message,
    /// More details, as Markdown.
    pub tooltip: Option<String>,
    /// The kind of hint.
    pub kind: HintKind,
    /// Whether a space separates it from the text before it.
    pub padding_left: bool,
    /// Whether a space separates it from the text after it.
    pub padding_right: bool,
}

/// The hints of these kinds in a byte range, in the order of the text.
pub fn inlay_hints(document: &Document, range: Range<usize>, kinds: &HintKinds) -> Vec<InlayHint> {
    let everywhere = AnyPlatform::new(document);
    let mut hints = Hints { document, everywhere: &everywhere, range, kinds, found: Vec::new() };
    if let Some(preamble) = document.preamble() {
        hints.preamble(preamble);
    }
    let mut stages = document.stages().enumerate().peekable();
    while let Some((stage, block)) = stages.next() {
        let start = block.placed(0).start;
        let is_behind = stages.peek().is_some_and(|(_, next)| next.placed(0).start < hints.range.start);
        if start > hints.range.end {
            break;
        }
        if !is_behind {
            hints.stage(stage, block);
        }
    }
    let Hints { range, mut found, .. } = hints;
    found.retain(|hint| range.start <= hint.offset && hint.offset <= range.end);
    found.sort_by_key(|hint| hint.offset);
    found
}

struct Hints<'a> {
    document: &'a Document,
    everywhere: &'a AnyPlatform,
    range: Range<usize>,
    kinds: &'a HintKinds,
    found: Vec<InlayHint>,
}

impl Hints<'_> {
    fn push(&mut self, offset: usize, label: Message, tooltip: Option<String>, kind: HintKind) {
        let hint = InlayHint { offset, label, tooltip, kind, padding_left: true, padding_right: false };
        self.found.push(hint);
    }

    /// Whether an instruction may have hints in the range.
    fn is_wanted(&self, placed: &Placed<'_>) -> bool {
        placed.start <= self.range.end && self.range.start <= placed.start + placed.facts.len
    }

    fn preamble(&mut self, block: BlockView<'_>) {
        let everywhere = self.everywhere;
        let mut walks = everywhere.walks(StageWalk::of_preamble);
        let limit = self.range.end;
        for placed in block.instructions().take_while(|placed| placed.start <= limit) {
            self.arg(&placed, &mut walks);
        }
    }

    /// Hints for the defaults of an ARG, each of which sees the definitions before it.
    fn arg(&mut self, placed: &Placed<'_>, walks: &mut StageWalks<'_>) {
        let Operands::Arg(words) = &placed.facts.operands else { return };
        let is_wanted = self.is_wanted(placed);
        for word in words {
            let is_given = is_wanted && self.given_by_builds(placed, word);
            if let Some(value) = word.value.as_ref().filter(|_| is_wanted && !is_given) {
                self.value(placed.start, value, walks.seen());
            }
            if placed.facts.problems.is_empty() {
                walks.each(|walk| walk.declare(std::slice::from_ref(word)));
            }
        }
    }

    /// Adds the values that builds give an argument; returns whether there are any.
    fn given_by_builds(&mut self, placed: &Placed<'_>, word: &ArgDefinition) -> bool {
        let name = &word.name.text;
        let hint = builds::hint(self.document, name, |value| one_line(value, LONGEST));
        let Some(label) = hint.filter(|_| self.kinds.value) else { return false };
        let end = word.value.as_ref().map_or(word.name.range.end, |value| value.range.end);
        self.push(placed.start + end, label, None, HintKind::Value);
        true
    }

    fn stage(&mut self, stage: usize, block: BlockView<'_>) {
        let everywhere = self.everywhere;
        let from = block.placed(0);
        if self.is_wanted(&from) {
            self.from(stage, &from);
        }
        let mut walks = everywhere.walks(|model| StageWalk::of_stage(model, stage));
        let limit = self.range.end;
        for placed in block.instructions().skip(1).take_while(|placed| placed.start <= limit) {
            let is_wanted = self.is_wanted(&placed);
            match placed.facts.instruction {
                Some(Instruction::Arg) => self.arg(&placed, &mut walks),
                Some(Instruction::Workdir) => {
                    let before = placed.facts;
                    let written = match &before.operands {
                        Operands::Whole(path) if is_wanted => Some((path, is_relative(path, walks.seen()))),
                        _ => None,
                    };
                    if let Some((path, false)) = written {
                        self.value(placed.start, path, walks.seen());
                    }
                    walks.each(|walk| walk.step(before));
                    if let Some((path, true)) = written {
                        self.workdir(placed.start, path, walks.seen());
                    }
                }
                Some(Instruction::Onbuild) | None => {}
                Some(_) => {
                    if is_wanted {
                        self.instruction(&placed, walks.seen());
                    }
                    walks.each(|walk| walk.step(placed.facts));
                }
            }
        }
    }

    /// Hints for a FROM: its expanded base, and its number.
    fn from(&mut self, stage: usize, placed: &Placed<'_>) {
        let Operands::From(operands) = &placed.facts.operands else { return };
        let seen = self.everywhere.walks(StageWalk::at_from);
        if let Some(platform) = placed.facts.flag_value(FlagValue::Platform) {
            self.value(placed.start, platform, seen.seen());
        }
        let Some(image) = &operands.image else { return };
        // Builds may give its variables different values.
        let is_certain = matches!(seen.seen().text(image), Known::Value(_));
        if self.kinds.image && image.literal().is_none() && is_certain {
            let label = match self.everywhere.base(stage) {
                Some(Base::Stage(base)) => Some(self.everywhere.here.display_name(*base)),
                Some(Base::Scratch) => Some("scratch".to_owned()),
                // An invalid image name is reported elsewhere.
                Some(Base::Image(image)) if ImageReference::parse(image).is_ok() => Some(image.to_string()),
                Some(Base::Image(_) | Base::Unknown) | None => None,
            };
            if let Some(label) = label {
                let label = given(&one_line(&label, 2 * LONGEST));
                self.push(placed.start + image.range.end, label, None, HintKind::Image);
            }
        }
        if self.kinds.stage_index {
            let end = operands.name.as_ref().map_or(image.range.end, |name| name.range.end);
            self.push(placed.start + end, texts::number(stage), None, HintKind::StageIndex);
        }
    }

    fn instruction(&mut self, placed: &Placed<'_>, seen: Seen<'_>) {
        let facts = placed.facts;
        match &facts.operands {
            Operands::Copy(operands) => self.copy(placed, operands, seen),
            // The names have no hints.
            Operands::Pairs(pairs) => {
                for pair in pairs {
                    self.value(placed.start, &pair.value, seen);
                }
            }
            Operands::None
            | Operands::From(_)
            | Operands::Arg(_)
            | Operands::List(_)
            | Operands::Whole(_)
            | Operands::Run(_) => {
                each_template(facts, &mut |template| self.value(placed.start, template, seen));
            }
        }
    }

    fn copy(&mut self, placed: &Placed<'_>, operands: &CopyOperands, seen: Seen<'_>) {
        let start = placed.start;
        if let Some(from) = placed.facts.flag_value(FlagValue::From) {
            self.index(start, placed.facts, from);
        }
        let flags = placed.facts.expanded_flags().map(|flag| &flag.value);
        for template in flags.chain(&operands.sources) {
            self.value(start, template, seen);
        }
        if let Some(destination) = &operands.destination {
            if is_relative(destination, seen) {
                self.destination(start, destination, seen);
            } else {
                self.value(start, destination, seen);
            }
        }
    }

    /// Hint for the expansion of a text with variables.
    fn value(&mut self, start: usize, template: &Template, seen: Seen<'_>) {
        if !self.kinds.value || template.literal().is_some() {
            return;
        }
        let mut has_references = false;
        template.references(&mut |_| has_references = true);
        if let Known::Value(text) = seen.text(template)
            && has_references
            && text != template.text
        {
            let shown = if text.is_empty() { "\"\"".to_owned() } else { one_line(&text, LONGEST) };
            let tooltip = (text.chars().count() > LONGEST).then(|| crate::hover::code(&text));
            self.push(start + template.range.end, given(&shown), tooltip, HintKind::Value);
        }
    }

    /// Hint for the absolute directory of a relative WORKDIR.
    fn workdir(&mut self, start: usize, path: &Template, after: Seen<'_>) {
        if !self.kinds.workdir {
            return;
        }
        let directory = after.known(|state| Ok(Some(state.workdir.clone())));
        if let Known::Value(directory) = directory {
            let label = given(&one_line(&directory, LONGEST));
            self.push(start + path.range.end, label, None, HintKind::Workdir);
        }
    }

    /// Hint for the absolute path of a relative destination.
    fn destination(&mut self, start: usize, path: &Template, seen: Seen<'_>) {
        let directory = seen.known(|state| Ok(Some(state.workdir.clone())));
        let (Known::Value(directory), Known::Value(text)) = (directory, seen.text(path)) else { return };
        if !self.kinds.workdir || seen.state().is_windows() {
            return;
        }
        let mut shown = join_path(&directory, &text);
        let is_directory =
            text.ends_with('/') || text.rsplit('/').next().is_some_and(|last| last == "." || last == "..");
        if is_directory && !shown.ends_with('/') {
            shown.push('/');
        }
        let label = given(&one_line(&shown, LONGEST));
        self.push(start + path.range.end, label, None, HintKind::Workdir);
    }

    /// Hint for the stage that a number refers to.
    fn index(&mut self, start: usize, facts: &Facts, from: &Template) {
        if !self.kinds.stage_index {
            return;
        }
        let Some((stage, true)) = stage_of(self.document, facts, from) else { return };
        if let Some(label) = stage_text(self.everywhere, stage) {
            let label = given(&one_line(&label, LONGEST));
            self.push(start + from.range.end, label, None, HintKind::StageIndex);
        }
    }
}

/// A message that is the same in all languages.
fn given(text: &str) -> Message {
    Message::verbatim(format!("= {text}"))
}

/// The name of a stage, or its base.
fn stage_text(everywhere: &AnyPlatform, stage: usize) -> Option<String> {
    let model: &Model = &everywhere.here;
    let mut at = stage;
    loop {
        if let Some(name) = &model.stages[at].name {
            return Some(name.to_string());
        }
        match everywhere.base(at)? {
            Base::Stage(base) => at = *base,
            Base::Scratch => return Some("scratch".to_owned()),
            Base::Image(image) => return Some(image.to_string()),
            Base::Unknown => return None,
        }
    }
}

/// Whether a path is relative, as far as that is certain. A path with a drive is not, though Docker
/// drops the drive.
fn is_relative(path: &Template, seen: Seen<'_>) -> bool {
    match seen.text(path) {
        Known::Value(text) => {
            let has_drive = seen.state().is_windows() && text.contains([':', '\\']);
            !text.is_empty() && !text.starts_with('/') && !has_drive
        }
        Known::Unset | Known::Platform | Known::Open | Known::Refused(_) => false,
    }
}

#[cfg(test)]
mod tests;
