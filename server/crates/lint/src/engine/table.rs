//! The checks of each preset, by what they check.

use std::sync::LazyLock;

use crate::{
    build_file_context::BuildFileContext,
    check::{
        Acc, Check, CommentsContext, FileContext, FileFound, InStageContext, InstructionContext, StageContext,
    },
    diagnostic::Diagnostic,
    ignore_context::IgnoreContext,
    preset::Selection,
    registry::{checks, rules},
    rule::{Preset, Rule},
    shell_report::Reporters,
};
use dockwright_analysis::spec::{INSTRUCTIONS, Instruction, InstructionSpec};

pub(super) type InstructionCheck = fn(&InstructionContext<'_>, &mut Acc);
pub(super) type InStageCheck = fn(&InStageContext<'_>, &mut Acc);
pub(super) type StageCheck = fn(&StageContext<'_>, &mut Acc);
pub(super) type FileCheck = fn(&FileContext<'_>, &mut Vec<FileFound>);
pub(super) type IgnoreFileCheck = fn(&IgnoreContext<'_>, &mut Vec<Diagnostic>);
pub(super) type BuildFileCheck = fn(&BuildFileContext<'_>, &mut Vec<Diagnostic>);
pub(super) type CommentsCheck = fn(&CommentsContext<'_>, &mut Vec<Diagnostic>);

/// The checks, by what they check.
#[derive(Default)]
pub(super) struct Table {
    /// In the order of [`Instruction`], each with its number.
    pub(super) of_instruction: [Vec<(u16, InstructionCheck)>; INSTRUCTIONS.len()],
    pub(super) in_stage: [Vec<(u16, InStageCheck)>; INSTRUCTIONS.len()],
    pub(super) of_exec_form: [Vec<(u16, InStageCheck)>; INSTRUCTIONS.len()],
    /// For the scripts of RUN.
    pub(super) of_shell: Reporters,
    pub(super) of_refused: Vec<(u16, InstructionCheck)>,
    pub(super) of_stage: Vec<StageCheck>,
    pub(super) of_file: Vec<(&'static Rule, FileCheck)>,
    pub(super) of_ignore_file: Vec<(&'static Rule, IgnoreFileCheck)>,
    pub(super) of_build_file: Vec<(&'static Rule, BuildFileCheck)>,
    pub(super) of_comments: Vec<(&'static Rule, CommentsCheck)>,
    pub(super) experimental: Vec<&'static Rule>,
}

/// The checks of each preset, so that a selection does not pay for the rules of a larger one.
pub(super) static TABLES: [LazyLock<Table>; 4] = [
    LazyLock::new(|| Table::of(Preset::Buildkit)),
    LazyLock::new(|| Table::of(Preset::Default)),
    LazyLock::new(|| Table::of(Preset::Hadolint)),
    LazyLock::new(|| Table::of(Preset::All)),
];

impl Table {
    /// The checks of the rules in a preset.
    fn of(preset: Preset) -> Self {
        let mut table = Self::default();
        for (order, (rule, check)) in (0u16..).zip(checks().filter(|(rule, _)| preset.has(rule))) {
            match check {
                Check::Instruction(kinds, check) => {
                    for kind in kinds_of(kinds) {
                        table.of_instruction[kind].push((order, *check));
                    }
                }
                Check::InStage(kinds, check) => {
                    for kind in kinds_of(kinds) {
                        table.in_stage[kind].push((order, *check));
                    }
                }
                Check::ExecForm(kinds, check) => {
                    for kind in kinds_of(kinds) {
                        table.of_exec_form[kind].push((order, *check));
                    }
                }
                Check::Shell(checks) => table.of_shell.add(rule, checks),
                Check::Refused(check) => table.of_refused.push((order, *check)),
                Check::Stage(check) => table.of_stage.push(*check),
                Check::File(check) => table.of_file.push((rule, *check)),
                Check::IgnoreFile(check) => table.of_ignore_file.push((rule, *check)),
                Check::BuildFile(check) => table.of_build_file.push((rule, *check)),
                Check::Comments(check) => table.of_comments.push((rule, *check)),
            }
        }
        table.experimental =
            rules().iter().copied().filter(|rule| rule.is_experimental && preset.has(rule)).collect();
        table
    }

    /// The checks for a selection.
    pub(super) fn for_selection(selection: &Selection) -> &'static Self {
        &TABLES[selection.table as usize]
    }
}

/// The numbers of some instructions; all if the list is empty.
fn kinds_of(kinds: &'static [Instruction]) -> impl Iterator<Item = usize> {
    let is_seen = move |spec: &&InstructionSpec| kinds.is_empty() || kinds.contains(&spec.instruction);
    INSTRUCTIONS.iter().filter(is_seen).map(|spec| spec.instruction as usize)
}
