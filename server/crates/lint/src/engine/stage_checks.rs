//! Runs the checks of the instructions of a stage, and keeps what those find that look at one
//! instruction alone.

use std::{
    cell::OnceCell,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use super::table::{InstructionCheck, Table};
use crate::{
    check::{Acc, Earlier, InStageContext, InstructionContext, Role, Setting},
    finding::Found,
    rule::Preset,
    scripts::{OwnScript, Scripts},
};
use dockwright_analysis::{
    facts::Facts,
    memo::{Memo, Memoized},
    model::State,
    spec::{INSTRUCTIONS, Instruction},
    usage::{ShellInForce, Shells},
};

/// A walk over the instructions of a stage.
pub(super) struct StageChecks<'a> {
    preset: Preset,
    table: &'static Table,
    exit: Option<&'a State>,
    has_shell: bool,
    shells: &'a Shells,
    /// By [`Instruction`].
    last: [Option<Earlier>; INSTRUCTIONS.len()],
    pub(super) acc: Acc,
    /// The numbers of the checks that found what is in `acc`, for one instruction.
    orders: Vec<u16>,
    scripts: Scripts<'a>,
}

impl<'a> StageChecks<'a> {
    pub(super) fn new(
        preset: Preset,
        table: &'static Table,
        exit: Option<&'a State>,
        has_shell: bool,
        from_range: Range<usize>,
        scripts: Scripts<'a>,
    ) -> Self {
        let acc = Acc { found: Vec::new(), item: 0, role: Role::Own, from_range };
        let last = [const { None }; INSTRUCTIONS.len()];
        let (shells, orders) = (scripts.shells(), Vec::new());
        Self { preset, table, exit, has_shell, shells, last, acc, orders, scripts }
    }

    pub(super) fn take(&mut self, item: usize, facts: &'a Facts, role: Role, is_preamble: bool) {
        (self.acc.item, self.acc.role) = (item, role);
        let script = self.scripts.own_in(self.shells, item);
        let setting = Setting { role, is_preamble, has_shell: self.has_shell, shell: script.shell };
        let Some(instruction) = facts.instruction.filter(|_| facts.problems.is_empty()) else {
            return self.alone(&self.table.of_refused, facts, setting, script);
        };
        let kind = instruction as usize;
        let first = self.acc.found.len();
        self.orders.clear();
        self.alone(&self.table.of_instruction[kind], facts, setting, script);
        self.in_stage(first, instruction, facts, setting, script);
        let sets_shell = instruction == Instruction::Shell && role != Role::Inner;
        self.has_shell |= sets_shell && facts.json.as_ref().is_some_and(|words| !words.is_empty());
        if let Some(trigger) = facts.trigger.as_deref().filter(|_| role == Role::Own) {
            self.take(item, trigger, Role::Inner, false);
        }
    }

