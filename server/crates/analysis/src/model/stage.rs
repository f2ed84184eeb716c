//! Evaluates stages: their bases, and the effects of their instructions.

use std::{ops::Range, sync::Arc};

use dockwright_syntax::unicode;

use super::{
    Base, Budget, Global, Lookup, Model, Stage,
    budget::{IMAGE_STEPS, TRIGGER_STEPS},
    expansion::{Expansion, expand},
    flow::{Flow, Remark, Undefined, expansion_problem},
    graph::{self, Dependency},
    image_reference::ImageReference,
    state::State,
};
use crate::{
    build_inputs::BuildInputs,
    document::{BlockView, Document, Item},
    facts::{
        Facts,
        operands::{FromOperands, Operands},
        template::Template,
    },
    go::quote,
    memo::Memo,
    platform::Platform,
    problem::{Phase, Problem, Refusal, Unless},
    spec::{FlagValue, Instruction},
    suggest::nearest,
};

/// ONBUILD instructions.
type Triggers = Arc<[Arc<Facts>]>;

/// The results of evaluating a stage's instructions.
#[derive(Debug)]
pub struct Evaluated {
    /// Its instructions.
    pub items: Arc<[Item]>,
    pub global: Arc<Global>,
    /// The state at the end of its base, if that is a stage.
    parent: Option<Arc<State>>,
    /// The ONBUILD instructions of its base, as far as they were run.
    pub triggers: Triggers,
    from: From,
    /// The steps that were left before its triggers, after FROM and at its end.
    budgets: [Budget; 3],
    /// The state that it inherits from its base.
    pub base_state: Arc<State>,
    /// The state before the instruction after FROM.
    pub entry: Arc<State>,
    /// The state at its end.
    pub exit: Arc<State>,
    /// By the index of the instruction.
    pub problems: Vec<(usize, Problem)>,
    /// By the index of the instruction.
    pub undefined: Vec<(usize, Undefined)>,
    /// Undefined variables in the triggers of its base.
    pub undefined_in_triggers: Vec<Undefined>,
    /// By the index of the instruction.
    pub remarks: Vec<(usize, Remark)>,
    /// Remarks about the triggers of its base.
    pub remarks_in_triggers: Vec<Remark>,
    /// Its uses of other stages and images.
    pub dependencies: Vec<Dependency>,
    /// Results that higher layers compute from it.
    pub memo: Memo,
}

impl Evaluated {
    /// The steps that its own instructions may use.
    pub(crate) const fn budget(&self) -> Budget {
        self.budgets[1]
    }

    /// Whether it is based on another stage.
    pub fn has_parent(&self) -> bool {
        self.parent.is_some()
    }

    /// Whether it is based on `scratch`, and no earlier stage has that name.
    pub fn is_from_scratch(&self) -> bool {
        self.parent.is_none() && self.from.image.as_deref() == Some("scratch")
    }

    /// The image that it is based on, if it is not based on a stage or on `scratch`.
    pub fn base_image(&self) -> Option<&str> {
        self.from.image.as_deref().filter(|image| self.parent.is_none() && *image != "scratch")
    }
}

/// The content of a FROM, with variables expanded.
#[derive(Debug, Clone, Default)]
struct From {
    image: Option<Arc<str>>,
    platform: Option<Platform>,
    problems: Vec<Problem>,
    /// The input that could change the image.
    unless: Option<Unless>,
}

/// The name of a stage.
pub(super) fn name(block: BlockView<'_>) -> Option<String> {
    let operands = operands(block.items())?;
    Some(unicode::lower(&operands.name.as_ref()?.text))
}

fn operands(items: &[Item]) -> Option<&FromOperands> {
    match &items.first()?.facts.operands {
        Operands::From(operands) => Some(operands),
        _ => None,
    }
}

/// A stage before its instructions are evaluated.
struct Head {
    from: From,
    name: Option<Arc<str>>,
    old: Option<usize>,
    /// Whether the old stage has the same instructions.
    is_same_text: bool,
}

