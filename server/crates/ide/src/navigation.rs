//! Finds the definition of a name, its uses, and which uses change it.
//!
//! Names are variables, stages, heredoc delimiters, and a script's own variables; for images, only
//! the other uses are highlighted. A variable leads to the definition that its value comes from,
//! never to a later one. An argument that is declared again also leads to the global one.

use std::ops::Range;

use dockwright_analysis::{
    document::Document,
    model::{self, DefinitionKind, definitions, origins, place::Spot},
    spec::Instruction,
    usage::{
        Occurrence, OccurrenceKind, StageUseKind, Symbol, base_stage, image_uses, occurrences, stage_uses,
        symbol_at, touches,
    },
};

/// The target of a jump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Byte range of the whole declaration.
    pub range: Range<usize>,
    /// Byte range of the name in it.
    pub selection: Range<usize>,
}

/// The definition of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Byte range of the name at the cursor.
    pub origin: Range<usize>,
    /// The definitions; never empty.
    pub targets: Vec<Target>,
}

/// How a use accesses a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads the value or the meaning of the name.
    Read,
    /// Gives the name a value or a meaning.
    Write,
}

/// A use of the name under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Byte range of the name.
    pub range: Range<usize>,
    /// Whether the use reads or changes it.
    pub access: Access,
}

/// The definition of the name at `offset`.
pub fn definition(document: &Document, offset: usize) -> Option<Definition> {
    match symbol_at(document, offset)? {
        Symbol::Stage { stage, range, .. } => {
            Some(Definition { origin: range, targets: vec![stage_target(document, stage)?] })
        }
        Symbol::Variable { name, range } => variable_definition(document, &name, range),
        Symbol::ShellVariable { range, places, .. } => {
            // The last assignment before the use, or the first one in a loop.
            let is_before =
                |(place, is_write): &&(Range<usize>, bool)| *is_write && place.start <= range.start;
            let found =
                places.iter().rfind(is_before).or_else(|| places.iter().find(|(_, is_write)| *is_write))?;
            Some(Definition { origin: range, targets: vec![at_name(&found.0)] })
        }
        Symbol::Delimiter { places } => {
            let origin = places.iter().find(|place| touches(place, offset))?.clone();
            Some(Definition { origin, targets: vec![at_name(places.first()?)] })
        }
        Symbol::Image { .. } => None,
    }
}

fn at_name(range: &Range<usize>) -> Target {
    Target { range: range.clone(), selection: range.clone() }
}

/// The target for a stage: its FROM, selecting its name or, without one, its image.
fn stage_target(document: &Document, stage: usize) -> Option<Target> {
    let from = document.stages().nth(stage)?.placed(0);
    let whole = from.start..from.start + from.facts.len;
    let name = stage_uses(document, stage).into_iter().find(|used| used.kind == StageUseKind::Name);
    let selection = name.map_or_else(|| whole.clone(), |name| name.range);
    Some(Target { range: whole, selection })
}

fn variable_definition(document: &Document, name: &str, range: Range<usize>) -> Option<Definition> {
    let definitions = definitions(document, Some(name));
    let own = definitions.iter().find(|definition| definition.range == range);
    let target = |definition: &model::Definition| Target {
        range: definition.whole.clone(),
        selection: definition.range.clone(),
    };
    if let Some(own) = own {
        // An argument that is declared again also leads to the definition that its value comes from.
        let mut globals = definitions.iter().filter(|definition| definition.stage.is_none());
        let is_declared_again = own.stage.is_some() && own.kind == DefinitionKind::Arg { has_default: false };
        let global = globals.next_back().filter(|_| is_declared_again);
        return Some(Definition {
            origin: range,
            targets: global.into_iter().chain([own]).map(target).collect(),
        });
    }
    let spot = Spot::at(document, range.start)?;
    let found = match spot.facts().instruction {
        // The container has the whole environment of the image, and no arguments.
        Some(Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck) => {
            environment(document, &definitions, spot.stage)
        }
        instruction => {
            let stage = if instruction == Some(Instruction::From) { None } else { spot.stage };
            let offset = match instruction {
                Some(Instruction::From) => usize::MAX,
                _ if spot.is_trigger() => usize::MAX,
                Some(Instruction::Arg) => range.start,
                _ => spot.placed.start,
            };
            origins(document.model(), &definitions, name, stage, offset)
                .into_iter()
                .find_map(|origin| origin.definition)
        }
    };
    Some(Definition { origin: range, targets: vec![target(&found?)] })
}

