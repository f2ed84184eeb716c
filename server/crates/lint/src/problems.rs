//! The problems of a whole file, found in a linear pass over the facts of its instructions.
//!
//! It joins the problems of single instructions with those of the file as a whole, placed in the
//! document.

mod corrections;
mod own_stage;

use std::ops::Range;

use dockwright_syntax::Text;
use memchr::{memchr, memrchr};

use crate::{
    engine::{self, Reader},
    suppression::{self, CheckOptions},
};
use dockwright_analysis::{
    document::{Directive, Document, Item, Placed},
    go::quote,
    model::{Model, epoch},
    problem::{Phase, Problem, Refusal, Unless},
    spec::Instruction,
    suggest::nearest,
};

/// BuildKit's limit for a physical line, its line feed included.
const MAX_LINE: usize = 65535;

/// A problem with its range in the document.
#[derive(Debug, Clone)]
pub struct PlacedProblem {
    /// The problem.
    pub problem: Problem,
    /// First and last line as BuildKit counts them, 1-based; `None` if it gives none.
    pub lines: Option<(u32, u32)>,
}

/// All problems, those of a later phase also where an earlier one would have stopped BuildKit.
pub fn problems(document: &Document, model: &Model, reader: Reader) -> Vec<PlacedProblem> {
    let mut found = Vec::new();
    directives(document, &mut found);
    long_lines(document, &mut found);
    let is_empty = document.is_empty();
    let mut is_reported = false;
    for placed in document.suspects() {
        for problem in &placed.facts.problems {
            found.push(place(&placed, problem.clone()));
        }
        if placed.is_preamble && !matches!(placed.facts.instruction, None | Some(Instruction::Arg)) {
            is_reported = true;
            let problem = Problem::new(
                Refusal::InstructionBeforeFrom,
                Phase::Instruction,
                placed.facts.keyword_range.clone(),
                "no build stage in current context",
            );
            found.push(place(&placed, problem));
        }
    }
    if is_empty || !(document.has_stages() || is_reported) {
        found.push(nothing_to_build(document, is_empty));
    }
    meaning(document, model, &mut found);
    if found.is_empty() {
        found.extend(failed_checks(document, model, reader));
    }
    for placed in &mut found {
        own_stage::add(document, model, &mut placed.problem);
        corrections::add(document, model, &mut placed.problem);
    }
    if reader == Reader::Person {
        drop_consequences(&mut found);
    }
    found
}

/// Drops problems that only follow from a value that is not joined to its flag: Docker reads such a
/// value as the type of HEALTHCHECK.
fn drop_consequences(found: &mut Vec<PlacedProblem>) {
    let is_lost_value = |it: &&PlacedProblem| it.problem.refusal == Refusal::FlagNeedsValue;
    let lines: Vec<_> = found.iter().filter(is_lost_value).map(|it| it.lines).collect();
    if !lines.is_empty() {
        found
            .retain(|it| it.problem.refusal != Refusal::InvalidHealthcheckType || !lines.contains(&it.lines));
    }
}

/// What BuildKit rejects once variables are expanded and stages are known. With a target, only the
/// FROM is checked in stages that the target does not need.
fn meaning(document: &Document, model: &Model, found: &mut Vec<PlacedProblem>) {
    if let Some(preamble) = document.preamble() {
        found.extend(
            model.global.problems.iter().map(|(at, problem)| place(&preamble.placed(*at), problem.clone())),
        );
    }
    found.extend(source_date_epoch(document, model));
    let unknown = model.inputs.target.as_ref().filter(|name| model.stage_named(name).is_none());
    let reached = model.converted();
    // BuildKit finds the problems of any FROM before it searches for the target.
    let is_needed = |stage: usize| unknown.is_none() && reached.as_ref().is_none_or(|reached| reached[stage]);
    for (number, (block, stage)) in document.stages().zip(&model.stages).enumerate() {
        let problems = stage.evaluated.problems.iter().filter(|(at, _)| *at == 0 || is_needed(number));
        found.extend(problems.map(|(at, problem)| place(&block.placed(*at), problem.clone())));
    }
    if let Some(name) = unknown.filter(|_| !model.stages.is_empty()) {
        found.push(unknown_target(model, name));
        return;
    }
    if model.edges.iter().all(|edge| edge.problem.is_none()) {
        return;
    }
    let blocks: Vec<_> = document.stages().collect();
    for edge in &model.edges {
        let is_converted = |refusal: Refusal| {
            let at_conversion = [Refusal::CopyFromUnknownStage, Refusal::MountFromUnknownStage];
            !edge.is_late() || !at_conversion.contains(&refusal) || is_needed(edge.user)
        };
        if let Some((problem, has_line)) =
            edge.problem.as_deref().filter(|(problem, _)| is_converted(problem.refusal))
        {
            let mut placed = place(&blocks[edge.user].placed(edge.item), problem.clone());
            if !has_line {
                placed.lines = None;
            }
            found.push(placed);
        }
    }
}

fn source_date_epoch(document: &Document, model: &Model) -> Option<PlacedProblem> {
    model.global.epoch.as_ref()?;
    let blocks: Vec<_> = document.stages().collect();
    let stages: Vec<&[Item]> = blocks.iter().map(|block| &**block.items()).collect();
    Some(match epoch::problem(model, &stages)? {
        (Some(stage), problem) => place(&blocks[stage].placed(0), problem),
        (None, problem) => {
            let range = epoch::declaration(document).unwrap_or(0..0);
            PlacedProblem { problem: Problem { range, ..problem }, lines: None }
        }
    })
}

