//! The fix for a `--from` or a mount that names its image with a variable: a stage for the image.
//!
//! Docker expands variables in FROM only, and there only arguments of the whole file. So the fix is offered where all
//! variables are such arguments.

use std::ops::Range;

use dockwright_analysis::{
    document::Document,
    facts::{
        Facts,
        mount_from::VARIABLE_IN_FROM,
        operands::Operands,
        template::{Reference, Template},
    },
    fix::{Fix, TextEdit},
    model::Model,
    problem::{Problem, Refusal},
    spec::{FlagValue, Instruction, mounts::MountValue},
};
use dockwright_texts::lint::corrections as texts;

/// Adds a stage for the image of a problem that has its place in the document.
pub(super) fn add(document: &Document, model: &Model, problem: &mut Problem) {
    let is_about_variable = problem.refusal == Refusal::CopyFromVariable
        || (problem.refusal == Refusal::InvalidMount && problem.message == VARIABLE_IN_FROM);
    if is_about_variable && problem.fix.is_none() {
        problem.fix = fix(document, model, &problem.range);
    }
}

fn fix(document: &Document, model: &Model, at: &Range<usize>) -> Option<Fix> {
    let (_, block) = document.block_at(at.start)?;
    let placed = block.placed(block.item_at(at.start)?);
    let image = image(placed.facts, &(at.start.checked_sub(placed.start)?..at.end - placed.start))?;
    let is_plain = image.range.len() == image.text.len() && !image.text.contains(['"', '\'', '\\', ' ']);
    let mut is_global = true;
    image.references(&mut |reference: &Reference| {
        is_global &= model.global.scope.get(&reference.name).is_some();
    });
    if !is_plain || !is_global {
        return None;
    }
    let from = block.placed(0);
    if from.facts.instruction != Some(Instruction::From) {
        return None;
    }
    let name = free_name(document, &image.text);
    let (keyword, alias) =
        if from.facts.word.starts_with(char::is_lowercase) { ("from", "as") } else { ("FROM", "AS") };
    let above = above_comments(document, from.start);
    let stage = format!("{keyword} {} {alias} {name}\n\n", image.text);
    Some(Fix {
        title: texts::add_stage(&name),
        safe: false,
        edits: vec![
            TextEdit { range: above..above, text: stage },
            TextEdit { range: placed.start + image.range.start..placed.start + image.range.end, text: name },
        ],
    })
}

/// The image that an instruction names at a place.
fn image<'a>(facts: &'a Facts, at: &Range<usize>) -> Option<&'a Template> {
    match &facts.operands {
        Operands::Copy(_) => facts.flag_value(FlagValue::From),
        Operands::Run(mounts) => {
            let mount =
                mounts.iter().find(|mount| mount.range.start <= at.start && at.end <= mount.range.end)?;
            mount.value(MountValue::From)
        }
        _ => None,
    }
}

/// A name for the stage that no stage has: the image's own, or that of its variable.
fn free_name(document: &Document, image: &str) -> String {
    let path = image.split(['@']).next().unwrap_or(image);
    let last = path.rsplit('/').next().unwrap_or(path);
    let last = if last.starts_with('$') { last } else { last.split(':').next().unwrap_or(last) };
    let end = last.find('}').map_or(last.len(), |end| end + 1);
    let kept: String = last[..end]
        .to_lowercase()
        .chars()
        .map(|c| if c == '_' { '-' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let base = kept.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).trim_end_matches('-');
    let base = if base.is_empty() { "source" } else { base };
    let is_free = |name: &str| document.model().stage_named(name).is_none();
    let mut numbered = (2..).map(|number| format!("{base}-{number}"));
    if is_free(base) { base.to_owned() } else { numbered.find(|name| is_free(name)).unwrap_or_default() }
}

/// The start of the line of a FROM, or of the comments that belong to it.
fn above_comments(document: &Document, from: usize) -> usize {
    let before = document.text().slice(0..from);
    let mut at = before.rfind('\n').map_or(0, |end| end + 1);
    while let Some(line) =
        before[..at].strip_suffix('\n').map(|text| text.rsplit('\n').next().unwrap_or(text))
    {
        if !line.trim_start().starts_with('#') {
            break;
        }
        at -= line.len() + 1;
    }
    at
}