    /// Runs the checks of an instruction that look at nothing else, or takes what they found when the
    /// instruction had the same setting.
    fn alone(
        &mut self,
        checks: &'static [(u16, InstructionCheck)],
        facts: &'a Facts,
        setting: Setting<'a>,
        script: OwnScript<'a>,
    ) {
        if checks.is_empty() {
            return;
        }
        let context = InstructionContext { facts, setting, script, known: OnceCell::new() };
        // The findings of an inherited trigger are at the FROM of this stage, and the same trigger may be in
        // many stages. A document without a tree is not edited, so they would not be used again.
        if setting.role == Role::Inherited || !self.scripts.may_be_edited() {
            let first = self.acc.found.len();
            for (order, check) in checks {
                check(&context, &mut self.acc);
                self.orders.resize(self.acc.found.len() - first, *order);
            }
            return;
        }
        let kept = KeptFindings::of(self.preset, &facts.memo);
        let item = self.acc.item;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| !kept.is_in(setting)) {
            #[cfg(test)]
            super::tests::CHECKED.with(|checked| checked.set(checked.get() + 1));
            let mut acc = Acc { found: Vec::new(), item: 0, role: setting.role, from_range: 0..0 };
            let mut orders = Vec::new();
            for (order, check) in checks {
                check(&context, &mut acc);
                orders.resize(acc.found.len(), *order);
            }
            *kept = Some(KeptFindings::new(setting, acc.found, orders));
        }
        for (order, found) in kept.iter().flat_map(|kept| &kept.found) {
            self.orders.push(*order);
            self.acc.found.push(found.moved_to(item));
        }
    }

    /// Runs the checks of an instruction that look at its stage. `first` is the first finding of the
    /// instruction.
    fn in_stage(
        &mut self,
        first: usize,
        instruction: Instruction,
        facts: &'a Facts,
        setting: Setting<'a>,
        script: OwnScript<'a>,
    ) {
        let (kind, role, item) = (instruction as usize, setting.role, self.acc.item);
        let checks = &self.table.in_stage[kind];
        let of_exec_form = match facts.json {
            Some(_) => self.table.of_exec_form[kind].as_slice(),
            None => &[],
        };
        if checks.is_empty() && of_exec_form.is_empty() && instruction != Instruction::Run {
            return;
        }
        let is_once =
            matches!(instruction, Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck)
                && role != Role::Inner;
        let context = InStageContext {
            instruction: InstructionContext { facts, setting, script, known: OnceCell::new() },
            exit: self.exit.filter(|_| role != Role::Inner),
            previous: if is_once { self.last[kind].take() } else { None },
            scripts: self.scripts,
            item,
        };
        let alone = self.acc.found.len();
        for (order, check) in checks.iter().chain(of_exec_form) {
            check(&context, &mut self.acc);
            if self.orders.len() < self.acc.found.len() - first {
                self.orders.resize(self.acc.found.len() - first, *order);
            }
        }
        let is_mixed = first < alone || !of_exec_form.is_empty();
        if is_mixed && alone < self.acc.found.len() {
            let found = self.acc.found.drain(first..);
            let mut found: Vec<(u16, Found)> = self.orders.iter().copied().zip(found).collect();
            found.sort_by_key(|(order, _)| *order);
            self.acc.found.extend(found.into_iter().map(|(_, found)| found));
        }
        if instruction == Instruction::Run {
            self.table.of_shell.report(&context, &mut self.acc);
        }
        if is_once {
            self.last[kind] = Some(Earlier { item, role, keyword_range: facts.keyword_range.clone() });
        }
    }
}

/// What the checks of an instruction alone have found, for the setting that it had last. It is kept
/// with the facts, so it lives until the text of the instruction changes.
struct KeptFindings {
    role: Role,
    is_preamble: bool,
    has_shell: bool,
    is_windows: bool,
    shell: Option<Arc<[String]>>,
    /// Each with the number of its check. The instruction has the number 0 in them.
    found: Vec<(u16, Found)>,
}

/// The kept findings of a preset's rules. `PRESET` is the preset's number.
#[derive(Default)]
struct Slot<const PRESET: usize>(Mutex<Option<KeptFindings>>);

impl<const PRESET: usize> Memoized for Slot<PRESET> {}

impl KeptFindings {
    /// The findings in the memo of an instruction for a preset's rules.
    fn of(preset: Preset, memo: &Memo) -> &Mutex<Option<Self>> {
        fn of<const PRESET: usize>(memo: &Memo) -> &Mutex<Option<KeptFindings>> {
            &memo.get_or_init(Slot::<PRESET>::default).0
        }
        match preset {
            Preset::Buildkit => of::<{ Preset::Buildkit as usize }>(memo),
            Preset::Default => of::<{ Preset::Default as usize }>(memo),
            Preset::Hadolint => of::<{ Preset::Hadolint as usize }>(memo),
            Preset::All => of::<{ Preset::All as usize }>(memo),
        }
    }

    fn new(setting: Setting<'_>, found: Vec<Found>, orders: Vec<u16>) -> Self {
        let Setting { role, is_preamble, has_shell, shell: ShellInForce { words, is_windows } } = setting;
        let shell = words.cloned();
        Self {
            role,
            is_preamble,
            has_shell,
            is_windows,
            shell,
            found: orders.into_iter().zip(found).collect(),
        }
    }

    /// Whether the instruction had this setting.
    fn is_in(&self, setting: Setting<'_>) -> bool {
        let shell = ShellInForce { words: self.shell.as_ref(), is_windows: self.is_windows };
        let (is_preamble, has_shell) = (self.is_preamble, self.has_shell);
        setting == Setting { role: self.role, is_preamble, has_shell, shell }
    }
}