fn unknown_target(model: &Model, name: &str) -> PlacedProblem {
    let message = format!("target stage {} could not be found", quote(name));
    let mut problem = Problem::new(Refusal::UnknownTarget, Phase::Convert, 0..0, message);
    let names: Vec<String> = (0..model.stages.len()).map(|stage| model.display_name(stage)).collect();
    problem.suggestion = nearest(&name.to_lowercase(), names.iter().map(String::as_str)).map(str::to_owned);
    PlacedProblem { problem, lines: None }
}

fn place(placed: &Placed<'_>, mut problem: Problem) -> PlacedProblem {
    // What is rejected while lines are read concerns the line itself, except for a heredoc that never
    // ends.
    let header_only = problem.phase == Phase::Parse && problem.refusal != Refusal::UnterminatedHeredoc;
    let rows = if header_only { placed.facts.header_rows } else { placed.facts.rows };
    let shift = |range: &Range<usize>| placed.start + range.start..placed.start + range.end;
    problem.range = shift(&problem.range);
    if let Some(fix) = &mut problem.fix {
        for edit in &mut fix.edits {
            edit.range = shift(&edit.range);
        }
    }
    PlacedProblem { problem, lines: Some((placed.row + 1, placed.row + rows + 1)) }
}

fn nothing_to_build(document: &Document, is_empty: bool) -> PlacedProblem {
    let text = document.text();
    let end = text.len();
    let (phase, message, lines) = if end == 0 {
        (Phase::Parse, "the Dockerfile cannot be empty", None)
    } else if is_empty {
        let ends_with_line_feed = text.slice(end - 1..end) == "\n";
        let last = text.point(end).row as u32 + u32::from(!ends_with_line_feed);
        (Phase::Parse, "file with no instructions", Some((last, last)))
    } else {
        (Phase::Convert, "dockerfile contains no stages to build", None)
    };
    PlacedProblem { problem: Problem::new(Refusal::NoStage, phase, end..end, message), lines }
}

fn directives(document: &Document, found: &mut Vec<PlacedProblem>) {
    let directives = document.directives();
    for (at, directive) in directives.iter().enumerate() {
        let at_line =
            |problem| PlacedProblem { problem, lines: Some((directive.row + 1, directive.row + 1)) };
        if directives[..at].iter().any(|earlier| earlier.name == directive.name) {
            found.push(at_line(Problem::new(
                Refusal::DuplicateDirective,
                Phase::Parse,
                directive.range.clone(),
                format!("only one {} parser directive can be used", directive.name),
            )));
        } else if directive.name == "escape" && !matches!(directive.value.as_str(), "`" | "\\") {
            found.push(at_line(Problem::new(
                Refusal::InvalidDirective,
                Phase::Parse,
                directive.value_range.clone(),
                format!("invalid escape token '{}' does not match ` or \\", directive.value),
            )));
        }
    }
    if let Some(directive) = document.header_check() {
        found.extend(check_options(directive).map(|problem| PlacedProblem { problem, lines: None }));
    }
}

fn check_options(directive: &Directive) -> Option<Problem> {
    let message = CheckOptions::read(&directive.value).err()?;
    Some(Problem::new(
        Refusal::InvalidDirective,
        Phase::Convert,
        directive.value_range.clone(),
        format!("failed to parse check options: {message}"),
    ))
}

/// With `error=true` in the header, any finding of a check makes the build fail.
fn failed_checks(document: &Document, model: &Model, reader: Reader) -> Option<PlacedProblem> {
    if !suppression::of_header(document).is_error {
        return None;
    }
    let violated = engine::violated(document, model, reader);
    if violated.names.is_empty() {
        return None;
    }
    let range = document.header_check().map_or(0..0, |directive| directive.value_range.clone());
    let message = format!("lint violation found for rules: {}", violated.names.join(", "));
    let mut problem = Problem::new(Refusal::ChecksFailed, Phase::Convert, range, message);
    problem.unless = violated.depends_on_base.then_some(Unless::Base);
    Some(PlacedProblem { problem, lines: None })
}

/// Lines that BuildKit cannot read. It reports the last line that it could read.
///
/// Only windows of the greatest length are searched, from their ends: a line feed there clears
/// everything before it.
fn long_lines(document: &Document, found: &mut Vec<PlacedProblem>) {
    let text = document.text();
    let mut start = 0;
    while start + MAX_LINE < text.len() {
        let limit = start + MAX_LINE;
        if let Some(line_feed) = last_line_feed(text, start, limit) {
            start = line_feed + 1;
            continue;
        }
        let end = next_line_feed(text, limit);
        let problem = Problem::new(
            Refusal::LineTooLong,
            Phase::Parse,
            start..end,
            "dockerfile line greater than max allowed size of 65535",
        );
        let row = text.point(start).row as u32;
        found.push(PlacedProblem { problem, lines: Some((row, row)) });
        start = end + 1;
    }
}

fn last_line_feed(text: &Text, start: usize, end: usize) -> Option<usize> {
    let search = |from: usize| {
        let (mut offset, mut found) = (from, None);
        while offset < end {
            let chunk = text.chunk_at(offset);
            let chunk = &chunk[..chunk.len().min(end - offset)];
            found = memrchr(b'\n', chunk).map(|at| offset + at).or(found);
            offset += chunk.len();
        }
        found
    };
    // Nearly always there is one close by.
    search(end.saturating_sub(512).max(start)).or_else(|| search(start))
}

fn next_line_feed(text: &Text, mut offset: usize) -> usize {
    while offset < text.len() {
        let chunk = text.chunk_at(offset);
        if let Some(at) = memchr(b'\n', chunk) {
            return offset + at;
        }
        offset += chunk.len();
    }
    offset
}
