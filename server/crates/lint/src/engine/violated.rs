//! The checks that make a build with `# check=error=true` fail: BuildKit's rules that a file
//! breaks, in the order in which BuildKit checks them.

use super::{PlacedFinding, Reader, findings};
use crate::{
    preset::Selection,
    rule::{Moment, Pass, Preset},
};
use dockwright_analysis::{document::Document, model::Model, spec::Instruction};

/// The checks that make the build fail.
#[derive(Debug, Default)]
pub struct Violated {
    /// The names of the rules, each once.
    pub names: Vec<&'static str>,
    /// With a different base image it might not fail.
    pub depends_on_base: bool,
}

/// The rules that a file breaks. For users, a rule counts only if they see its findings.
pub fn violated(document: &Document, model: &Model, reader: Reader) -> Violated {
    let mut found = findings(document, model, Selection::of_preset(Preset::Buildkit), Reader::Build);
    found.retain(|found| reader == Reader::Build || found.finding.severity.is_some());
    found.sort_by_key(moment);
    let mut violated = Violated { names: Vec::new(), depends_on_base: !found.is_empty() };
    for found in found {
        let rule = found.finding.rule;
        let name = rule.name;
        violated.depends_on_base &= rule.depends_on_base && has_unknown_base(document, model, &found);
        if !violated.names.contains(&name) {
            violated.names.push(name);
        }
    }
    violated
}

fn has_unknown_base(document: &Document, model: &Model, found: &PlacedFinding<'_>) -> bool {
    let stage = document.block_at(found.placed.start).and_then(|(stage, _)| stage);
    stage.is_some_and(|stage| model.stages[stage].evaluated.entry.is_open)
}

/// When BuildKit finds it: the pass, the instruction that it processes, and how far it is with
/// that.
fn moment(found: &PlacedFinding<'_>) -> (Pass, usize, usize) {
    let Moment { pass, step } = found.finding.rule.moment;
    // A second CMD is found at its own place, and shown at the first.
    let start = match found.finding.silenced_at {
        Some(item) if pass == Pass::Dispatch => found.block.placed(item).start,
        _ => found.placed.start,
    };
    // Each word of an ARG is checked separately.
    let rank = if pass == Pass::Dispatch && found.placed.facts.instruction == Some(Instruction::Arg) {
        found.finding.range.start
    } else {
        step.into()
    };
    (pass, start, rank)
}
