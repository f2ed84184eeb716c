//! Resolves uses of stages by other stages: COPY `--from`, mounts, and Podman's FROM `--after`.
//!
//! BuildKit resolves them once all FROM lines are known, so it finds a later stage and rejects it.

use std::{ops::Range, sync::Arc};

use dockwright_syntax::unicode;
use rustc_hash::FxHashMap;

use super::{
    Base, Budget, Lookup, Model, budget::IMAGE_STEPS, expansion::expand, image_reference::ImageReference,
};
use crate::{
    document::BlockView,
    facts::{
        Facts,
        mount_from::has_variable,
        operands::Operands,
        template::{Reference, Template},
    },
    go::quote,
    problem::{Phase, Problem, Refusal},
    spec::{
        Engine, FlagValue, Instruction,
        mounts::{MountKind, MountValue},
    },
};

/// The stage or image that an instruction uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    kind: EdgeKind,
    /// The index of the instruction in its stage.
    item: usize,
    /// The name as written; `None` for a mount without `from`.
    from: Option<Template>,
    /// The range to report it at, relative to the instruction.
    range: Range<usize>,
    /// Whether it is in a trigger of the stage's base.
    is_trigger: bool,
}

/// How a stage uses another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EdgeKind {
    /// By COPY.
    Copy,
    /// By a mount.
    Mount {
        /// Its target as written.
        target: String,
        /// Whether it is a cache.
        is_cache: bool,
    },
    /// By `--after` of FROM, which only determines the order of the build.
    After,
}

/// A use of a stage or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The stage that uses it.
    pub user: usize,
    /// The index of the instruction in that stage.
    pub item: usize,
    /// The range of the name or number, relative to the instruction.
    pub range: Range<usize>,
    /// How it is used.
    pub kind: EdgeKind,
    /// The text as written: a name, a number or an image.
    pub text: String,
    /// The stage that is used; `None` for an image, or if there is no such stage.
    pub stage: Option<usize>,
    /// Whether it is a number.
    pub is_index: bool,
    /// Whether it is in a trigger of the stage's base; `range` is then that of FROM's image.
    pub is_trigger: bool,
    /// Whether it is implicit: a mount without `from` uses `scratch`, which may also be the name of a
    /// stage.
    pub is_implicit: bool,
    /// The problem for which BuildKit rejects it, and whether BuildKit's message has a line number.
    pub problem: Option<Box<(Problem, bool)>>,
}

impl Edge {
    /// Whether the stage that is used comes later.
    pub fn is_late(&self) -> bool {
        self.stage.is_some_and(|stage| stage > self.user)
    }
}

impl Dependency {
    /// Adds the uses in an instruction. `at_from` is the range to report a trigger's uses at.
    pub(super) fn collect(facts: &Facts, item: usize, at_from: Option<&Range<usize>>, found: &mut Vec<Self>) {
        let mut push = |kind: EdgeKind, from: Option<&Template>, range: &Range<usize>| {
            found.push(Self {
                kind,
                item,
                range: at_from.unwrap_or(range).clone(),
                from: from.cloned(),
                is_trigger: at_from.is_some(),
            });
        };
        for flag in facts.flag_values.iter().filter(|flag| flag.spec.value.is_stage()) {
            let is_order = flag.spec.value == FlagValue::Stage;
            let kind = if is_order { EdgeKind::After } else { EdgeKind::Copy };
            push(kind, Some(&flag.value), &flag.value.range);
        }
        let Operands::Run(mounts) = &facts.operands else { return };
        for mount in mounts {
            let target = mount.value(MountValue::Target);
            let target = target.map_or_else(String::new, |target| target.text.clone());
            let from = mount.value(MountValue::From).filter(|from| !from.text.is_empty());
            let kind = mount.value(MountValue::Kind).and_then(|kind| MountKind::named(&kind.text));
            let kind = EdgeKind::Mount { target, is_cache: kind == Some(MountKind::Cache) };
            push(kind, from, from.map_or(&mount.range, |from| &from.range));
        }
    }

    /// The text as written, or `scratch` for a mount without `from`.
    fn text(&self) -> &str {
        self.from.as_ref().map_or(SCRATCH, |from| &from.text)
    }

    /// Whether it contains variables, which Podman expands.
    fn is_open(&self, engine: Engine) -> bool {
        engine == Engine::Podman && self.from.as_ref().is_some_and(|from| from.literal().is_none())
    }

    /// The stage that it refers to, if any; `names` returns the last stage with a name.
    fn stage(&self, count: usize, names: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        let text = self.text();
        if self.kind == EdgeKind::Copy
            && let Some(index) = stage_index(text)
        {
            return usize::try_from(index).ok().filter(|&index| index < count);
        }
        names(text)
    }
}

/// The source of a mount without `from`; it may also be the name of a stage.
const SCRATCH: &str = "scratch";

