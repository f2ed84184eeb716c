//! Determines what is known about the value of each variable where it is read, in one pass over the
//! steps of a script.
//!
//! A value is a single word, the value of an environment variable, or anything. The writes of a
//! branch are undone after it and joined with those of the other branches, so that the pass takes
//! time proportional to the length of the script.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Access, Block, Flow, Step};

/// The knowledge about a value. Later variants say less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::shell) enum Value {
    /// A single word without pattern characters.
    Plain,
    /// The value of this environment variable, or a single word.
    Outer(u32),
    /// Nothing is known.
    Open,
}

impl Value {
    pub(in crate::shell) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Plain, value) | (value, Self::Plain) => value,
            (Self::Outer(one), Self::Outer(two)) if one == two => self,
            _ => Self::Open,
        }
    }
}

/// The sources of a value in an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::shell) enum Source {
    /// Text that stays a single word.
    Plain,
    /// Such text, and the values of variables.
    Of(Box<[u32]>),
    /// Anything.
    #[default]
    Open,
}

/// Bodies of loops nested more deeply are run only once.
const MAX_LOOPS: usize = 3;

/// How many writes are revisited for branches, loops and functions. Real scripts come nowhere near
/// it.
const PATIENCE: usize = 2_000_000;

/// The knowledge about the value at each touch.
pub(in crate::shell) fn known(
    flow: &Flow,
    names: usize,
    sources: &[Source],
    is_and_certain: bool,
) -> Vec<Value> {
    let outer = |name| Value::Outer(name as u32);
    let mut run = Run {
        flow,
        sources,
        is_and_certain,
        values: (0..names).map(outer).collect(),
        ambient: FxHashMap::default(),
        log: Vec::new(),
        is_dead: false,
        loops: 0,
        anywhere: None,
        patience: PATIENCE,
        seen: vec![Value::Plain; flow.touches.len()],
    };
    run.sequence(0..flow.steps.len());
    if run.patience == 0 {
        run.seen.fill(Value::Open);
    }
    run.seen
}

struct Run<'a> {
    flow: &'a Flow,
    sources: &'a [Source],
    /// Whether `b` certainly ran after `a && b`.
    is_and_certain: bool,
    /// By name, at the current step.
    values: Vec<Value>,
    /// The values that functions may write at any time.
    ambient: FxHashMap<u32, Value>,
    /// The names written so far, with their previous values.
    log: Vec<(u32, Value)>,
    /// Whether the process has ended.
    is_dead: bool,
    loops: usize,
    /// The names that the script writes anywhere, computed when a function first needs them.
    anywhere: Option<Rc<[(u32, Value)]>>,
    /// The steps that are left; once they are used up, nothing is known.
    patience: usize,
    seen: Vec<Value>,
}

/// The joined results of the branches of a step.
#[derive(Default)]
struct Branches {
    /// By name: the joined values, and the number of branches that wrote it.
    written: FxHashMap<u32, (Value, usize)>,
    alive: usize,
}

