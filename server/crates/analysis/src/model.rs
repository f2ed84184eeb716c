//! The meaning of a Dockerfile: its stages, variables and images.
//!
//! The model follows BuildKit's convert phase (`frontend/dockerfile/dockerfile2llb`): first the
//! global arguments, then every stage in order, starting from the state at the end of its base. It
//! includes stages that a build of the last stage does not need.
//!
//! The model refers to stages and instructions by number and stores no other positions, so that
//! whatever an edit does not affect can be reused: a stage is evaluated again only if its
//! instructions, the global arguments or the end of its base changed. Values inside a stage are not
//! stored; [`place`] walks the stage again to compute them.

pub mod budget;
pub mod definitions;
pub mod epoch;
pub mod expansion;
pub mod flow;
pub(crate) mod graph;
pub mod image;
pub mod image_reference;
mod lazy;
pub mod paths;
mod pattern;
pub mod place;
pub mod scope;
mod stage;
pub mod state;
pub mod values;

use std::sync::Arc;

use dockwright_syntax::unicode;
use rustc_hash::FxHashMap;

pub use budget::Budget;
pub use definitions::{Definition, DefinitionKind, Origin, OriginKind, definitions, origins};
pub use expansion::{Lookup, Value};
pub use graph::{Edge, EdgeKind};
pub use image::ImageConfig;
pub(crate) use lazy::model_for_nowhere;
pub use scope::{Scope, Variable};
pub use state::{Command, DEFAULT_PATH, State};

use crate::{
    build_inputs::BuildInputs,
    document::{Document, Placed},
    facts::operands::Operands,
    memo::Memo,
    spec::Instruction,
};
use flow::Flow;
pub use flow::{Remark, Undefined};
pub use stage::Evaluated;

/// The meaning of a Dockerfile for a build with given inputs.
#[derive(Debug)]
pub struct Model {
    /// The inputs of the build.
    pub inputs: BuildInputs,
    /// The global scope.
    pub global: Arc<Global>,
    /// The stages in the order of the text.
    pub stages: Vec<Stage>,
    /// The stages with each name, in the order of the text.
    names: FxHashMap<Arc<str>, Vec<usize>>,
    /// Uses of stages by COPY and mounts.
    pub edges: Vec<Edge>,
}

/// The arguments before the first stage.
#[derive(Debug)]
pub struct Global {
    /// They, and the automatic arguments.
    pub scope: Arc<Scope>,
    /// Only the automatic arguments.
    pub automatic: Arc<Scope>,
    /// The scope for a build that passes no build arguments.
    pub defaults: Arc<Scope>,
    /// The value of `SOURCE_DATE_EPOCH`, if it has one.
    pub epoch: Option<Value>,
    /// Whether the frontend supports `RUN --device`.
    has_devices: bool,
    /// Results that higher layers compute from it.
    pub memo: Memo,
    /// By the index of the instruction in the preamble.
    pub problems: Vec<(usize, crate::problem::Problem)>,
    facts: Vec<Arc<crate::facts::Facts>>,
    /// The steps of the document's budget that are left after it.
    budget: Budget,
}

/// A stage.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Its name in lower case.
    pub name: Option<Arc<str>>,
    /// Its base.
    pub base: Base,
    /// The results of evaluating its instructions.
    pub evaluated: Arc<Evaluated>,
}

/// The base of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// An earlier stage.
    Stage(usize),
    /// `scratch`.
    Scratch,
    /// An image, given by its name after expansion.
    Image(Arc<str>),
    /// A base that could not be read.
    Unknown,
}

impl Model {
    /// The image that a stage is based on, directly or through other stages.
    pub fn base_image(&self, stage: usize) -> Option<&str> {
        /// How many stages may be based on one another.
        const DEPTH: usize = 16;
        let mut stage = stage;
        for _ in 0..DEPTH {
            match self.stages.get(stage).map(|stage| &stage.base) {
                Some(Base::Stage(base)) if *base < stage => stage = *base,
                Some(Base::Image(image)) => return Some(image.as_ref()),
                _ => break,
            }
        }
        None
    }

