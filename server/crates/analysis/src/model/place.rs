//! Computes the state at a position in the document.
//!
//! No such state is stored: the stage is walked again up to the position.

use std::sync::Arc;

use super::{
    Budget, Lookup, Model, State,
    flow::{Flow, look_up},
};
use crate::{
    build_inputs::BuildInputs,
    document::{Document, Placed},
    facts::{
        Facts,
        operands::{ArgDefinition, Operands},
        template::Reference,
    },
    spec::Instruction,
};

/// The instruction at an offset.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// Its stage, `None` before the first one.
    pub stage: Option<usize>,
    /// Its index in the stage or preamble.
    pub item: usize,
    /// The instruction.
    pub placed: Placed<'a>,
}

impl<'a> Spot<'a> {
    /// The last instruction that starts at or before the offset.
    pub fn before(document: &'a Document, offset: usize) -> Option<Self> {
        let (stage, block) = document.block_at(offset)?;
        let item = block.item_at(offset)?;
        Some(Self { stage, item, placed: block.placed(item) })
    }

    /// The instruction that contains the offset or ends there.
    pub fn at(document: &'a Document, offset: usize) -> Option<Self> {
        Self::before(document, offset).filter(|spot| offset <= spot.end())
    }

    /// The end of the instruction in the document.
    pub fn end(&self) -> usize {
        self.placed.start + self.placed.facts.len
    }

    /// The instruction that runs: the trigger inside an ONBUILD, or else the instruction itself.
    pub fn facts(&self) -> &'a Facts {
        match (&self.placed.facts.trigger, self.placed.facts.instruction) {
            (Some(trigger), Some(Instruction::Onbuild)) => trigger,
            _ => self.placed.facts,
        }
    }

    /// Whether the instruction is inside an ONBUILD.
    pub fn is_trigger(&self) -> bool {
        self.placed.facts.trigger.is_some() && self.placed.facts.instruction == Some(Instruction::Onbuild)
    }
}

/// A walk over the instructions of a stage, with the state before each.
#[derive(Debug)]
pub struct StageWalk<'a> {
    flow: Flow<'a>,
}

impl<'a> StageWalk<'a> {
    /// Starts after FROM.
    pub fn of_stage(model: &'a Model, stage: usize) -> Self {
        Self::new(
            &model.inputs,
            model,
            model.stages[stage].evaluated.entry.as_ref().clone(),
            model.stages[stage].evaluated.budget(),
        )
    }

    /// Starts at the top of the file, in the global scope.
    pub fn of_preamble(model: &'a Model) -> Self {
        let state = State::new(model.inputs.platform.clone(), false, None);
        let scope = Arc::new(model.global.automatic.as_ref().clone());
        Self::new(&model.inputs, model, State { scope, ..state }, Budget::default())
    }

    /// Starts at a FROM, which sees the whole global scope.
    pub fn at_from(model: &'a Model) -> Self {
        let state = State::new(model.inputs.platform.clone(), false, None);
        let scope = Arc::clone(&model.global.scope);
        Self::new(&model.inputs, model, State { scope, ..state }, Budget::default())
    }

    fn new(inputs: &'a BuildInputs, model: &'a Model, state: State, budget: Budget) -> Self {
        let global = &model.global.scope;
        Self { flow: Flow::new(inputs, global, state, budget) }
    }

    /// Applies an instruction.
    pub fn step(&mut self, facts: &Facts) {
        if facts.problems.is_empty() {
            self.flow.step(facts);
            self.flow.problems.clear();
            self.flow.undefined.clear();
            self.flow.remarks.clear();
        }
    }

    /// Applies words of an ARG.
    pub fn declare(&mut self, definitions: &[ArgDefinition]) {
        self.flow.arg(definitions);
        self.flow.problems.clear();
        self.flow.undefined.clear();
    }

    /// Applies the words of an ARG that end before `limit`, an offset in the instruction: the next word
    /// sees them.
    pub fn declare_before(&mut self, facts: &Facts, limit: usize) {
        if let Operands::Arg(definitions) = &facts.operands
            && facts.problems.is_empty()
        {
            let end = |definition: &ArgDefinition| {
                definition.value.as_ref().map_or(0, |value| value.range.end).max(definition.name.range.end)
            };
            let count = definitions.partition_point(|definition| end(definition) <= limit);
            self.declare(&definitions[..count]);
        }
    }

    /// The current state.
    pub fn state(&self) -> &State {
        &self.flow.state
    }

    /// Looks up the variable of a reference.
    pub fn look_up(&self, reference: &Reference) -> Lookup {
        look_up(&self.flow.state, &reference.name).0
    }
}

/// The state in which a reference at `offset` is expanded. Triggers see the state at the end of
/// their stage, FROM sees the global scope.
pub fn state_at(document: &Document, model: &Model, spot: &Spot<'_>, offset: usize) -> State {
    let relative = offset.saturating_sub(spot.placed.start);
    let Some(stage) = spot.stage else {
        let mut walk = StageWalk::of_preamble(model);
        if let Some(preamble) = document.preamble() {
            for item in &preamble.items()[..spot.item] {
                walk.declare_before(&item.facts, usize::MAX);
            }
        }
        walk.declare_before(spot.placed.facts, relative);
        return walk.flow.state;
    };
    if spot.item == 0 {
        return StageWalk::at_from(model).flow.state;
    }
    if spot.is_trigger() {
        return model.stages[stage].evaluated.exit.as_ref().clone();
    }
    let mut walk = StageWalk::of_stage(model, stage);
    if let Some(block) = document.stages().nth(stage) {
        for item in &block.items()[1..spot.item] {
            walk.step(&item.facts);
        }
    }
    if spot.placed.facts.instruction == Some(Instruction::Arg) {
        walk.declare_before(spot.placed.facts, relative);
    }
    walk.flow.state
}
