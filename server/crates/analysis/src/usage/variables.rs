//! Finds the occurrences of a variable, and which of them refer to the same one.

use std::{ops::Range, sync::Arc};

use super::{Shells, Symbol, each_reference, shift, touches};
use crate::{
    document::Document,
    facts::{Facts, Form},
    model::{
        Base, Definition, DefinitionKind,
        definitions::{definitions, each_named},
        place::Spot,
    },
    shell::{self, ShellView},
    spec::Instruction,
};

/// An occurrence of a variable's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The name as written.
    pub range: Range<usize>,
    /// How the name is used.
    pub kind: OccurrenceKind,
    /// The stage, `None` in the global scope: before the first FROM and in FROM.
    pub stage: Option<usize>,
    /// The symbol, `None` for a loose reference.
    class: Option<usize>,
    /// The first stage in the chain of bases; the same for all stages that share variables.
    pub root: Option<usize>,
}

/// How an occurrence uses its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccurrenceKind {
    /// ENV or ARG defines it.
    Definition(DefinitionKind),
    /// The builder expands it.
    Builder,
    /// A shell reads it, at build time or at run time.
    ShellRead,
    /// A shell assigns it; later reads may mean the variable or the assigned value.
    ShellWrite,
}

impl OccurrenceKind {
    /// Whether it changes the variable.
    pub fn is_write(self) -> bool {
        matches!(self, Self::Definition(_) | Self::ShellWrite)
    }
}

/// The occurrences of a name in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrences {
    /// All occurrences, of any symbol.
    pub(crate) all: Vec<Occurrence>,
}

impl Occurrences {
    /// The occurrence that an offset touches.
    pub fn at(&self, offset: usize) -> Option<&Occurrence> {
        self.all.iter().find(|occurrence| touches(&occurrence.range, offset))
    }

    /// The occurrences that refer to the same symbol as one of them; for a loose one, the loose ones in
    /// the same tree of stages.
    pub fn same<'a>(&'a self, one: &'a Occurrence) -> impl Iterator<Item = &'a Occurrence> {
        let is_same = move |other: &&Occurrence| match (one.class, other.class) {
            (Some(a), Some(b)) => a == b,
            (None, None) => one.root == other.root,
            _ => false,
        };
        self.all.iter().filter(is_same)
    }

    /// [`Self::same`] with the loose references in the same stages; for a loose one, with the symbols
    /// of its stages.
    pub fn related<'a>(&'a self, one: &'a Occurrence) -> Vec<&'a Occurrence> {
        let roots: Vec<Option<usize>> = self.same(one).map(|occurrence| occurrence.root).collect();
        let classes: Vec<usize> = match one.class {
            Some(class) => vec![class],
            None => self.all.iter().filter(|o| roots.contains(&o.root)).filter_map(|o| o.class).collect(),
        };
        self.all
            .iter()
            .filter(|other| match other.class {
                Some(class) => classes.contains(&class),
                None => roots.contains(&other.root),
            })
            .collect()
    }

    /// Whether it is loose: no definition precedes it.
    pub fn is_loose(one: &Occurrence) -> bool {
        one.class.is_none()
    }
}

/// The variable at an offset.
pub(super) fn at(document: &Document, spot: &Spot<'_>, offset: usize) -> Option<Symbol> {
    let start = spot.placed.start;
    let relative = offset - start;
    let facts = spot.facts();
    let mut found: Option<(String, Range<usize>)> = None;
    each_reference(facts, &mut |reference| {
        // A cursor on the `$` or the brace before the name is on the variable.
        let lead = reference.range.start..reference.name_range.end;
        if touches(&lead, relative) && !reference.name.is_empty() {
            found = Some((reference.name.clone(), reference.name_range.clone()));
        }
    });
    if found.is_none() {
        each_named(facts, &mut |named| {
            if touches(&named.range, relative) {
                found = Some((named.name.to_owned(), named.range));
            }
        });
    }
    match found {
        Some((name, range)) => Some(Symbol::Variable { name, range: shift(&range, start) }),
        None => in_shell(document, spot, offset),
    }
}

