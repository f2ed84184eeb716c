//! Determines which assignments each read of a variable may see, from the order and conditions in
//! which a script runs.
//!
//! A script is stored as a flat list of steps: accesses to variables ("touches"), and blocks around
//! them that say how they run. For one name, the list is evaluated with sets of the assignments
//! that may be in force (reaching definitions). A read joins all assignments that it may see into
//! one symbol, so the symbol that contains the Dockerfile's value is exactly what a rename must
//! change. Jumps and functions are overestimated, never underestimated: symbols that are joined
//! unnecessarily are renamed together, which keeps the meaning.

pub(super) mod known;
mod set;

use set::Set;

/// The kind of access to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Its value, or the variable itself, is read.
    Read,
    /// It gets a new value.
    Write,
    /// It gets a new value in a function's own scope.
    Local,
    /// It gets a new value that the same word derives from the old one: `X+=1`, `$((X++))`,
    /// `${X[0]=1}`.
    Update,
    /// It is removed.
    Unset,
    /// It is set in the environment of a command.
    Prefix,
    /// It is set in the environment of a function call.
    Call,
}

/// An access to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Touch {
    pub(super) name: u32,
    pub(super) access: Access,
}

/// How the steps of a block run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// One after the other.
    Sequence,
    /// The first block, then those of [`Block::And`] and [`Block::Or`], depending on the result of the
    /// left side.
    List,
    /// In a list: runs if the preceding blocks succeeded.
    And,
    /// In a list: runs if the preceding blocks failed.
    Or,
    /// Swaps success and failure.
    Not,
    /// Runs in a separate process: its assignments have no effect outside.
    Isolated,
    /// May run or not.
    Possible,
    /// Conditions and branches in turn; the last block may be that of `else`.
    If,
    /// A condition and a body, repeated while the condition succeeds.
    While,
    /// A condition and a body, repeated until the condition succeeds.
    Until,
    /// A body that runs any number of times.
    Repeat,
    /// A body that runs at least once.
    RepeatSome,
    /// Any one of its blocks, or none.
    Case,
    /// Exactly one of its blocks.
    CaseExhaustive,
    /// A function's body: may run at any time from here on, any number of times.
    Function,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The index of a touch.
    Touch(u32),
    /// A block and the number of steps in it.
    Block(Block, u32),
    /// `break` or `continue`.
    Jump,
    /// `exit` or `exec`: nothing after it runs in this process.
    Exit,
}

/// The steps of a script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Flow {
    steps: Vec<Step>,
    touches: Vec<Touch>,
}

impl Flow {
    /// Adds a touch; its index is the number of touches before it.
    pub(super) fn touch(&mut self, touch: Touch) {
        self.steps.push(Step::Touch(self.touches.len() as u32));
        self.touches.push(touch);
    }

    pub(super) fn reserve(&mut self, steps: usize) {
        self.steps.reserve(steps);
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.steps.shrink_to_fit();
        self.touches.shrink_to_fit();
    }

    pub(super) fn jump(&mut self) {
        self.steps.push(Step::Jump);
    }

    pub(super) fn exit(&mut self) {
        self.steps.push(Step::Exit);
    }

    /// Opens a block; steps added before [`Self::close`] are in it.
    pub(super) fn open(&mut self, block: Block) -> usize {
        self.steps.push(Step::Block(block, 0));
        self.steps.len()
    }

    pub(super) fn close(&mut self, opened: usize) {
        let length = (self.steps.len() - opened) as u32;
        if let Some(Step::Block(_, steps)) = self.steps.get_mut(opened - 1) {
            *steps = length;
        }
    }

    pub(super) fn touches(&self) -> &[Touch] {
        &self.touches
    }

    /// The touches of a name that refer to the variable in the script's environment.
    pub(super) fn joined(&self, name: u32) -> Vec<usize> {
        let mut run = Run::new(self, name);
        run.all();
        let outer = run.find(0);
        (0..run.mine.len()).filter(|&at| run.find(at + 1) == outer).map(|at| run.mine[at]).collect()
    }

    /// Whether evaluating this many names would take long. The longest scripts in real files have a few
    /// hundred steps and names.
    pub(super) fn is_long_for(&self, names: usize) -> bool {
        self.steps.len().saturating_mul(names) > MANY
    }

    /// The touches that read a name before any assignment to it in the text: an approximation for all
    /// names at once.
    pub(super) fn first_reads(&self) -> Vec<(u32, usize)> {
        let mut assigned = rustc_hash::FxHashSet::default();
        let mut found = Vec::new();
        for (at, touch) in self.touches.iter().enumerate() {
            if matches!(touch.access, Access::Read | Access::Update) && !assigned.contains(&touch.name) {
                found.push((touch.name, at));
            }
            if touch.access != Access::Read {
                assigned.insert(touch.name);
            }
        }
        found
    }