/// The stages in which the triggers of their base run: those that a build of the target needs.
/// Triggers may add to those.
pub(super) fn triggered(
    target: Option<usize>,
    bases: &[Base],
    names: &FxHashMap<Arc<str>, Vec<usize>>,
    blocks: &[BlockView<'_>],
) -> Vec<bool> {
    let mut needed = vec![false; bases.len()];
    let named =
        |name: &str| names.get(unicode::lower(name).as_str()).and_then(|stages| stages.last()).copied();
    let mut pending: Vec<usize> = target.into_iter().collect();
    let mut found = Vec::new();
    while let Some(at) = pending.pop() {
        if std::mem::replace(&mut needed[at], true) {
            continue;
        }
        for item in blocks[at].items().iter() {
            Dependency::collect(&item.facts, 0, None, &mut found);
        }
        if let Base::Stage(base) = bases[at] {
            pending.push(base);
            for item in blocks[base].items().iter() {
                if let (Some(Instruction::Onbuild), Some(trigger)) =
                    (item.facts.instruction, &item.facts.trigger)
                {
                    Dependency::collect(trigger, 0, None, &mut found);
                }
            }
        }
        pending.extend(found.drain(..).filter_map(|dependency| dependency.stage(bases.len(), named)));
    }
    needed
}

/// All uses in the order of the text, with their problems.
pub(super) fn edges(model: &Model) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    // BuildKit numbers images used like stages after the stages, in the order of their use; those used
    // by triggers come last.
    let mut numbered = model.stages.len();
    let has_scratch = model.stage_named(SCRATCH).is_some();
    for is_trigger in [false, true] {
        for (user, stage) in model.stages.iter().enumerate() {
            let dependencies = stage.evaluated.dependencies.iter();
            for dependency in dependencies.filter(|dependency| dependency.is_trigger == is_trigger) {
                if dependency.from.is_none() && !has_scratch {
                    numbered += 1;
                    continue;
                }
                let edge = edge(model, user, dependency, numbered);
                // Whether it is an image or a stage depends on a variable.
                let is_open = edge.stage.is_none() && dependency.is_open(model.inputs.engine);
                if is_open || edge.stage.is_none() && edge.kind == EdgeKind::After {
                    continue;
                }
                numbered += usize::from(edge.stage.is_none() && !edge.is_index);
                edges.push(edge);
            }
        }
    }
    if edges.iter().any(|edge| edge.is_trigger) {
        edges.sort_by_key(|edge| (edge.user, edge.item));
    }
    if edges.iter().any(|edge| edge.stage.is_some_and(|stage| stage >= edge.user)) {
        refuse_later_stages(model, &mut edges);
    }
    edges
}

fn edge(model: &Model, user: usize, dependency: &Dependency, numbered: usize) -> Edge {
    let text = dependency.text();
    let mut edge = Edge {
        user,
        item: dependency.item,
        range: dependency.range.clone(),
        kind: dependency.kind.clone(),
        text: text.to_owned(),
        stage: None,
        is_index: false,
        is_trigger: dependency.is_trigger,
        is_implicit: dependency.from.is_none(),
        problem: None,
    };
    // Problems of a trigger are reported at the FROM that runs it.
    let refuse = |refusal: Refusal, message: String, has_line: bool| {
        let problem = Problem::new(refusal, Phase::Convert, dependency.range.clone(), message);
        Some(Box::new((problem, has_line || dependency.is_trigger)))
    };
    if let Some(from) = dependency.from.as_ref().filter(|_| dependency.is_open(model.inputs.engine)) {
        edge.stage = variable_stage(model, user, from);
        return edge;
    }
    if let (EdgeKind::Copy, Some(from)) = (&dependency.kind, &dependency.from) {
        match expand(from, &mut Budget::default(), &mut |_| Lookup::Unset {
            is_certain: true,
            is_argument: false,
        }) {
            Ok(expansion) if expansion.text == text => {}
            Ok(_) => {
                let message = "variable expansion is not supported for --from, define a new stage with FROM using \
                               ARG from global scope as a workaround";
                edge.problem = refuse(Refusal::CopyFromVariable, message.to_owned(), false);
                return edge;
            }
            Err(error) => {
                let message = format!("failed to process {}: {}", quote(text), error.message);
                edge.problem = refuse(Refusal::CopyFromVariable, message, false);
                return edge;
            }
        }
        if let Some(index) = stage_index(text) {
            edge.is_index = true;
            edge.stage = dependency.stage(model.stages.len(), |_| None);
            if usize::try_from(index).ok().is_none_or(|index| index >= numbered) {
                let message = format!("invalid stage index {index}");
                edge.problem = refuse(Refusal::CopyFromUnknownStage, message, false);
            }
            return edge;
        }
    }
    edge.stage = model.stage_named(text);
    // A variable in a mount is a separate error, so the text is not checked as an image name.
    let is_refused = matches!(dependency.kind, EdgeKind::Mount { .. }) && has_variable(text);
    if edge.stage.is_none()
        && edge.kind != EdgeKind::After
        && text != SCRATCH
        && !is_refused
        && let Err(error) = ImageReference::parse(text)
    {
        let message = format!("failed to parse stage name {}: {error}", quote(text));
        edge.problem = refuse(Refusal::InvalidImageReference, message, dependency.kind == EdgeKind::Copy);
    }
    edge
}