/// Evaluates the stages of a document into the model.
pub(super) fn evaluate_all(document: &Document, model: &mut Model, earlier: Option<&Model>) {
    let old_stages = earlier.map_or(&[][..], |earlier| &earlier.stages);
    let blocks: Vec<BlockView<'_>> = document.stages().collect();
    // Unchanged stages keep their order: those before the edit are matched from the front, the others
    // from the back.
    let is_same = |block: &BlockView<'_>, old: &Stage| Arc::ptr_eq(block.items(), &old.evaluated.items);
    let before = blocks.iter().zip(old_stages).take_while(|(block, old)| is_same(block, old)).count();
    let shift = |at: usize| (at + old_stages.len()).checked_sub(blocks.len());
    let (mut heads, mut bases) = (Vec::with_capacity(blocks.len()), Vec::with_capacity(blocks.len()));
    for (at, &block) in blocks.iter().enumerate() {
        let old = if at < before { Some(at) } else { shift(at) }.filter(|&at| at < old_stages.len());
        let head = head(block, model, old, old_stages);
        bases.push(base(&head.from, model));
        if let Some(name) = &head.name {
            match model.names.get_mut(name) {
                Some(stages) => stages.push(at),
                None => drop(model.names.insert(Arc::clone(name), vec![at])),
            }
        }
        heads.push(head);
    }
    // Computed once per base, because thousands of stages may have the same one.
    let mut triggers: Vec<Option<Triggers>> = vec![None; blocks.len()];
    for base in &bases {
        if let Base::Stage(base) = *base {
            triggers[base].get_or_insert_with(|| onbuild(blocks[base].items()));
        }
    }
    let triggered = if triggers.iter().flatten().all(|triggers| triggers.is_empty()) {
        Vec::new()
    } else {
        let target = match &model.inputs.target {
            Some(name) => model.stage_named(name),
            None => blocks.len().checked_sub(1),
        };
        graph::triggered(target, &bases, &model.names, &blocks)
    };
    model.stages.reserve(blocks.len());
    let mut budget = model.global.budget;
    let none: Triggers = [].into();
    for (at, (head, base)) in heads.into_iter().zip(bases).enumerate() {
        let of_base = match base {
            Base::Stage(base) if triggered.get(at).is_some_and(|is| *is) => triggers[base].as_ref(),
            _ => None,
        };
        let triggers = Arc::clone(of_base.unwrap_or(&none));
        let old = head.old.and_then(|old| old_stages.get(old));
        let stage = evaluate(blocks[at].items(), model, head, base, triggers, old, &mut budget);
        model.stages.push(stage);
    }
}

fn head(block: BlockView<'_>, model: &Model, old: Option<usize>, old_stages: &[Stage]) -> Head {
    let items = block.items();
    let old_stage = old.and_then(|old| old_stages.get(old));
    let same_text = old_stage.filter(|old| Arc::ptr_eq(items, &old.evaluated.items));
    let from = match same_text {
        Some(old) if Arc::ptr_eq(&old.evaluated.global, &model.global) => old.evaluated.from.clone(),
        _ => from(items, &model.global),
    };
    let name = match same_text {
        Some(old) => old.name.clone(),
        None => {
            operands(items).and_then(|operands| Some(unicode::lower(&operands.name.as_ref()?.text).into()))
        }
    };
    Head { from, name, old, is_same_text: same_text.is_some() }
}

fn evaluate(
    items: &Arc<[Item]>,
    model: &Model,
    head: Head,
    base: Base,
    triggers: Triggers,
    old: Option<&Stage>,
    budget: &mut Budget,
) -> Stage {
    let Head { from, name, is_same_text, .. } = head;
    let parent = match base {
        Base::Stage(base) => Some(&model.stages[base].evaluated),
        _ => None,
    };
    if let Some(old) = old.filter(|_| is_same_text) {
        let same_parent = match (&parent, &old.evaluated.parent) {
            (Some(parent), Some(old)) => Arc::ptr_eq(&parent.exit, old),
            (None, None) => old.base == base,
            _ => false,
        };
        let same_triggers = triggers.len() == old.evaluated.triggers.len()
            && triggers.iter().zip(old.evaluated.triggers.iter()).all(|(a, b)| Arc::ptr_eq(a, b));
        let [start, _, end] = old.evaluated.budgets;
        if same_parent
            && same_triggers
            && Arc::ptr_eq(&old.evaluated.global, &model.global)
            && let Some(left) = budget.after(start, end)
        {
            *budget = left;
            return Stage { name, base, evaluated: Arc::clone(&old.evaluated) };
        }
    }
    let base_state = match &parent {
        Some(parent) => parent.exit.inherited(),
        None => State::of_base(&base, from.platform.as_ref(), &model.inputs),
    };
    let evaluation = Evaluation {
        items,
        inputs: &model.inputs,
        global: &model.global,
        base: &base,
        from,
        triggers,
        parent: parent.map(|parent| Arc::clone(&parent.exit)),
        earlier: old,
        budget: *budget,
    };
    let evaluated = Arc::new(evaluation.run(base_state));
    *budget = evaluated.budgets[2];
    Stage { name, base, evaluated }
}