    /// The touches of a name that may see the value from the script's environment.
    pub(super) fn outer_reads(&self, name: u32) -> Vec<usize> {
        let mut run = Run::new(self, name);
        run.all();
        run.mine.iter().zip(&run.sees_outer).filter(|(_, sees)| **sees).map(|(&at, _)| at).collect()
    }
}

/// The definitions in force after a step, if it succeeded and if it failed.
struct Outcome {
    success: Set,
    failure: Set,
}

impl Outcome {
    fn both(set: Set) -> Self {
        Self { success: set.clone(), failure: set }
    }

    fn any(mut self) -> Set {
        self.success.add(&self.failure);
        self.success
    }
}

/// After this many steps for one name, loops are no longer evaluated a second time. Only deeply
/// nested loops come close.
const PATIENCE: usize = 100_000;
/// The number of steps for all names of a script together.
const MANY: usize = 500_000;

/// Evaluates a script for one name. Definition 0 is the value from the environment, `i + 1` that of
/// the name's touch `i`; the numbers after those belong to each `unset`.
struct Run<'a> {
    flow: &'a Flow,
    /// The indexes of the name's touches.
    mine: Vec<usize>,
    sees_outer: Vec<bool>,
    /// The symbol of each definition: its parent in a union-find structure.
    symbol: Vec<usize>,
    /// The assignments in the functions defined so far.
    ambient: Set,
    /// The definitions in force at jumps out of the loops being evaluated, innermost last.
    jumps: Vec<Set>,
    taken: usize,
}

impl<'a> Run<'a> {
    fn new(flow: &'a Flow, name: u32) -> Self {
        let mine: Vec<usize> = flow
            .touches
            .iter()
            .enumerate()
            .filter(|(_, touch)| touch.name == name)
            .map(|(at, _)| at)
            .collect();
        Self {
            flow,
            sees_outer: vec![false; mine.len()],
            symbol: (0..=mine.len()).collect(),
            mine,
            ambient: Set::default(),
            jumps: Vec::new(),
            taken: 0,
        }
    }

    fn all(&mut self) {
        self.sequence(0..self.flow.steps.len(), Set::of(0));
    }