/// The stage that a text with variables refers to in Podman, which uses the variables of the stage
/// and of the whole file.
fn variable_stage(model: &Model, user: usize, from: &Template) -> Option<usize> {
    let scope = &model.stages[user].evaluated.exit.scope;
    let look_up = &mut |reference: &Reference| {
        let own = scope.value(&reference.name).or_else(|| model.global.scope.value(&reference.name));
        own.map_or(Lookup::Unset { is_certain: false, is_argument: false }, |value| {
            Lookup::Set(value.clone())
        })
    };
    model.stage_named(&expand(from, &mut Budget::of(IMAGE_STEPS), look_up).ok()?.text)
}

/// Parses a number like Go's `Atoi`.
pub(crate) fn stage_index(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn refuse_later_stages(model: &Model, edges: &mut [Edge]) {
    let rings = rings(model.stages.len(), edges);
    let is_ring = |edge: &Edge, stage: usize| {
        !edge.is_trigger && (stage == edge.user || rings[stage] == rings[edge.user])
    };
    let has_ring = edges.iter().any(|edge| edge.stage.is_some_and(|stage| is_ring(edge, stage)));
    let first = if has_ring { first_to_reach(model.stages.len(), edges, &rings) } else { Vec::new() };
    for edge in edges {
        let Some(stage) = edge.stage else { continue };
        let (refusal, message) = if is_ring(edge, stage) {
            let first = first.get(rings[edge.user]).copied().unwrap_or(edge.user);
            let message = format!("circular dependency detected on stage: {}", model.display_name(first));
            (Refusal::CircularStageDependency, message)
        } else if stage > edge.user {
            let name = quote(&edge.text);
            match &edge.kind {
                EdgeKind::Copy => (
                    Refusal::CopyFromUnknownStage,
                    format!(
                        "cannot copy from stage {name}, it needs to be defined before current stage {}",
                        quote(&model.display_name(edge.user))
                    ),
                ),
                // It only determines the order of the build.
                EdgeKind::After => continue,
                // Without `from`, only a cache uses the stage.
                EdgeKind::Mount { is_cache: false, .. } if edge.is_implicit => continue,
                EdgeKind::Mount { target, .. } => (
                    Refusal::MountFromUnknownStage,
                    format!(
                        "cannot mount from stage {name} to {}, stage needs to be defined before current command",
                        quote(target)
                    ),
                ),
            }
        } else {
            continue;
        };
        let problem = Problem::new(refusal, Phase::Convert, edge.range.clone(), message);
        edge.problem = Some(Box::new((problem, true)));
    }
}

/// For each cycle, by its number, the first stage from which BuildKit reaches it.
fn first_to_reach(len: usize, edges: &[Edge], rings: &[usize]) -> Vec<usize> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); len];
    for edge in edges.iter().filter(|edge| !edge.is_trigger) {
        if let Some(stage) = edge.stage {
            users[stage].push(edge.user);
        }
    }
    let mut first = vec![usize::MAX; len];
    for stage in 0..len {
        if first[rings[stage]] != usize::MAX {
            continue;
        }
        let mut seen = vec![false; len];
        let mut pending = vec![stage];
        let mut least = stage;
        while let Some(at) = pending.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                least = least.min(at);
                pending.extend(users[at].iter().copied());
            }
        }
        first[rings[stage]] = least;
    }
    first
}

/// The strongly connected components of the graph: a number for each stage, equal for stages that
/// need each other.
///
/// This is Kosaraju's algorithm without recursion, since a file may have thousands of stages.
fn rings(len: usize, edges: &[Edge]) -> Vec<usize> {
    let mut forward: Vec<Vec<usize>> = vec![Vec::new(); len];
    let mut backward: Vec<Vec<usize>> = vec![Vec::new(); len];
    // BuildKit looks for cycles before it adds the uses in triggers.
    for edge in edges.iter().filter(|edge| !edge.is_trigger) {
        if let Some(stage) = edge.stage {
            forward[edge.user].push(stage);
            backward[stage].push(edge.user);
        }
    }
    let mut order = Vec::with_capacity(len);
    let mut seen = vec![false; len];
    for root in 0..len {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((at, next)) = path.last_mut() {
            if let Some(&to) = forward[*at].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[to], true) {
                    path.push((to, 0));
                }
            } else {
                order.push(*at);
                path.pop();
            }
        }
    }
    let mut ring = vec![usize::MAX; len];
    for &root in order.iter().rev() {
        let mut pending = vec![root];
        while let Some(at) = pending.pop() {
            if ring[at] == usize::MAX {
                ring[at] = root;
                pending.extend(backward[at].iter().filter(|&&from| ring[from] == usize::MAX));
            }
        }
    }
    ring
}
