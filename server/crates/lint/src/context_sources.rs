//! The sources that a file copies or mounts from its build context, and what is known about them.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use dockwright_context::build::SourceFacts;

use crate::{
    check::{FileContext, Role},
    rule::Severity,
};
use dockwright_analysis::{
    document::Document,
    facts::operands::{FromOperands, Operands},
    model::{Evaluated, Model, Remark, Value},
    spec::Instruction,
};

/// How many sources of a file are looked up.
const MAX_SOURCES: usize = 2_000;

/// A source in the build context.
pub struct ContextSource<'a> {
    pub stage: usize,
    /// The instruction; for a source in an inherited trigger, the FROM.
    pub item: usize,
    pub role: Role,
    /// The range to report, relative to the instruction.
    pub range: Range<usize>,
    pub path: &'a Value,
    pub instruction: Instruction,
    /// The facts in each build, and whether the build's context is stated and not only assumed.
    pub facts: Vec<(bool, Arc<SourceFacts>)>,
}

impl ContextSource<'_> {
    /// The severity for users. If the base image may change the path, the finding is only information;
    /// if a build argument may change it, there is none.
    pub fn severity(&self, severity: Severity) -> Option<Severity> {
        match &self.path.argument {
            Some(_) => None,
            None if self.path.is_certain => Some(severity),
            None => Some(severity.max(Severity::Info)),
        }
    }
}

/// Calls `visit` with each source that all builds have looked up.
pub fn each<'a>(ctx: &FileContext<'a>, mut visit: impl FnMut(&ContextSource<'a>)) {
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

/// The range at which an inherited trigger is reported.
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

/// The paths that a file takes from its build context, each once, so that they can be looked up.
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