impl Run<'_> {
    fn write(&mut self, name: u32, value: Value) {
        let value = self.ambient.get(&name).map_or(value, |ambient| value.join(*ambient));
        self.log.push((name, std::mem::replace(&mut self.values[name as usize], value)));
    }

    fn undo(&mut self, mark: usize) {
        for (name, before) in self.log.drain(mark..).rev() {
            self.values[name as usize] = before;
        }
    }

    fn spend(&mut self, effort: usize) {
        self.patience = self.patience.saturating_sub(effort);
    }

    /// The names written since a mark, with their values before it.
    fn written(&mut self, mark: usize) -> Vec<(u32, Value)> {
        self.spend(self.log.len() - mark);
        let mut seen = FxHashSet::default();
        self.log[mark..].iter().copied().filter(|(name, _)| seen.insert(*name)).collect()
    }

    /// Accounts for the possibility that nothing was written since a mark.
    fn relax(&mut self, mark: usize) {
        for (name, before) in self.written(mark) {
            let value = self.values[name as usize].join(before);
            self.values[name as usize] = value;
        }
    }

    fn sequence(&mut self, steps: std::ops::Range<usize>) {
        let mut at = steps.start;
        while at < steps.end && self.patience > 0 {
            self.step(at);
            at = self.next(at);
        }
    }

    fn next(&self, at: usize) -> usize {
        match self.flow.steps[at] {
            Step::Block(_, steps) => at + 1 + steps as usize,
            Step::Touch(_) | Step::Jump | Step::Exit => at + 1,
        }
    }

    fn step(&mut self, at: usize) {
        match self.flow.steps[at] {
            Step::Touch(touch) => self.touch(touch as usize),
            Step::Jump => {}
            Step::Exit => self.is_dead = true,
            Step::Block(block, steps) => self.block(block, at + 1..at + 1 + steps as usize),
        }
    }

    fn touch(&mut self, touch: usize) {
        let super::Touch { name, access } = self.flow.touches[touch];
        match access {
            Access::Read => self.read(touch, name),
            Access::Write | Access::Local => {
                let value = self.value_of(touch);
                self.write(name, value);
            }
            Access::Update => {
                self.read(touch, name);
                let value = self.value_of(touch).join(self.values[name as usize]);
                self.write(name, value);
            }
            Access::Unset => self.write(name, Value::Open),
            Access::Prefix | Access::Call => {}
        }
    }

    fn read(&mut self, touch: usize, name: u32) {
        self.seen[touch] = self.seen[touch].join(self.values[name as usize]);
    }

    fn value_of(&self, touch: usize) -> Value {
        match &self.sources[touch] {
            Source::Plain => Value::Plain,
            Source::Open => Value::Open,
            Source::Of(names) => {
                names.iter().fold(Value::Plain, |value, name| value.join(self.values[*name as usize]))
            }
        }
    }

    fn block(&mut self, block: Block, steps: std::ops::Range<usize>) {
        match block {
            Block::Sequence | Block::And | Block::Or | Block::Not => self.sequence(steps),
            Block::List => self.list(steps),
            Block::Isolated => {
                let (mark, was_dead) = (self.log.len(), self.is_dead);
                self.sequence(steps);
                self.undo(mark);
                self.is_dead = was_dead;
            }
            Block::Possible => {
                let mut branches = Branches { alive: 1, ..Branches::default() };
                self.branch(steps, &mut branches);
                self.merge(branches);
            }
            Block::If => self.conditions(steps),
            Block::While | Block::Until | Block::Repeat => self.repeat(steps, true),
            Block::RepeatSome => self.repeat(steps, false),
            Block::Case | Block::CaseExhaustive => {
                let mut branches =
                    Branches { alive: usize::from(block == Block::Case), ..Branches::default() };
                let mut at = steps.start;
                while at < steps.end {
                    let next = self.next(at);
                    self.branch(at..next, &mut branches);
                    at = next;
                }
                self.merge(branches);
            }
            Block::Function => self.function(steps),
        }
    }

    /// Runs a branch, and undoes its writes.
    fn branch(&mut self, steps: std::ops::Range<usize>, branches: &mut Branches) {
        self.branch_from(self.log.len(), steps, branches);
    }

    fn merge(&mut self, branches: Branches) {
        let Branches { written, alive } = branches;
        self.is_dead |= alive == 0;
        for (name, (value, count)) in written {
            let before = self.values[name as usize];
            self.write(name, if count < alive { value.join(before) } else { value });
        }
    }

    fn list(&mut self, steps: std::ops::Range<usize>) {
        let mut at = steps.start;
        // The start of the blocks that run only if the preceding ones succeed.
        let mut chain = None;
        while at < steps.end {
            let next = self.next(at);
            match self.flow.steps[at] {
                Step::Block(Block::And, _) => {
                    let (mark, was_dead) = (self.log.len(), self.is_dead);
                    chain.get_or_insert(mark);
                    self.step(at);
                    if !self.is_and_certain {
                        self.relax(mark);
                    }
                    // In `a && exit`, the following code runs if `a` fails.
                    self.is_dead = was_dead;
                }
                Step::Block(Block::Or, _) => {
                    let mut certain = Vec::new();
                    if let Some(mark) = chain.take() {
                        let names = self.written(mark);
                        certain.extend(names.iter().map(|&(name, _)| (name, self.values[name as usize])));
                        self.relax(mark);
                    }
                    let mut branches = Branches { alive: 1, ..Branches::default() };
                    self.branch(at..next, &mut branches);
                    if branches.alive == 1 {
                        // In `a && X=1 || exit`, the following code runs only if all of it succeeds.
                        for (name, value) in certain {
                            self.values[name as usize] = value;
                        }
                    }
                    self.merge(branches);
                }
                Step::Block(..) | Step::Touch(_) | Step::Jump | Step::Exit => self.step(at),
            }
            at = next;
        }
        if let Some(mark) = chain {
            self.relax(mark);
        }
    }

    /// Runs conditions and branches in turn.
    fn conditions(&mut self, steps: std::ops::Range<usize>) {
        let mut branches = Branches::default();
        let mut at = steps.start;
        let mark = self.log.len();
        while at < steps.end {
            let body = self.next(at);
            if body >= steps.end {
                self.branch_from(mark, at..body, &mut branches);
                self.merge_from(mark, branches);
                return;
            }
            self.sequence(at..body);
            at = self.next(body);
            self.branch_from(mark, body..at, &mut branches);
        }
        self.branch_from(mark, at..at, &mut branches);
        self.merge_from(mark, branches);
    }

    /// Runs a branch whose condition has written something since a mark.
    fn branch_from(&mut self, mark: usize, steps: std::ops::Range<usize>, branches: &mut Branches) {
        let (own, was_dead) = (self.log.len(), self.is_dead);
        self.sequence(steps);
        if !self.is_dead {
            branches.alive += 1;
            for (name, _) in self.written(mark) {
                let value = self.values[name as usize];
                let entry = branches.written.entry(name).or_insert((Value::Plain, 0));
                *entry = (entry.0.join(value), entry.1 + 1);
            }
        }
        self.undo(own);
        self.is_dead = was_dead;
    }

    fn merge_from(&mut self, mark: usize, branches: Branches) {
        self.undo(mark);
        self.merge(branches);
    }

    fn repeat(&mut self, steps: std::ops::Range<usize>, may_be_skipped: bool) {
        let (mark, was_dead) = (self.log.len(), self.is_dead);
        self.loops += 1;
        if self.loops > MAX_LOOPS {
            // Each iteration may start with the values that the previous one wrote.
            for name in self.names_written(steps.clone()) {
                self.write(name, Value::Open);
            }
            self.sequence(steps);
        } else {
            let entry: Vec<(u32, Value)> = self
                .names_written(steps.clone())
                .into_iter()
                .map(|name| (name, self.values[name as usize]))
                .collect();
            self.sequence(steps.clone());
            let again: Vec<(u32, Value)> =
                entry.iter().map(|&(name, before)| (name, self.values[name as usize].join(before))).collect();
            if again != entry {
                self.undo(mark);
                for (name, value) in again {
                    self.write(name, value);
                }
                self.sequence(steps);
            }
        }
        self.loops -= 1;
        self.is_dead = was_dead;
        if may_be_skipped {
            self.relax(mark);
        }
    }

    /// The names that some steps write, each once.
    fn names_written(&self, steps: std::ops::Range<usize>) -> Vec<u32> {
        let mut seen = FxHashSet::default();
        let touches = self.flow.steps[steps].iter().filter_map(|step| match step {
            Step::Touch(touch) => Some(self.flow.touches[*touch as usize]),
            Step::Block(..) | Step::Jump | Step::Exit => None,
        });
        let writes = touches.filter(|touch| {
            matches!(touch.access, Access::Write | Access::Local | Access::Update | Access::Unset)
        });
        writes.map(|touch| touch.name).filter(|name| seen.insert(*name)).collect()
    }

    /// A function may be called while any assignment is in force, and its own assignments may be in
    /// force at any later time.
    fn function(&mut self, steps: std::ops::Range<usize>) {
        let (mark, was_dead) = (self.log.len(), self.is_dead);
        let anywhere = self.anywhere.take().unwrap_or_else(|| self.written_anywhere());
        self.spend(anywhere.len());
        for &(name, value) in anywhere.iter() {
            self.write(name, value);
        }
        self.anywhere = Some(anywhere);
        let own = self.log.len();
        self.sequence(steps);
        let leaves: Vec<(u32, Value)> =
            self.written(own).into_iter().map(|(name, _)| (name, self.values[name as usize])).collect();
        self.undo(mark);
        self.is_dead = was_dead;
        for (name, value) in leaves {
            let before = self.values[name as usize];
            let ambient = self.ambient.entry(name).or_insert(value);
            *ambient = ambient.join(value);
            self.write(name, value.join(before));
        }
    }

    /// The names that the script writes anywhere, each with the joined values of all writes.
    fn written_anywhere(&self) -> Rc<[(u32, Value)]> {
        let mut anywhere: FxHashMap<u32, Value> = FxHashMap::default();
        for (touch, it) in self.flow.touches.iter().enumerate() {
            if matches!(it.access, Access::Write | Access::Update | Access::Unset) {
                let value = match &self.sources[touch] {
                    Source::Plain if it.access != Access::Unset => Value::Plain,
                    _ => Value::Open,
                };
                let entry = anywhere.entry(it.name).or_insert(value);
                *entry = entry.join(value);
            }
        }
        anywhere.into_iter().collect()
    }
}