    fn find(&self, mut at: usize) -> usize {
        while self.symbol[at] != at {
            at = self.symbol[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        // The smaller one becomes the root, so that 0 always is one.
        self.symbol[a.max(b)] = a.min(b);
    }

    fn sequence(&mut self, steps: std::ops::Range<usize>, state: Set) -> Outcome {
        let mut outcome = Outcome::both(state);
        let mut at = steps.start;
        while at < steps.end {
            let state = outcome.any();
            outcome = self.step(at, state);
            at = self.next(at);
        }
        outcome
    }

    fn next(&self, at: usize) -> usize {
        match self.flow.steps[at] {
            Step::Block(_, steps) => at + 1 + steps as usize,
            Step::Touch(_) | Step::Jump | Step::Exit => at + 1,
        }
    }

    fn step(&mut self, at: usize, state: Set) -> Outcome {
        self.taken += 1;
        match self.flow.steps[at] {
            Step::Touch(touch) => Outcome::both(self.touch(touch as usize, state)),
            Step::Jump => {
                for loops in &mut self.jumps {
                    loops.add(&state);
                }
                Outcome::both(state)
            }
            Step::Exit => Outcome::both(Set::default()),
            Step::Block(block, steps) => self.block(block, at + 1..at + 1 + steps as usize, state),
        }
    }

    fn touch(&mut self, touch: usize, state: Set) -> Set {
        let Ok(index) = self.mine.binary_search(&touch) else { return state };
        let me = index + 1;
        match self.flow.touches[touch].access {
            Access::Read => {
                self.read(index, &state);
                state
            }
            Access::Update => {
                self.read(index, &state);
                Set::of(me)
            }
            Access::Unset => {
                self.read(index, &state);
                // A separate definition without a text.
                Set::of(self.mine.len() + me)
            }
            Access::Write | Access::Local | Access::Prefix => Set::of(me),
            Access::Call => state,
        }
    }

    fn read(&mut self, index: usize, state: &Set) {
        let mut seen = state.clone();
        seen.add(&self.ambient);
        self.sees_outer[index] |= seen.has(0);
        let unset = self.mine.len();
        for definition in seen.iter().filter(|&definition| definition <= unset) {
            self.join(index + 1, definition);
        }
    }

    fn block(&mut self, block: Block, steps: std::ops::Range<usize>, state: Set) -> Outcome {
        match block {
            Block::Sequence | Block::And | Block::Or => self.sequence(steps, state),
            Block::List => self.list(steps, state),
            Block::Not => {
                let Outcome { success, failure } = self.sequence(steps, state);
                Outcome { success: failure, failure: success }
            }
            Block::Isolated => {
                let jumps = std::mem::take(&mut self.jumps);
                self.sequence(steps, state.clone());
                self.jumps = jumps;
                Outcome::both(state)
            }
            Block::Possible => {
                let mut out = self.sequence(steps, state.clone()).any();
                out.add(&state);
                Outcome::both(out)
            }
            Block::If => self.branches(steps, state),
            Block::While | Block::Until => self.condition_loop(block, steps, &state),
            Block::Repeat | Block::RepeatSome => {
                let mut out = self.repeat(&state, |run, entry| {
                    let out = run.sequence(steps.clone(), entry).any();
                    (out.clone(), out)
                });
                if block == Block::Repeat {
                    out.add(&state);
                }
                Outcome::both(out)
            }
            Block::Case | Block::CaseExhaustive => {
                let mut out = if block == Block::Case { state.clone() } else { Set::default() };
                let mut at = steps.start;
                while at < steps.end {
                    let next = self.step(at, state.clone()).any();
                    out.add(&next);
                    at = self.next(at);
                }
                Outcome::both(out)
            }
            Block::Function => {
                self.function(steps);
                Outcome::both(state)
            }
        }
    }

    fn list(&mut self, steps: std::ops::Range<usize>, state: Set) -> Outcome {
        let mut outcome = Outcome::both(state);
        let mut at = steps.start;
        while at < steps.end {
            let kind = self.flow.steps[at];
            outcome = match kind {
                Step::Block(Block::And, _) => {
                    let mut right = self.step(at, outcome.success);
                    right.failure.add(&outcome.failure);
                    right
                }
                Step::Block(Block::Or, _) => {
                    let mut right = self.step(at, outcome.failure);
                    right.success.add(&outcome.success);
                    right
                }
                Step::Block(..) | Step::Touch(_) | Step::Jump | Step::Exit => {
                    let state = outcome.any();
                    self.step(at, state)
                }
            };
            at = self.next(at);
        }
        outcome
    }

    fn branches(&mut self, steps: std::ops::Range<usize>, state: Set) -> Outcome {
        let mut out = Outcome { success: Set::default(), failure: Set::default() };
        let mut rest = state;
        let mut at = steps.start;
        while at < steps.end {
            let condition = self.step(at, rest.clone());
            at = self.next(at);
            if at >= steps.end {
                // A last block without a branch after it is that of `else`.
                out.success.add(&condition.success);
                out.failure.add(&condition.failure);
                return out;
            }
            let branch = self.step(at, condition.success);
            out.success.add(&branch.success);
            out.failure.add(&branch.failure);
            rest = condition.failure;
            at = self.next(at);
        }
        // If no branch runs, the result is success.
        out.success.add(&rest);
        out
    }

    fn condition_loop(&mut self, block: Block, steps: std::ops::Range<usize>, state: &Set) -> Outcome {
        let body = self.next(steps.start);
        Outcome::both(self.repeat(state, |run, entry| {
            let condition = run.step(steps.start, entry);
            let (go, stop) = if block == Block::While {
                (condition.success, condition.failure)
            } else {
                (condition.failure, condition.success)
            };
            (run.sequence(body..steps.end, go).any(), stop)
        }))
    }

    /// Evaluates a loop's body, and a second time if its end changes the definitions at its start.
    /// `body` returns the definitions at its end, and where the loop is left.
    fn repeat(&mut self, state: &Set, body: impl Fn(&mut Self, Set) -> (Set, Set)) -> Set {
        self.jumps.push(Set::default());
        let (end, mut left) = body(self, state.clone());
        let mut entry = state.clone();
        entry.add(&end);
        if let Some(jumps) = self.jumps.last() {
            entry.add(jumps);
        }
        if entry != *state && self.taken < PATIENCE {
            let (_, again) = body(self, entry);
            left.add(&again);
        }
        if let Some(jumps) = self.jumps.pop() {
            left.add(&jumps);
        }
        left
    }

    /// A function may be called while any assignment of the script is in force, and its own assignments
    /// may be in force at any later time.
    fn function(&mut self, steps: std::ops::Range<usize>) {
        let assigned = |run: &Self, touch: usize| {
            run.mine.binary_search(&touch).ok().filter(|_| {
                matches!(
                    run.flow.touches[touch].access,
                    Access::Write | Access::Update | Access::Call | Access::Unset
                )
            })
        };
        let mut entry = Set::of(0);
        for &touch in &self.mine {
            if let Some(index) = assigned(self, touch) {
                entry.insert(index + 1);
            }
        }
        let mut at = steps.start;
        while at < steps.end {
            match self.flow.steps[at] {
                Step::Block(Block::Isolated, _) => {
                    at = self.next(at);
                    continue;
                }
                Step::Touch(touch) if self.flow.touches[touch as usize].access != Access::Call => {
                    if let Some(index) = assigned(self, touch as usize) {
                        self.ambient.insert(index + 1);
                    }
                }
                Step::Touch(_) | Step::Block(..) | Step::Jump | Step::Exit => {}
            }
            at += 1;
        }
        let jumps = std::mem::take(&mut self.jumps);
        self.sequence(steps, entry);
        self.jumps = jumps;
    }
}
