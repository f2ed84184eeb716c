//! Refactorings of build arguments: extracts a part of the file into an ARG, and replaces an ARG by
//! its value.

use std::ops::Range;

use super::{Refactoring, RefactoringKind, Selected};
use dockwright_analysis::{
    facts::{
        operands::Operands,
        template::{Part, Template},
    },
    fix::TextEdit,
    model::{DefinitionKind, place::Spot},
    spec::Instruction,
    usage::{OccurrenceKind, Symbol, each_reference, each_template, occurrences, symbol_at},
};
use dockwright_texts::ide::refactoring as texts;

/// Turns `FROM alpine:3.22` into `ARG ALPINE_VERSION=3.22` and `FROM alpine:${ALPINE_VERSION}`.
pub(super) fn extract_tag(place: &Selected<'_>) -> Option<Refactoring> {
    let Operands::From(operands) = &place.spot.facts().operands else { return None };
    let image = operands.image.as_ref()?;
    let text = image.literal().filter(|text| !text.contains('@'))?;
    let written = image.name_range().filter(|range| range.len() == text.len())?;
    let (path, tag) = text.rsplit_once(':').filter(|(_, tag)| !tag.contains('/') && is_plain(tag))?;
    let whole = place.shift(&written);
    if place.range.start < whole.start || whole.end < place.range.end {
        return None;
    }
    let own = path.rsplit('/').next().unwrap_or_default();
    let name = free_name(place, &format!("{}_VERSION", own.to_uppercase().replace(['-', '.'], "_")))?;
    let first = place.document.stages().next()?.placed(0).start;
    let start = whole.end - tag.len();
    let edits = vec![
        TextEdit { range: first..first, text: format!("ARG {name}={tag}{}", place.line_end()) },
        TextEdit { range: start..whole.end, text: format!("${{{name}}}") },
    ];
    Some(Refactoring { title: texts::extract_tag(name), kind: RefactoringKind::Extract, edits })
}

/// Extracts the selection in a word that the builder expands into an argument of the stage.
pub(super) fn extract(place: &Selected<'_>) -> Option<Refactoring> {
    let facts = place.spot.facts();
    let is_own_line = !place.spot.is_trigger() && place.spot.stage.is_some() && place.spot.item > 0;
    if place.range.is_empty() || !is_own_line || facts.instruction == Some(Instruction::Arg) {
        return None;
    }
    let start = place.spot.placed.start;
    let range = place.range.start.checked_sub(start)?..place.range.end.checked_sub(start)?;
    let mut suggestion = None;
    each_template(facts, &mut |template| {
        if template.range.start <= range.start && range.end <= template.range.end && is_text(template, &range)
        {
            suggestion = Some(base_name(place, template));
        }
    });
    let name = free_name(place, &suggestion?)?;
    let text = place.document.text().slice(place.range.clone()).into_owned();
    if !is_plain(&text) {
        return None;
    }
    let line = place.document.text().slice(start.saturating_sub(200)..start).into_owned();
    let indent = &line[line.trim_end_matches([' ', '\t']).len()..];
    let edits = vec![
        TextEdit { range: start..start, text: format!("ARG {name}={text}{}{indent}", place.line_end()) },
        TextEdit { range: place.range.clone(), text: format!("${{{name}}}") },
    ];
    Some(Refactoring { title: texts::extract(name), kind: RefactoringKind::Extract, edits })
}

/// Whether a range is within literal text of a template.
fn is_text(template: &Template, range: &Range<usize>) -> bool {
    let is_reference = template.parts.iter().any(|part| matches!(part, Part::Reference(reference) if reference.range.start < range.end && range.start < reference.range.end));
    !is_reference && template.range.len() >= range.len()
}