struct Evaluation<'a> {
    items: &'a Arc<[Item]>,
    inputs: &'a BuildInputs,
    global: &'a Arc<Global>,
    base: &'a Base,
    from: From,
    triggers: Triggers,
    parent: Option<Arc<State>>,
    earlier: Option<&'a Stage>,
    budget: Budget,
}

impl Evaluation<'_> {
    fn run(self, base_state: State) -> Evaluated {
        let base_state = Arc::new(base_state);
        let mut problems: Vec<(usize, Problem)> =
            self.from.problems.iter().map(|problem| (0, problem.clone())).collect();
        if let (Base::Image(image), Some(operands)) = (self.base, operands(self.items))
            && let Err(error) = ImageReference::parse(image)
        {
            let range = operands.image.as_ref().map_or(0..0, |image| image.range.clone());
            let message = format!("failed to parse stage name {}: {error}", quote(image));
            let problem = Problem::new(Refusal::InvalidImageReference, Phase::Convert, range, message);
            problems.push((0, Problem { unless: self.from.unless.clone(), ..problem }));
        }
        let mut flow = Flow {
            has_devices: self.global.has_devices,
            ..Flow::new(self.inputs, &self.global.scope, base_state.as_ref().clone(), self.budget)
        };
        let (mut undefined, mut remarks) = (Vec::new(), Vec::new());
        let mut dependencies = Vec::new();
        if let Some(item) = self.items.first() {
            Dependency::collect(&item.facts, 0, None, &mut dependencies);
        }
        let image_range = operands(self.items)
            .and_then(|operands| operands.image.as_ref())
            .map_or(0..0, |image| image.range.clone());
        let mut triggers = self.triggers;
        let mut run = triggers.len();
        for (at, trigger) in triggers.iter().enumerate() {
            if !flow.budget.spend(TRIGGER_STEPS) {
                // The effects of the remaining triggers are unknown.
                flow.state.is_open = true;
                run = at;
                break;
            }
            run_trigger(trigger, &image_range, &mut flow, &mut problems, &mut dependencies);
        }
        if run < triggers.len() {
            triggers = triggers[..run].into();
        }
        let undefined_in_triggers = std::mem::take(&mut flow.undefined);
        let remarks_in_triggers = std::mem::take(&mut flow.remarks);
        let entry = Arc::new(flow.state.clone());
        let entry_budget = flow.budget;
        for (at, item) in self.items.iter().enumerate().skip(1) {
            if item.facts.problems.is_empty() {
                flow.step(&item.facts);
            }
            Dependency::collect(&item.facts, at, None, &mut dependencies);
            problems.extend(flow.problems.drain(..).map(|problem| (at, problem)));
            undefined.extend(flow.undefined.drain(..).map(|name| (at, name)));
            remarks.extend(flow.remarks.drain(..).map(|remark| (at, remark)));
        }
        let budgets = [self.budget, entry_budget, flow.budget];
        let exit = flow.state.sealed();
        let exit = match self.earlier {
            Some(old) if *old.evaluated.exit == exit => Arc::clone(&old.evaluated.exit),
            _ => Arc::new(exit),
        };
        Evaluated {
            items: Arc::clone(self.items),
            global: Arc::clone(self.global),
            parent: self.parent,
            triggers,
            budgets,
            from: self.from,
            base_state,
            entry,
            exit,
            problems,
            undefined,
            undefined_in_triggers,
            remarks,
            remarks_in_triggers,
            dependencies,
            memo: Memo::default(),
        }
    }
}

/// Runs a trigger as if it were directly after FROM, where BuildKit reports its problems.
fn run_trigger(
    onbuild: &Facts,
    range: &Range<usize>,
    flow: &mut Flow<'_>,
    problems: &mut Vec<(usize, Problem)>,
    dependencies: &mut Vec<Dependency>,
) {
    let Some(trigger) = onbuild.trigger.as_deref() else { return };
    let at_from = |mut problem: Problem| {
        problem.range = range.clone();
        problem.fix = None;
        problem.refusal = Refusal::OnbuildInvalidTrigger;
        (0, problem)
    };
    if onbuild.expression.starts_with("--") {
        // The `--` before a trigger is stored with it, and read as a keyword when the trigger runs.
        let message = "unknown instruction: --";
        let problem = Problem::new(Refusal::OnbuildInvalidTrigger, Phase::Convert, range.clone(), message);
        problems.push((0, problem));
        return;
    }
    if !trigger.problems.is_empty() {
        problems.extend(
            trigger
                .problems
                .iter()
                .map(|problem| at_from(Problem { phase: Phase::Convert, ..problem.clone() })),
        );
        return;
    }
    flow.step(trigger);
    problems.extend(flow.problems.drain(..).map(at_from));
    Dependency::collect(trigger, 0, Some(range), dependencies);
}

