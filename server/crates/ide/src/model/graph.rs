//! Uses of stages by other stages: COPY `--from` and mounts.
//!
//! BuildKit resolves them when all FROM lines are known, so a later stage is found, and refused. Source: language.md
//! 6.4.

use std::ops::Range;

use super::{Lookup, Model, expansion::expand, image_reference::ImageReference};
use crate::{
    facts::{Facts, operands::Operands, quote, template::Template},
    problem::{self, Phase, Problem, Rule},
};

/// What an instruction wants of another stage or image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    kind: EdgeKind,
    /// The index of the instruction in its stage.
    item: usize,
    /// What is written.
    from: Template,
    /// Where that is shown, relative to the instruction.
    range: Range<usize>,
    /// It stands in a trigger of the stage's base.
    is_trigger: bool,
}

/// How a stage uses another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EdgeKind {
    /// By COPY.
    Copy,
    /// By a mount.
    Mount {
        /// Its target as written.
        target: String,
    },
}

/// A use of a stage or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The stage that uses it.
    pub user: usize,
    /// The index of the instruction in that stage.
    pub item: usize,
    /// Where the name or number stands, relative to the instruction.
    pub range: Range<usize>,
    /// How it is used.
    pub kind: EdgeKind,
    /// What is written: a name, a number or an image.
    pub text: String,
    /// The stage that is used; `None` for an image, or nothing.
    pub stage: Option<usize>,
    /// It is written as a number.
    pub is_index: bool,
    /// It stands in a trigger of the stage's base; `range` is that of FROM's image.
    pub is_trigger: bool,
    /// What BuildKit refuses about it, and whether it gives a line.
    pub(crate) problem: Option<Box<(Problem, bool)>>,
}

impl Dependency {
    /// Adds what an instruction wants. `at_from` is where it is shown for a trigger.
    pub(super) fn collect(facts: &Facts, item: usize, at_from: Option<&Range<usize>>, found: &mut Vec<Self>) {
        let mut push = |kind: EdgeKind, from: &Template| {
            found.push(Self {
                kind,
                item,
                range: at_from.unwrap_or(&from.range).clone(),
                from: from.clone(),
                is_trigger: at_from.is_some(),
            });
        };
        match &facts.operands {
            Operands::Copy(operands) => {
                if let Some(from) = &operands.from {
                    push(EdgeKind::Copy, from);
                }
            }
            Operands::Run(mounts) => {
                for mount in mounts {
                    if let Some(from) = mount.value(&["from"]).filter(|from| !from.text.is_empty()) {
                        let target = mount.value(&["target", "dst", "destination"]);
                        let target = target.map_or_else(String::new, |target| target.text.clone());
                        push(EdgeKind::Mount { target }, from);
                    }
                }
            }
            _ => {}
        }
    }
}

/// All uses in the order of the text, with what is wrong with them.
pub(super) fn edges(model: &Model) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    // BuildKit numbers the images that are used like stages behind the stages, in the order of their use.
    let mut numbered = model.stages.len();
    for (user, stage) in model.stages.iter().enumerate() {
        for dependency in &stage.evaluated.dependencies {
            let edge = edge(model, user, dependency, numbered);
            numbered += usize::from(edge.stage.is_none() && !edge.is_index);
            edges.push(edge);
        }
    }
    if edges.iter().any(|edge| edge.stage.is_some_and(|stage| stage >= edge.user)) {
        refuse_later_stages(model, &mut edges);
    }
    edges
}

fn edge(model: &Model, user: usize, dependency: &Dependency, numbered: usize) -> Edge {
    let text = dependency.from.text.as_str();
    let mut edge = Edge {
        user,
        item: dependency.item,
        range: dependency.range.clone(),
        kind: dependency.kind.clone(),
        text: text.to_owned(),
        stage: None,
        is_index: false,
        is_trigger: dependency.is_trigger,
        problem: None,
    };
    let refuse = |rule: &'static Rule, message: String, has_line: bool| {
        Some(Box::new((Problem::new(rule, Phase::Convert, dependency.range.clone(), message), has_line)))
    };
    if dependency.kind == EdgeKind::Copy {
        match expand(&dependency.from, &mut |_| Lookup::Unset { is_certain: true }) {
            Ok(expansion) if expansion.text == text => {}
            Ok(_) => {
                let message = "variable expansion is not supported for --from, define a new stage with FROM using \
                               ARG from global scope as a workaround";
                edge.problem = refuse(&problem::COPY_FROM_VARIABLE, message.to_owned(), false);
                return edge;
            }
            Err(error) => {
                let message = format!("failed to process {}: {}", quote(text), error.message);
                edge.problem = refuse(&problem::COPY_FROM_VARIABLE, message, false);
                return edge;
            }
        }
        if let Some(index) = stage_index(text) {
            edge.is_index = true;
            let index_or_none = usize::try_from(index).ok();
            edge.stage = index_or_none.filter(|&index| index < model.stages.len());
            if index_or_none.is_none_or(|index| index >= numbered) {
                let message = format!("invalid stage index {index}");
                edge.problem = refuse(&problem::COPY_FROM_UNKNOWN_STAGE, message, false);
            }
            return edge;
        }
    }
    edge.stage = model.stage_named(text);
    if edge.stage.is_none()
        && text != "scratch"
        && let Err(error) = ImageReference::parse(text)
    {
        let message = format!("failed to parse stage name {}: {error}", quote(text));
        edge.problem = refuse(&problem::INVALID_IMAGE_REFERENCE, message, dependency.kind == EdgeKind::Copy);
    }
    edge
}

/// A number as Go's `Atoi` reads it.
pub(crate) fn stage_index(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn refuse_later_stages(model: &Model, edges: &mut [Edge]) {
    let rings = rings(model.stages.len(), edges);
    for edge in edges {
        let Some(stage) = edge.stage else { continue };
        let (rule, message) = if stage == edge.user || rings[stage] == rings[edge.user] {
            let first = rings.iter().position(|&ring| ring == rings[edge.user]).unwrap_or(edge.user);
            let message = format!("circular dependency detected on stage: {}", model.display_name(first));
            (&problem::CIRCULAR_STAGE_DEPENDENCY, message)
        } else if stage > edge.user {
            let dependency = model.stages[edge.user].evaluated.dependencies.iter().find(|dependency| {
                dependency.item == edge.item && dependency.range == edge.range && dependency.kind == edge.kind
            });
            let name = quote(dependency.map_or("", |dependency| &dependency.from.text));
            match &edge.kind {
                EdgeKind::Copy => (
                    &problem::COPY_FROM_UNKNOWN_STAGE,
                    format!(
                        "cannot copy from stage {name}, it needs to be defined before current stage {}",
                        quote(&model.display_name(edge.user))
                    ),
                ),
                EdgeKind::Mount { target } => (
                    &problem::MOUNT_FROM_UNKNOWN_STAGE,
                    format!(
                        "cannot mount from stage {name} to {}, stage needs to be defined before current command",
                        quote(target)
                    ),
                ),
            }
        } else {
            continue;
        };
        let problem = Problem::new(rule, Phase::Convert, edge.range.clone(), message);
        edge.problem = Some(Box::new((problem, true)));
    }
}

/// The strongly connected parts of the graph: a number for each stage, equal where two need each other.
///
/// Kosaraju's algorithm without recursion: a file may have thousands of stages.
fn rings(len: usize, edges: &[Edge]) -> Vec<usize> {
    let mut forward: Vec<Vec<usize>> = vec![Vec::new(); len];
    let mut backward: Vec<Vec<usize>> = vec![Vec::new(); len];
    for edge in edges {
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
