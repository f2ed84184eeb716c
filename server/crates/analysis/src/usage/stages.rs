//! Finds where stages are named and used.

use std::ops::Range;

use super::{Symbol, base_stage, each_from, image_of, shift, stage_of, touches};
use crate::{
    document::Document,
    facts::{Facts, operands::Operands, template::Template},
    model::place::Spot,
    spec::Instruction,
};

/// A place that refers to a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageUse {
    /// The name or number as written.
    pub range: Range<usize>,
    /// How it refers to the stage.
    pub kind: StageUseKind,
    /// The stage that contains it.
    pub stage: usize,
}

/// How a place refers to a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageUseKind {
    /// `AS name`.
    Name,
    /// As the base in FROM, which matches only the exact lower-case name.
    Base,
    /// As the base in FROM, through a variable.
    BaseByVariable,
    /// By name in COPY, a mount, or Podman's `--after`.
    From,
    /// By its number in COPY.
    Index,
}

/// The places that refer to a stage, in the order of the text.
pub fn stage_uses(document: &Document, stage: usize) -> Vec<StageUse> {
    let mut found = Vec::new();
    for (at, block) in document.stages().enumerate() {
        for placed in block.instructions() {
            let facts = triggered(placed.facts);
            if facts.instruction == Some(Instruction::From) {
                if base_stage(document, at) == Some(stage)
                    && let Some(image) = image_of(facts)
                {
                    let (range, kind) = match image.name_range() {
                        Some(range) => (range, StageUseKind::Base),
                        None => (image.range.clone(), StageUseKind::BaseByVariable),
                    };
                    found.push(StageUse { range: shift(&range, placed.start), kind, stage: at });
                }
                if at == stage
                    && let Some(name) = name_of(facts)
                {
                    let range = shift(name, placed.start);
                    found.push(StageUse { range, kind: StageUseKind::Name, stage: at });
                }
            }
            each_from(facts, &mut |from| {
                if let Some((_, is_index)) =
                    stage_of(document, facts, from).filter(|(used, _)| *used == stage)
                {
                    let kind = if is_index { StageUseKind::Index } else { StageUseKind::From };
                    let range = from.name_range().unwrap_or_else(|| from.range.clone());
                    found.push(StageUse { range: shift(&range, placed.start), kind, stage: at });
                }
            });
        }
    }
    found
}

/// The trigger inside an ONBUILD, or the instruction itself.
fn triggered(facts: &Facts) -> &Facts {
    match (&facts.trigger, facts.instruction) {
        (Some(trigger), Some(Instruction::Onbuild)) => trigger,
        _ => facts,
    }
}

/// The range of a stage's name in its FROM.
fn name_of(facts: &Facts) -> Option<&Range<usize>> {
    match &facts.operands {
        Operands::From(operands) => operands.name.as_ref().map(|name| &name.range),
        _ => None,
    }
}

/// The stage that the text at an offset refers to.
pub(super) fn at(document: &Document, spot: &Spot<'_>, offset: usize) -> Option<Symbol> {
    let relative = offset - spot.placed.start;
    let facts = spot.facts();
    let mut is_in_flag = false;
    each_from(facts, &mut |from| is_in_flag |= touches(&from.range, relative));
    if let Some(stage) = spot.stage.filter(|_| !is_in_flag)
        && facts.instruction == Some(Instruction::From)
    {
        if let Some(range) = name_of(facts).filter(|range| touches(range, relative)) {
            return Some(Symbol::Stage { stage, range: shift(range, spot.placed.start), is_index: false });
        }
        let range = image_of(facts)?.name_range().filter(|range| touches(range, relative))?;
        let stage = base_stage(document, stage)?;
        return Some(Symbol::Stage { stage, range: shift(&range, spot.placed.start), is_index: false });
    }
    let mut found = None;
    each_from(facts, &mut |from| {
        if found.is_none() && touches(&from.range, relative) {
            found = stage_of(document, facts, from).map(|(stage, is_index)| {
                let range = from.name_range().unwrap_or_else(|| from.range.clone());
                Symbol::Stage { stage, range: shift(&range, spot.placed.start), is_index }
            });
        }
    });
    found
}

/// The image at an offset: a name in FROM, COPY or a mount that is not a stage.
pub(super) fn image_at(document: &Document, spot: &Spot<'_>, offset: usize) -> Option<Symbol> {
    let relative = offset - spot.placed.start;
    let mut found = None;
    each_image(document, spot.stage, spot.facts(), &mut |text, range| {
        if touches(&range, relative) {
            found = Some(Symbol::Image { text: text.to_owned(), range: shift(&range, spot.placed.start) });
        }
    });
    found
}

/// The places that name an image, in the order of the text.
pub fn image_uses(document: &Document, image: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, block) in document.stages().enumerate() {
        for placed in block.instructions() {
            each_image(document, Some(at), triggered(placed.facts), &mut |text, range| {
                if text == image {
                    found.push(shift(&range, placed.start));
                }
            });
        }
    }
    found
}

fn each_image(
    document: &Document,
    stage: Option<usize>,
    facts: &Facts,
    visit: &mut dyn FnMut(&str, Range<usize>),
) {
    let mut visit = |template: &Template| {
        if let (Some(text), Some(range)) = (template.literal(), template.name_range())
            && text != "scratch"
            && !text.is_empty()
        {
            visit(text, range);
        }
    };
    if facts.instruction == Some(Instruction::From) {
        if stage.is_some_and(|stage| base_stage(document, stage).is_none())
            && let Some(image) = image_of(facts)
        {
            visit(image);
        }
        return;
    }
    each_from(facts, &mut |from| {
        if stage_of(document, facts, from).is_none() {
            visit(from);
        }
    });
}