/// The last ENV of the variable in a stage and its base stages.
fn environment(
    document: &Document,
    definitions: &[model::Definition],
    stage: Option<usize>,
) -> Option<model::Definition> {
    let mut at = stage?;
    loop {
        let is_it = |definition: &&model::Definition| {
            definition.stage == Some(at) && definition.kind == DefinitionKind::Env && !definition.is_trigger
        };
        if let Some(found) = definitions.iter().rfind(is_it) {
            return Some(found.clone());
        }
        at = base_stage(document, at)?;
    }
}

/// The ranges that refer to the name at `offset`, in the order of the text.
pub fn references(document: &Document, offset: usize, include_declaration: bool) -> Vec<Range<usize>> {
    let is_wanted = |is_declaration: bool| include_declaration || !is_declaration;
    match symbol_at(document, offset) {
        None => Vec::new(),
        Some(Symbol::Stage { stage, .. }) => stage_uses(document, stage)
            .into_iter()
            .filter(|used| is_wanted(used.kind == StageUseKind::Name))
            .map(|used| used.range)
            .collect(),
        Some(Symbol::Variable { name, range }) => variable_uses(document, &name, &range, |occurrence| {
            is_wanted(matches!(occurrence.kind, OccurrenceKind::Definition(_)))
                .then(|| occurrence.range.clone())
        }),
        Some(Symbol::ShellVariable { places, .. }) => {
            places.into_iter().filter(|(_, is_write)| is_wanted(*is_write)).map(|(place, _)| place).collect()
        }
        Some(Symbol::Delimiter { places }) => places
            .into_iter()
            .enumerate()
            .filter(|(at, _)| is_wanted(*at == 0))
            .map(|(_, place)| place)
            .collect(),
        Some(Symbol::Image { text, .. }) => image_uses(document, &text),
    }
}

/// The ranges that refer to the name at `offset`, each with its kind of access.
pub fn highlights(document: &Document, offset: usize) -> Vec<Highlight> {
    match symbol_at(document, offset) {
        None => Vec::new(),
        Some(Symbol::Stage { stage, .. }) => stage_uses(document, stage)
            .into_iter()
            .map(|used| Highlight {
                range: used.range,
                access: if used.kind == StageUseKind::Name { Access::Write } else { Access::Read },
            })
            .collect(),
        Some(Symbol::Variable { name, range }) => variable_uses(document, &name, &range, |occurrence| {
            let access = if occurrence.kind.is_write() { Access::Write } else { Access::Read };
            Some(Highlight { range: occurrence.range.clone(), access })
        }),
        Some(Symbol::ShellVariable { places, .. }) => places
            .into_iter()
            .map(|(range, is_write)| Highlight {
                range,
                access: if is_write { Access::Write } else { Access::Read },
            })
            .collect(),
        Some(Symbol::Delimiter { places }) => read(places),
        Some(Symbol::Image { text, .. }) => read(image_uses(document, &text)),
    }
}

fn read(ranges: Vec<Range<usize>>) -> Vec<Highlight> {
    ranges.into_iter().map(|range| Highlight { range, access: Access::Read }).collect()
}

fn variable_uses<T>(
    document: &Document,
    name: &str,
    range: &Range<usize>,
    make: impl Fn(&Occurrence) -> Option<T>,
) -> Vec<T> {
    let occurrences = occurrences(document, name);
    let Some(one) = occurrences.at(range.start) else { return Vec::new() };
    occurrences.related(one).into_iter().filter_map(make).collect()
}

#[cfg(test)]
mod tests;