    /// Evaluates a document. Parts that are the same as in `earlier` are reused.
    pub fn new(document: &Document, inputs: &BuildInputs, earlier: Option<&Self>) -> Self {
        let target = document.stages().last().and_then(stage::name);
        let settled = epoch::settled_inputs(inputs);
        let earlier = earlier.filter(|earlier| earlier.inputs == *settled.as_ref().unwrap_or(inputs));
        let global = Global::new(document, inputs, target.as_deref(), earlier.map(|earlier| &earlier.global));
        let mut model = Self {
            inputs: settled.unwrap_or_else(|| inputs.clone()),
            global,
            stages: Vec::new(),
            names: FxHashMap::default(),
            edges: Vec::new(),
        };
        stage::evaluate_all(document, &mut model, earlier);
        model.edges = graph::edges(&model);
        model
    }

    /// The last stage with this name, in any letter case, which COPY and mounts refer to.
    pub fn stage_named(&self, name: &str) -> Option<usize> {
        self.stages_named(name).last().copied()
    }

    /// The stage that a build with this target builds. The target is a name or a number.
    pub fn built_stage(&self, target: &str) -> Option<usize> {
        let number = || target.parse().ok().filter(|&number: &usize| number < self.stages.len());
        self.stage_named(target).or_else(number)
    }

    /// All stages with this name, in any letter case.
    pub fn stages_named(&self, name: &str) -> &[usize] {
        let found = match self.names.get(name) {
            Some(found) => Some(found),
            None => self.names.get(unicode::lower(name).as_str()),
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// The stages that are converted: those that a build of the target needs, or all of them if there
    /// is no target. `None` if all are converted.
    pub fn converted(&self) -> Option<Vec<bool>> {
        let target = self.stage_named(self.inputs.target.as_deref()?)?;
        Some(self.reachable(target))
    }

    /// Whether two stages have the same name.
    pub fn has_duplicate_names(&self) -> bool {
        self.stages.iter().filter(|stage| stage.name.is_some()).count() > self.names.len()
    }

    /// The stage that is built.
    pub fn target(&self) -> Option<usize> {
        match &self.inputs.target {
            Some(name) => self.stage_named(name),
            None => self.stages.len().checked_sub(1),
        }
    }

    /// The stages that a build of `target` needs.
    pub fn reachable(&self, target: usize) -> Vec<bool> {
        self.reachable_with(target, |_, _| {})
    }

    /// The stages that a build of `target` needs, where `also` adds stages that a stage needs.
    pub fn reachable_with(&self, target: usize, mut also: impl FnMut(usize, &mut Vec<usize>)) -> Vec<bool> {
        let mut sources: Vec<Vec<usize>> = vec![Vec::new(); self.stages.len()];
        for edge in &self.edges {
            sources[edge.user].extend(edge.stage);
        }
        let mut reached = vec![false; self.stages.len()];
        let mut pending = vec![target];
        while let Some(at) = pending.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                pending.extend_from_slice(&sources[at]);
                if let Base::Stage(base) = self.stages[at].base {
                    pending.push(base);
                }
                also(at, &mut pending);
            }
        }
        reached
    }

    /// The stage's name, or BuildKit's name for it if it has none.
    pub fn display_name(&self, stage: usize) -> String {
        match &self.stages[stage].name {
            Some(name) => name.to_string(),
            None => format!("stage-{stage}"),
        }
    }

    /// The configuration of the image that a stage produces.
    pub fn image(&self, document: &Document, stage: usize) -> ImageConfig {
        let blocks: Vec<_> = document.stages().collect();
        let mut chain = vec![stage];
        while let Base::Stage(base) = self.stages[chain[chain.len() - 1]].base {
            chain.push(base);
        }
        let bottom = &self.stages[*chain.last().unwrap_or(&stage)];
        let is_windows = bottom.evaluated.base_state.is_windows();
        let mut image = ImageConfig::of_base(self.inputs.base.as_ref(), &bottom.base, is_windows);
        let mut entry: Option<State> = None;
        let mut budget = Budget::default();
        for &at in chain.iter().rev() {
            let from_stage = entry.is_some();
            let state = match entry.take() {
                Some(state) => state.sealed().inherited(),
                None => self.stages[at].evaluated.base_state.as_ref().clone(),
            };
            let mut flow = Flow {
                image: Some(if from_stage { image.inherited() } else { image }),
                ..Flow::new(&self.inputs, &self.global.scope, state, budget)
            };
            for trigger in self.stages[at].evaluated.triggers.iter() {
                if let Some(trigger) = &trigger.trigger {
                    flow.step(trigger);
                }
            }
            for placed in blocks[at].instructions().skip(1) {
                flow.step(placed.facts);
                if placed.facts.instruction == Some(Instruction::Onbuild)
                    && let Some(text) = flow.image.as_mut().and_then(|image| image.onbuild.last_mut())
                {
                    text.push_str(&blanks_behind(document, &placed));
                }
            }
            image = flow.image.take().unwrap_or_default();
            budget = flow.budget;
            entry = Some(flow.state);
        }
        image
    }
}

