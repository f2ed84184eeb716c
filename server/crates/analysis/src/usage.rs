//! Finds symbols and their uses, for navigation, rename and hints.
//!
//! A symbol is a meaning, not a spelling. All definitions of a variable that one reference could
//! refer to are one symbol: an ENV and an ARG with the same name in a stage, those in the stages it
//! is based on, a global ARG and its redeclarations. A reference without a preceding definition is
//! *loose*: its variable comes from the base image, or does not exist. Loose references are shown
//! together with the symbol of their stage, but never renamed with it. A stage name is the stage
//! that it refers to, in any letter case.

pub mod delimiters;
mod shells;
mod stages;
mod variables;

use std::ops::Range;

pub use shells::{ShellInForce, Shells};
pub use stages::{StageUse, StageUseKind, image_uses, stage_uses};
pub use variables::{
    Occurrence, OccurrenceKind, Occurrences, is_read_at_build, is_read_by_shell, occurrences, shell_view,
};

use crate::{
    document::Document,
    facts::{
        Facts,
        operands::{FlagOperand, MountField, Operands},
        template::{Reference, Template},
    },
    model::{Base, graph::stage_index, place::Spot},
    spec::{Engine, Instruction, mounts::MountValue},
    usage::delimiters::heredoc_delimiter,
};

/// The symbol at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// A variable.
    Variable {
        /// Its name.
        name: String,
        /// The name as written.
        range: Range<usize>,
    },
    /// A stage, by its number.
    Stage {
        /// The number.
        stage: usize,
        /// The name or number as written.
        range: Range<usize>,
        /// Whether it is written as a number.
        is_index: bool,
    },
    /// A variable that only the script uses.
    ShellVariable {
        /// Its name.
        name: String,
        /// The name as written.
        range: Range<usize>,
        /// Every occurrence, and whether it assigns the variable.
        places: Vec<(Range<usize>, bool)>,
    },
    /// The delimiter of a heredoc, in its marker and on the line that ends the body.
    Delimiter {
        /// The ranges of both.
        places: Vec<Range<usize>>,
    },
    /// An image that is not a stage.
    Image {
        /// The name as written.
        text: String,
        /// Its range.
        range: Range<usize>,
    },
}

/// The symbol at an offset, or ending there.
pub fn symbol_at(document: &Document, offset: usize) -> Option<Symbol> {
    let spot = Spot::at(document, offset)?;
    heredoc_delimiter(document, offset)
        .map(|places| Symbol::Delimiter { places })
        .or_else(|| stages::at(document, &spot, offset))
        .or_else(|| variables::at(document, &spot, offset))
        .or_else(|| stages::image_at(document, &spot, offset))
}

/// Whether an offset is in a range or at its end.
pub fn touches(range: &Range<usize>, offset: usize) -> bool {
    range.start <= offset && offset <= range.end
}

/// Turns a range in an instruction into one in the document.
pub fn shift(range: &Range<usize>, start: usize) -> Range<usize> {
    start + range.start..start + range.end
}

/// Calls `visit` with every reference in an instruction, including those in operands.
pub fn each_reference<'a>(facts: &'a Facts, visit: &mut dyn FnMut(&'a Reference)) {
    each_template(facts, &mut |template| template.references(visit));
}

/// The image of a FROM.
pub fn image_of(facts: &Facts) -> Option<&Template> {
    match &facts.operands {
        Operands::From(operands) => operands.image.as_ref(),
        _ => None,
    }
}

/// The texts in an instruction that name a stage: `--from` of COPY, `from` of mounts, and Podman's
/// `--after` of FROM.
pub fn each_from<'a>(facts: &'a Facts, visit: &mut dyn FnMut(&'a Template)) {
    let spec = facts.instruction.map(Instruction::spec);
    let has =
        |flag: &&FlagOperand| spec.is_some_and(|spec| spec.flag_of(Engine::Podman, flag.spec.name).is_some());
    let flags = facts.flag_values.iter().filter(|flag| flag.spec.value.is_stage()).filter(has);
    flags.for_each(|flag| visit(&flag.value));
    if let Operands::Run(mounts) = &facts.operands {
        mounts.iter().filter_map(|mount| mount.value(MountValue::From)).for_each(visit);
    }
}

/// The stage that a text of [`each_from`] refers to, and whether by its number.
pub fn stage_of(document: &Document, facts: &Facts, from: &Template) -> Option<(usize, bool)> {
    let model = document.model();
    if facts.instruction == Some(Instruction::Copy)
        && let Some(index) = stage_index(&from.text)
    {
        let index = usize::try_from(index).ok().filter(|&index| index < model.stages.len());
        return index.map(|index| (index, true));
    }
    model.stage_named(from.literal()?).map(|stage| (stage, false))
}

/// The base of a stage, if that is a stage.
pub fn base_stage(document: &Document, stage: usize) -> Option<usize> {
    match document.model().stages.get(stage)?.base {
        Base::Stage(base) => Some(base),
        Base::Scratch | Base::Image(_) | Base::Unknown => None,
    }
}

/// Calls `visit` with every template in an instruction in which variables are expanded.
pub fn each_template<'a>(facts: &'a Facts, visit: &mut dyn FnMut(&'a Template)) {
    facts.expanded_flags().for_each(|flag| visit(&flag.value));
    match &facts.operands {
        Operands::None => {}
        Operands::From(operands) => operands.image.iter().for_each(visit),
        Operands::Arg(definitions) => definitions.iter().filter_map(|d| d.value.as_ref()).for_each(visit),
        Operands::Pairs(pairs) => {
            for pair in pairs {
                visit(&pair.key);
                visit(&pair.value);
            }
        }
        Operands::Copy(operands) => {
            operands.sources.iter().chain(&operands.bodies).chain(&operands.destination).for_each(visit);
        }
        Operands::List(words) => words.iter().for_each(visit),
        Operands::Whole(text) => visit(text),
        Operands::Run(mounts) => {
            let is_expanded = |field: &&MountField| !field.is(MountValue::From);
            mounts
                .iter()
                .flat_map(|mount| &mount.fields)
                .filter(is_expanded)
                .filter_map(|field| field.value.as_ref())
                .for_each(visit);
        }
    }
}