/// A name for the extracted text: the key of its pair, or the kind of argument that the instruction
/// takes.
fn base_name(place: &Selected<'_>, template: &Template) -> String {
    let facts = place.spot.facts();
    if let Operands::Pairs(pairs) = &facts.operands
        && let Some(pair) = pairs.iter().find(|pair| pair.value.range == template.range)
    {
        let key = pair.key.text.rsplit('.').next().unwrap_or_default();
        let name = key.to_uppercase().replace('-', "_");
        if is_variable(&name) {
            return if facts.instruction == Some(Instruction::Env) { format!("{name}_VALUE") } else { name };
        }
    }
    match facts.instruction {
        Some(Instruction::Workdir) => "APP_DIR",
        Some(Instruction::Expose) => "PORT",
        Some(Instruction::User) => "APP_USER",
        _ => "VALUE",
    }
    .to_owned()
}

/// The name if no variable of the file has it, else the name with a number.
fn free_name(place: &Selected<'_>, name: &str) -> Option<String> {
    let text = place.document.text();
    let text = text.slice(0..text.len());
    let numbered = (2..100).map(|number| format!("{name}_{number}"));
    is_variable(name)
        .then(|| [name.to_owned()].into_iter().chain(numbered).find(|name| !text.contains(&**name)))?
}

fn is_variable(name: &str) -> bool {
    dockwright_analysis::words::is_name(name)
}

/// Whether a text means the same inside and outside of quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-./:@+,".contains(c))
}

/// Replaces an ARG with a default that only the builder reads by its value, and removes the ARG.
pub(super) fn inline(place: &Selected<'_>) -> Option<Refactoring> {
    let Symbol::Variable { name, range } = symbol_at(place.document, place.range.start)? else { return None };
    let uses = occurrences(place.document, &name);
    let one = uses.at(range.start)?;
    let mut edits = Vec::new();
    let mut definition = None;
    let mut starts = Vec::new();
    for occurrence in uses.same(one) {
        match occurrence.kind {
            OccurrenceKind::Definition(DefinitionKind::Arg { has_default: true }) if definition.is_none() => {
                definition = Some(occurrence.range.clone());
            }
            OccurrenceKind::Builder => starts.push(occurrence.range.start),
            _ => return None,
        }
    }
    let definition = definition.filter(|_| !starts.is_empty())?;
    let arg = Spot::at(place.document, definition.start)?;
    let Operands::Arg(words) = &arg.facts().operands else { return None };
    let [word] = words.as_slice() else { return None };
    let value = word.value.as_ref()?.literal().filter(|value| is_plain(value))?.to_owned();
    for start in starts {
        let spot = Spot::at(place.document, start)?;
        let mut whole = None;
        each_reference(spot.facts(), &mut |reference| {
            if spot.placed.start + reference.name_range.start == start && reference.operator.is_none() {
                whole = Some(reference.range.clone());
            }
        });
        let whole = whole?;
        let range = spot.placed.start + whole.start..spot.placed.start + whole.end;
        edits.push(TextEdit { range, text: value.clone() });
    }
    let whole = arg.placed.start..arg.placed.start + arg.placed.facts.len;
    edits.push(TextEdit { range: whole_lines(place, &whole), text: String::new() });
    edits.sort_by_key(|edit| edit.range.start);
    Some(Refactoring { title: texts::inline(name), kind: RefactoringKind::Inline, edits })
}

/// Extends a range by the spaces before it and the line end after it.
fn whole_lines(place: &Selected<'_>, range: &Range<usize>) -> Range<usize> {
    let text = place.document.text();
    let range = text.trim_end(range.clone());
    let blanks = |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|b| b" \t\r".contains(b)).count();
    let before = text.slice(range.start.saturating_sub(200)..range.start);
    let start = range.start - blanks(&mut before.as_bytes().iter().rev());
    let behind = text.slice(range.end..text.len().min(range.end + 200));
    let blank = blanks(&mut behind.as_bytes().iter());
    let is_end = behind.as_bytes().get(blank) == Some(&b'\n');
    start..range.end + blank + usize::from(is_end)
}