/// The whitespace after an instruction on its last line, which belongs to no node but which
/// BuildKit stores with a trigger.
fn blanks_behind(document: &Document, placed: &Placed<'_>) -> String {
    let text = document.text();
    let end = placed.start + placed.facts.len;
    let limit = text.len().min(end + 256);
    let rest = text.slice(end..limit);
    let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    if line.chars().all(char::is_whitespace) { line.to_owned() } else { String::new() }
}

impl Global {
    fn new(
        document: &Document,
        inputs: &BuildInputs,
        last_stage: Option<&str>,
        earlier: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let facts: Vec<_> = document
            .preamble()
            .map(|block| block.items().iter().map(|item| Arc::clone(&item.facts)).collect())
            .unwrap_or_default();
        let automatic = automatic(inputs, last_stage);
        let has_devices = document.frontend(inputs).and_then(|frontend| frontend.has_devices()) == Some(true);
        let is_same = |old: &&Arc<Self>| {
            old.has_devices == has_devices
                && old.facts.len() == facts.len()
                && old.facts.iter().zip(&facts).all(|(a, b)| Arc::ptr_eq(a, b))
                && old.automatic == automatic
        };
        if let Some(old) = earlier.filter(is_same) {
            return Arc::clone(old);
        }
        let state =
            State { scope: Arc::clone(&automatic), ..State::new(inputs.platform.clone(), false, None) };
        let empty = Scope::default();
        let mut flow = Flow::new(
            inputs,
            &empty,
            State { scope: Arc::new(automatic.as_ref().clone()), ..state },
            Budget::default(),
        );
        let mut problems = Vec::new();
        for (at, facts) in facts.iter().enumerate() {
            if let Operands::Arg(definitions) = &facts.operands
                && facts.problems.is_empty()
            {
                flow.arg(definitions);
                problems.extend(flow.problems.drain(..).map(|problem| (at, problem)));
            }
        }
        let (scope, budget) = (flow.state.scope, flow.budget);
        let epoch = epoch::value(inputs, &scope);
        let scope = match &epoch {
            Some(value) => epoch::settle(scope, value),
            None => scope,
        };
        let scope = match earlier {
            Some(old) if old.scope == scope => Arc::clone(&old.scope),
            _ => scope,
        };
        let defaults = if inputs.build_args.is_empty() && inputs.unknown_args.is_empty() {
            Arc::clone(&scope)
        } else {
            let inputs = BuildInputs { build_args: Vec::new(), unknown_args: Vec::new(), ..inputs.clone() };
            let scope = Arc::new(automatic.as_ref().clone());
            let state = State { scope, ..State::new(inputs.platform.clone(), false, None) };
            let mut flow = Flow::new(&inputs, &empty, state, Budget::default());
            for facts in &facts {
                if let Operands::Arg(definitions) = &facts.operands {
                    flow.arg(definitions);
                }
            }
            flow.state.scope
        };
        Arc::new(Self {
            scope,
            automatic,
            defaults,
            epoch,
            has_devices,
            memo: Memo::default(),
            problems,
            facts,
            budget,
        })
    }
}

/// The variables that BuildKit sets.
fn automatic(inputs: &BuildInputs, last_stage: Option<&str>) -> Arc<Scope> {
    let target = inputs.target.as_deref().or(last_stage).filter(|name| !name.is_empty());
    let mut scope = Scope::default();
    for (prefix, platform) in [("BUILD", &inputs.builder), ("TARGET", &inputs.platform)] {
        let specifier = platform.full_specifier();
        for (suffix, value) in [
            ("PLATFORM", specifier.as_str()),
            ("OS", platform.os.as_str()),
            ("OSVERSION", platform.os_version.as_str()),
            ("ARCH", platform.arch.as_str()),
            ("VARIANT", platform.variant.as_str()),
        ] {
            automatic_argument(&mut scope, inputs, &format!("{prefix}{suffix}"), value);
        }
    }
    automatic_argument(&mut scope, inputs, "TARGETSTAGE", target.unwrap_or("default"));
    Arc::new(scope)
}

fn automatic_argument(scope: &mut Scope, inputs: &BuildInputs, name: &str, value: &str) {
    let value = inputs.build_arg(name).unwrap_or_else(|| value.into());
    scope.declare(name, Some(Value::certain(value)));
}