/// All occurrences of a name.
pub fn occurrences(document: &Document, name: &str) -> Occurrences {
    let classes = Classes::new(document, name);
    let mut all = Vec::new();
    let blocks = document.preamble().into_iter().map(|block| (None, block));
    for (stage, block) in blocks.chain(document.stages().enumerate().map(|(at, block)| (Some(at), block))) {
        let shells = Shells::of(document, stage);
        for (item, placed) in block.instructions().enumerate() {
            let spot = Spot { stage, item, placed };
            classes.instruction(document, &spot, shells, &mut all);
        }
    }
    all.sort_by_key(|occurrence: &Occurrence| occurrence.range.start);
    Occurrences { all }
}

/// The definitions of a name, grouped into classes: each class is one symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Classes {
    name: String,
    definitions: Vec<Definition>,
    /// The class of the global ARGs.
    global: Option<usize>,
    /// The class at the end of each stage.
    at_end: Vec<Option<usize>>,
    /// The class at the start of each stage.
    at_start: Vec<Option<usize>>,
    /// Whether ENV sets the name by the end of each stage.
    has_env: Vec<bool>,
    /// The first stage in the chain of bases of each stage.
    roots: Vec<usize>,
    /// The parent of each class in a union-find structure.
    parents: Vec<usize>,
}

impl Classes {
    fn new(document: &Document, name: &str) -> Self {
        let model = document.model();
        let count = model.stages.len();
        let mut classes = Self {
            name: name.to_owned(),
            definitions: definitions(document, Some(name)),
            global: None,
            at_end: vec![None; count],
            at_start: vec![None; count],
            has_env: vec![false; count],
            roots: (0..count).collect(),
            parents: Vec::new(),
        };
        let mut rest = classes.definitions.as_slice();
        let globals = rest.partition_point(|definition| definition.stage.is_none());
        rest = &rest[globals..];
        let mut per_stage: Vec<(bool, bool)> = vec![(false, false); count];
        for definition in rest {
            if let Some(stage) = definition.stage {
                per_stage[stage].0 = true;
                per_stage[stage].1 |= matches!(definition.kind, DefinitionKind::Arg { .. });
                classes.has_env[stage] |= definition.kind == DefinitionKind::Env;
            }
        }
        if globals > 0 {
            classes.global = Some(classes.fresh());
        }
        for (stage, (is_defined, is_argument)) in per_stage.into_iter().enumerate() {
            if let Base::Stage(base) = model.stages[stage].base {
                classes.at_start[stage] = classes.at_end[base];
                classes.has_env[stage] |= classes.has_env[base];
                classes.roots[stage] = classes.roots[base];
            }
            classes.at_end[stage] = classes.at_start[stage];
            if is_defined {
                let class = classes.at_start[stage].unwrap_or_else(|| classes.fresh());
                if let Some(global) = classes.global.filter(|_| is_argument) {
                    classes.unite(class, global);
                }
                classes.at_end[stage] = Some(class);
            }
        }
        classes
    }

    fn fresh(&mut self) -> usize {
        self.parents.push(self.parents.len());
        self.parents.len() - 1
    }

    fn find(&self, mut class: usize) -> usize {
        while self.parents[class] != class {
            class = self.parents[class];
        }
        class
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        // The smaller number becomes the root, so that chains are short: the global class has the smallest.
        let (low, high) = (a.min(b), a.max(b));
        self.parents[high] = low;
    }

    /// The class that a reference before `offset` refers to.
    fn before(&self, stage: Option<usize>, offset: usize) -> Option<usize> {
        let start = self.definitions.partition_point(|definition| definition.stage < stage);
        let is_defined = self.definitions[start..]
            .iter()
            .take_while(|definition| definition.stage == stage)
            .any(|definition| !definition.is_trigger && definition.whole.end <= offset);
        let class = match stage {
            None => self.global.filter(|_| is_defined),
            Some(stage) if is_defined => self.at_end[stage],
            Some(stage) => self.at_start[stage],
        };
        class.map(|class| self.find(class))
    }

