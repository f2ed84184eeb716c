//! The sources that a file takes from its build context, and what is known of them.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use dockwright_context::build::SourceFacts;

use super::{FileContext, Role};
use crate::rule::Severity;
use dockwright_analysis::{
    document::Document,
    facts::operands::{FromOperands, Operands},
    model::{Evaluated, Model, Remark, Value},
    spec::Instruction,
};

/// More sources of a file are not looked up.
const MAX_SOURCES: usize = 2_000;

/// A source that is looked at.
pub(super) struct ContextSource<'a> {
    pub(super) stage: usize,
    /// The instruction; for what a trigger of the base copies it is the FROM.
    pub(super) item: usize,
    pub(super) role: Role,
    /// Where it is shown, relative to the instruction.
    pub(super) range: Range<usize>,
    pub(super) path: &'a Value,
    pub(super) instruction: Instruction,
    /// What each build finds, and whether something says that its context is the right one.
    pub(super) facts: Vec<(bool, Arc<SourceFacts>)>,
}

impl ContextSource<'_> {
    /// The severity for people: what the base image may change is worth a mention, and an argument that the build may be
    /// given is not known at all.
    pub(super) fn severity(&self, severity: Severity) -> Option<Severity> {
        match &self.path.argument {
            Some(_) => None,
            None if self.path.is_certain => Some(severity),
            None => Some(severity.max(Severity::Info)),
        }
    }
}

/// Calls `visit` with each source that all builds have looked up.
pub(super) fn each<'a>(ctx: &FileContext<'a>, mut visit: impl FnMut(&ContextSource<'a>)) {
    let contexts = &ctx.document.context().contexts;
    if contexts.is_empty() {
        return;
    }
    // A build for a target does not run the other stages.
    let needed = ctx.model.converted();
    let mut left = MAX_SOURCES;
    for (stage, found) in ctx.model.stages.iter().enumerate() {
        if needed.as_ref().is_some_and(|needed| !needed[stage]) {
            continue;
        }
        each_in(&found.evaluated, |item, role, range, path, instruction| {
            let Some(rest) = left.checked_sub(1) else { return };
            left = rest;
            if let Some(facts) = contexts.source(&path.text) {
                visit(&ContextSource { stage, item, role, range, path, instruction, facts });
            }
        });
    }
}

/// Calls `visit` with the sources of a stage: instruction, role, range, path, keyword.
fn each_in<'a>(
    evaluated: &'a Evaluated,
    mut visit: impl FnMut(usize, Role, Range<usize>, &'a Value, Instruction),
) {
    for remark in &evaluated.remarks_in_triggers {
        if let Remark::ContextSource { path, instruction, .. } = remark {
            visit(0, Role::Inherited, from_range(evaluated), path, *instruction);
        }
    }
    for (item, remark) in &evaluated.remarks {
        if let Remark::ContextSource { range, path, instruction } = remark {
            visit(*item, Role::Own, range.clone(), path, *instruction);
        }
    }
}

/// Where a trigger of the base is shown.
fn from_range(evaluated: &Evaluated) -> Range<usize> {
    let Some(item) = evaluated.items.first() else { return 0..0 };
    match &item.facts.operands {
        Operands::From(operands) => match operands.as_ref() {
            FromOperands { image: Some(image), .. } => image.range.clone(),
            _ => item.facts.keyword_range.clone(),
        },
        _ => item.facts.keyword_range.clone(),
    }
}

/// The paths that a file takes from its build context, each once: what there is to look up.
pub fn context_sources(document: &Document, model: &Model) -> BTreeSet<Arc<str>> {
    let mut paths = BTreeSet::new();
    if document.is_empty() {
        return paths;
    }
    for stage in &model.stages {
        each_in(&stage.evaluated, |_, _, _, path, _| {
            if paths.len() < MAX_SOURCES {
                paths.insert(Arc::clone(&path.text));
            }
        });
    }
    paths
}