/// The ONBUILD instructions of a stage.
fn onbuild(items: &[Item]) -> Triggers {
    items
        .iter()
        .filter(|item| item.facts.instruction == Some(Instruction::Onbuild))
        .map(|item| Arc::clone(&item.facts))
        .collect()
}

fn from(items: &[Item], global: &Global) -> From {
    let mut from = From::default();
    let Some(operands) = operands(items).filter(|_| items[0].facts.problems.is_empty()) else { return from };
    let mut budget = Budget::of(IMAGE_STEPS);
    if let Some(image) = &operands.image {
        match expand_globally(image, global, &mut budget) {
            // The name is too long, or took too many steps.
            Ok(expansion) if expansion.text.is_empty() && (budget.has_lost() || global.budget.has_lost()) => {
            }
            Ok(expansion) if expansion.text.is_empty() => {
                let message = format!("base name ({}) should not be blank", image.text);
                let problem =
                    Problem::new(Refusal::BaseNameEmpty, Phase::Convert, image.range.clone(), message);
                from.problems.push(Problem { unless: expansion.unless(), ..problem });
            }
            Ok(expansion) => {
                from.unless = expansion.unless();
                from.image = Some(expansion.text.into());
            }
            Err(problem) => from.problems.push(*problem),
        }
    }
    if let Some(platform) = items[0].facts.flag_value(FlagValue::Platform) {
        let mut refuse = |message: String, unless| {
            let mut problem =
                Problem::new(Refusal::InvalidPlatform, Phase::Convert, platform.range.clone(), message);
            problem.suggestion = undeclared_name(platform, global);
            from.problems.push(Problem { unless, ..problem });
        };
        match expand_globally(platform, global, &mut budget) {
            Ok(expansion) if expansion.text.is_empty() && (budget.has_lost() || global.budget.has_lost()) => {
            }
            Ok(expansion) if expansion.text.is_empty() => {
                let message = format!("empty platform value from expression {}", platform.text);
                refuse(message, expansion.unless());
            }
            Ok(expansion) => match Platform::parse(&expansion.text) {
                Ok(platform) => from.platform = Some(platform),
                Err(error) => {
                    let message = format!("failed to parse platform {}: {error}", platform.text);
                    refuse(message, expansion.unless());
                }
            },
            Err(problem) => {
                let message = format!("failed to process arguments for platform : {}", problem.message);
                from.problems.push(Problem { message, ..*problem });
            }
        }
    }
    from
}

/// The declared name that an undeclared one in the template was probably meant to be.
fn undeclared_name(template: &Template, global: &Global) -> Option<String> {
    let mut names = Vec::new();
    template.references(&mut |reference| {
        if global.scope.get(&reference.name).is_none() {
            names.push(reference.name.clone());
        }
    });
    let known = global.scope.names();
    names.iter().find_map(|name| nearest(name, known.iter().map(|(known, _)| &***known)).map(str::to_owned))
}

fn expand_globally(
    template: &Template,
    global: &Global,
    budget: &mut Budget,
) -> Result<Expansion, Box<Problem>> {
    if let Some(text) = template.literal() {
        return Ok(Expansion::certain(text));
    }
    let lookup = |name: &str| match global.scope.value(name) {
        Some(value) => Lookup::Set(value.clone()),
        None => Lookup::Unset { is_certain: true, is_argument: global.scope.get(name).is_some() },
    };
    expand(template, budget, &mut |reference| lookup(&reference.name))
        .map_err(|error| Box::new(expansion_problem(template, &error)))
}

/// The base that an image name refers to: the latest earlier stage with exactly this name, else
/// `scratch` or an image.
fn base(from: &From, model: &Model) -> Base {
    let Some(image) = &from.image else { return Base::Unknown };
    match model.names.get(image).and_then(|stages| stages.last()) {
        Some(&stage) => Base::Stage(stage),
        None if &**image == "scratch" => Base::Scratch,
        None => Base::Image(Arc::clone(image)),
    }
}