    fn instruction(&self, document: &Document, spot: &Spot<'_>, shells: &Shells, all: &mut Vec<Occurrence>) {
        let facts = spot.facts();
        let stage = spot.stage;
        let start = spot.placed.start;
        let scope = if facts.instruction == Some(Instruction::From) { None } else { stage };
        let root = scope.map(|stage| self.roots[stage]);
        let mut push = |range: &Range<usize>, kind, class| {
            all.push(Occurrence { range: shift(range, start), kind, stage: scope, class, root });
        };
        each_named(facts, &mut |named| {
            if named.name == self.name {
                let class = match stage {
                    None => self.global,
                    Some(stage) => self.at_end[stage],
                };
                push(
                    &named.range,
                    OccurrenceKind::Definition(named.kind),
                    class.map(|class| self.find(class)),
                );
            }
        });
        each_reference(facts, &mut |reference| {
            if reference.name != self.name {
                return;
            }
            let offset = match facts.instruction {
                // FROM sees all global arguments; a trigger sees the end of its stage.
                Some(Instruction::From) => usize::MAX,
                _ if spot.is_trigger() => usize::MAX,
                Some(Instruction::Arg) => start + reference.range.start,
                _ => start,
            };
            push(&reference.name_range, OccurrenceKind::Builder, self.before(scope, offset));
        });
        let class = match shell_time(facts) {
            None => return,
            // At run time, the environment of the finished image counts, and arguments no longer exist.
            Some(ShellTime::Run) => {
                let stage = stage.filter(|&stage| self.has_env[stage]);
                stage.and_then(|stage| self.at_end[stage]).map(|class| self.find(class))
            }
            Some(ShellTime::Build) => {
                let sees = if spot.is_trigger() { usize::MAX } else { start };
                self.before(scope, sees)
            }
        };
        if !mentions(spot.placed.facts, facts, &self.name) {
            return;
        }
        let Some(view) = shell::view(document, &spot.placed, shells.dialect(spot.item, spot.is_trigger()))
        else {
            return;
        };
        for occurrence in view.occurrences(&self.name) {
            let kind = match occurrence.access {
                shell::Access::Read => OccurrenceKind::ShellRead,
                shell::Access::Write => OccurrenceKind::ShellWrite,
            };
            let range = shift(&occurrence.span.range(), start);
            all.push(Occurrence { range, kind, stage: scope, class, root });
        }
    }
}

/// When a shell reads the text of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ShellTime {
    Build,
    Run,
}

/// Whether a shell reads the text of an instruction.
pub fn is_read_by_shell(facts: &Facts) -> bool {
    shell_time(facts).is_some()
}

/// Whether a shell reads the text of an instruction at build time, when arguments are available.
pub fn is_read_at_build(facts: &Facts) -> bool {
    shell_time(facts) == Some(ShellTime::Build)
}

fn shell_time(facts: &Facts) -> Option<ShellTime> {
    if facts.form != Some(Form::Shell) {
        return None;
    }
    match facts.instruction {
        Some(Instruction::Run) => Some(ShellTime::Build),
        Some(Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck) => Some(ShellTime::Run),
        _ => None,
    }
}

/// Whether a name may occur in the shell text of an instruction, which is parsed only then.
fn mentions(whole: &Facts, facts: &Facts, name: &str) -> bool {
    let is_in = |text: &String| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some();
    facts.args.iter().any(is_in) || whole.heredocs.iter().any(|heredoc| is_in(&heredoc.content))
}

/// The parsed shell text of an instruction, if a shell reads it.
pub fn shell_view(document: &Document, spot: &Spot<'_>) -> Option<Arc<ShellView>> {
    shell_time(spot.facts())?;
    let shells = Shells::of(document, spot.stage);
    shell::view(document, &spot.placed, shells.dialect(spot.item, spot.is_trigger()))
}

/// The variable at an offset in shell text: the Dockerfile's, or the script's own.
fn in_shell(document: &Document, spot: &Spot<'_>, offset: usize) -> Option<Symbol> {
    let view = shell_view(document, spot)?;
    let start = spot.placed.start;
    let relative = offset - start;
    let lead = |start: u32, name: &shell::Span| touches(&(start as usize..name.end as usize), relative);
    let read = view.expansions.iter().find(|expansion| lead(expansion.span.start, &expansion.name_span));
    let found = read.map(|expansion| (expansion.name, expansion.name_span)).or_else(|| {
        let assignments = &mut view.assignments.iter();
        let assigned = assignments.find(|assigned| lead(assigned.name_span.start, &assigned.name_span));
        assigned.map(|assigned| (assigned.name, assigned.name_span))
    });
    let (name, span) = found?;
    let name = view.name(name).to_owned();
    let range = shift(&span.range(), start);
    if view.occurrences(&name).iter().any(|occurrence| occurrence.span == span) {
        return Some(Symbol::Variable { name, range });
    }
    let places = view.own_places(&name).into_iter();
    let places =
        places.map(|place| (shift(&place.span.range(), start), place.access == shell::Access::Write));
    Some(Symbol::ShellVariable { name, range, places: places.collect() })
}
