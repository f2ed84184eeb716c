//! What package managers leave in the layer of a RUN: downloads and lists of packages that nothing
//! deletes.
//!
//! Only stages that become part of the image are checked. The files of other stages are discarded
//! with them.

use std::{marker::PhantomData, ops::Range};

use crate::{
    FileContext, FileFound, StageContext, Summary,
    run_calls::{
        Run, empties, is_cleaner, is_in_other_root, is_mounted, kept_stages, runs_of, with_rights_of,
    },
    run_fixes::{append, call_at, commands},
};
use dockwright_analysis::{commands::CallIn, fix::Fix, memo::Memoized};
use dockwright_lint::{
    finding::{Finding, Found, Mending},
    rule::Rule,
};
use dockwright_texts::{Message, rules::yum_clean as texts};

/// A package manager, and what deletes its downloads.
pub(crate) struct Downloads {
    /// Its programs.
    pub(crate) programs: &'static [&'static str],
    /// The subcommands that leave downloads.
    pub(crate) leaving: &'static [&'static [&'static str]],
    /// The programs whose subcommand `clean` deletes them.
    pub(crate) cleaners: &'static [&'static str],
    /// The directories that they are in.
    pub(crate) folders: &'static [&'static str],
}

/// The options of another root directory, and of no work at all.
const ELSEWHERE: &[&str] = &["--installroot", "--root", "--help"];

/// Something that stays in a layer.
pub(crate) struct Left {
    /// The RUN, and the subcommand in it.
    pub(crate) item: usize,
    pub(crate) range: Range<usize>,
    /// The program.
    pub(crate) program: Box<str>,
}

impl Downloads {
    /// What stays in a stage.
    fn left_in(&self, ctx: &StageContext<'_>) -> Vec<Left> {
        runs_of(ctx, self.programs).filter_map(|run| self.left_by(&run)).collect()
    }

    fn left_by(&self, run: &Run<'_>) -> Option<Left> {
        let commands = run.commands;
        commands.calls().find(|call| self.leaves(call).is_some())?;
        if commands.is_partial() || self.folders.iter().any(|folder| is_mounted(run.facts, folder)) {
            return None;
        }
        let calls: Vec<CallIn<'_>> = commands.calls().collect();
        let at = calls.iter().rposition(|call| self.leaves(call).is_some())?;
        if calls[at + 1..].iter().any(|call| self.cleans(call)) {
            return None;
        }
        let verb = self.leaves(&calls[at])?;
        let program = calls[at].name()?.into();
        Some(Left { item: run.item, range: calls[at].range(verb), program })
    }

    /// The subcommand of a call that leaves something.
    fn leaves(&self, call: &CallIn<'_>) -> Option<usize> {
        call.name().filter(|name| self.programs.contains(name))?;
        let length = call.verb(call.view, self.leaving)?;
        let is_here = !call.has_option(call.view, ELSEWHERE) && !is_in_other_root(call);
        is_here.then(|| call.operands[length - 1])
    }

    /// Whether a call deletes it, or may do so.
    fn cleans(&self, call: &CallIn<'_>) -> bool {
        let is_cleaning = call.name().is_some_and(|name| self.cleaners.contains(&name))
            && matches!(call.subcommand(call.view), None | Some("clean" | "cc" | "cl"));
        is_cleaning || is_cleaner(call) || self.folders.iter().any(|folder| empties(call, folder))
    }
}

/// A rule about the downloads of a package manager.
pub(crate) trait Cleaning: Send + Sync + 'static {
    const RULE: &'static Rule;
    const DOWNLOADS: Downloads;
    /// The command that deletes the downloads of `{program}`.
    const CLEAN_UP: &'static str;
}

/// What stays in a stage.
struct LeftInStage<T>(Vec<Left>, PhantomData<fn() -> T>);

impl<T: Cleaning> Memoized for LeftInStage<T> {}

impl<T: Cleaning> Summary for LeftInStage<T> {
    fn of(ctx: &StageContext<'_>) -> Self {
        Self(T::DOWNLOADS.left_in(ctx), PhantomData)
    }
}

/// Reports what stays in the stages that are part of the image.
pub(crate) fn report_left<T: Cleaning>(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let kept = kept_stages(ctx.model);
    for stage in (0..ctx.stages.len()).filter(|&stage| kept[stage]) {
        let LeftInStage::<T>(left, _) = ctx.stages[stage].1.get();
        found.extend(left.iter().map(|left| {
            let finding = Finding::own(T::RULE, left.range.clone(), texts::finding(&*left.program));
            let finding = Finding { mend: Some(clean_up_left::<T>), ..finding };
            FileFound { stage: Some(stage), found: Found { item: left.item, finding } }
        }));
    }
}

fn clean_up_left<T: Cleaning>(ctx: &Mending<'_>) -> Option<Fix> {
    clean_up_fix(ctx, &texts::FIX, |program| T::CLEAN_UP.replace("{program}", program))
}

/// Reports what was found in the stages that are part of the image, unless one of them says that
/// the rule does not apply to the file.
pub(crate) fn report_unless<T: Summary, U: Summary>(
    ctx: &FileContext<'_>,
    does_not_apply: impl Fn(&U) -> bool,
    found_in: impl Fn(&T) -> &Vec<Found>,
    found: &mut Vec<FileFound>,
) {
    let kept = kept_stages(ctx.model);
    let stages = || ctx.stages.iter().enumerate().filter(|(stage, _)| kept[*stage]);
    // Most files do not use the program.
    if stages().all(|(_, (_, summaries))| found_in(summaries.get::<T>()).is_empty())
        || stages().any(|(_, (_, summaries))| does_not_apply(summaries.get::<U>()))
    {
        return;
    }
    for (stage, (_, summaries)) in stages() {
        let own = found_in(summaries.get::<T>()).iter().cloned();
        found.extend(own.map(|found| FileFound { stage: Some(stage), found }));
    }
}

/// The fix with a command after all others of the script, with the rights of the call that a finding is about.
pub(crate) fn clean_up_fix(
    ctx: &Mending<'_>,
    title: impl Into<Message>,
    command: impl Fn(&str) -> String,
) -> Option<Fix> {
    let commands = commands(ctx);
    let call = call_at(&commands, &ctx.finding.range)?;
    let command = with_rights_of(&call, &command(call.name()?))?;
    let edit = append(ctx, &ctx.finding.range, &command)?;
    Some(Fix::replace(title, edit.range, edit.text))
}
