//! Runs the rules: on each stage once, on the whole file every time, and drops the findings that
//! comments silence.
//!
//! The findings of a stage are cached with its evaluation, and those of checks that look at one
//! instruction alone with the facts of that instruction: an edit elsewhere in the stage costs such an
//! instruction one comparison of its setting.

mod stage_checks;
mod table;
#[cfg(test)]
mod tests;
mod violated;

use std::{borrow::Cow, cell::OnceCell};

pub use violated::violated;

use stage_checks::StageChecks;
use table::{TABLES, Table};

use crate::{
    build_file_context::BuildFileContext,
    check::{CommentsContext, FileContext, FileFound, Role, StageContext, Summaries, is_dispatched},
    diagnostic::Diagnostic,
    finding::{BuildPlace, Finding, Found},
    hadolint_codes::Code,
    ignore_context::IgnoreContext,
    preset::Selection,
    rule::{Preset, Rule},
    scripts::Scripts,
    shell_report::is_true_there,
    suppression::{
        self, CheckOptions,
        comments::{Comment, Reach},
    },
};
use dockwright_analysis::{
    build_inputs::BuildInputs,
    document::{BlockView, Document, Mark, Placed},
    facts::operands::FromOperands,
    memo::{Memo, Memoized},
    model::{Evaluated, Global, Model},
};

/// The findings of a preset's rules in a stage, or before the first one. `PRESET` is the preset's
/// number.
struct StageFindings<const PRESET: usize> {
    found: Vec<Found>,
}

impl<const PRESET: usize> Memoized for StageFindings<PRESET> {}

/// The cached findings of a preset's rules, made on first use.
fn kept(memo: &Memo, preset: Preset, make: impl FnOnce(&'static Table) -> Vec<Found>) -> &[Found] {
    fn of<const PRESET: usize>(memo: &Memo, make: impl FnOnce(&'static Table) -> Vec<Found>) -> &[Found] {
        &memo.get_or_init(|| StageFindings::<PRESET> { found: make(&TABLES[PRESET]) }).found
    }
    match preset {
        Preset::Buildkit => of::<{ Preset::Buildkit as usize }>(memo, make),
        Preset::Default => of::<{ Preset::Default as usize }>(memo, make),
        Preset::Hadolint => of::<{ Preset::Hadolint as usize }>(memo, make),
        Preset::All => of::<{ Preset::All as usize }>(memo, make),
    }
}

/// The findings in a stage.
fn of_stage<'a>(
    preset: Preset,
    scripts: Scripts<'_>,
    evaluated: &'a Evaluated,
    inputs: &BuildInputs,
) -> &'a [Found] {
    kept(&evaluated.memo, preset, |table| {
        let items = &evaluated.items;
        let context = StageContext { items, evaluated, inputs, scripts };
        let from_range = match context.from() {
            Some(FromOperands { image: Some(image), .. }) => image.range.clone(),
            _ => items.first().map_or(0..0, |item| item.facts.keyword_range.clone()),
        };
        let has_shell = evaluated.base_state.shell.is_some();
        let mut walk = StageChecks::new(preset, table, Some(&evaluated.exit), has_shell, from_range, scripts);
        for onbuild in evaluated.triggers.iter() {
            if let Some(trigger) = &onbuild.trigger {
                walk.take(0, trigger, Role::Inherited, false);
            }
        }
        for (at, item) in items.iter().enumerate() {
            walk.take(at, &item.facts, Role::Own, false);
        }
        (walk.acc.item, walk.acc.role) = (0, Role::Own);
        for check in &table.of_stage {
            check(&context, &mut walk.acc);
        }
        walk.acc.found
    })
}

/// The findings before the first stage.
fn of_preamble<'a>(
    preset: Preset,
    scripts: Scripts<'_>,
    block: BlockView<'_>,
    global: &'a Global,
) -> &'a [Found] {
    kept(&global.memo, preset, |table| {
        let mut walk = StageChecks::new(preset, table, None, false, 0..0, scripts);
        for (at, item) in block.items().iter().enumerate() {
            walk.take(at, &item.facts, Role::Own, true);
        }
        walk.acc.found
    })
}

/// A finding, its instruction in the document, and the index of the instruction.
pub struct PlacedFinding<'a> {
    pub finding: Cow<'a, Finding>,
    pub block: BlockView<'a>,
    pub placed: Placed<'a>,
}

/// The reader of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A caller that wants BuildKit's answer.
    Build,
    /// A user.
    Person,
}

/// The findings of the selected rules that the file does not silence.
pub fn findings<'a>(
    document: &'a Document,
    model: &'a Model,
    selection: &Selection,
    reader: Reader,
) -> Vec<PlacedFinding<'a>> {
    let options = suppression::of_header(document);
    let is_kept = |block: BlockView<'_>, finding: &Finding| {
        is_kept(document, block, finding, selection, &options, reader)
    };
    let mut found = findings_where(document, model, selection, &options, is_kept);
    if reader == Reader::Person {
        drop_replaced(&mut found);
        drop_stood_for(&mut found);
    }
    found
}

/// The findings of BuildKit's checks for either reader, ignoring the comments in the file.
fn unsilenced<'a>(document: &'a Document, model: &'a Model) -> Vec<PlacedFinding<'a>> {
    let selection = Selection::of_preset(Preset::Buildkit);
    findings_where(document, model, selection, &CheckOptions::default(), |_, finding| {
        selection.has(finding.rule)
    })
}

fn findings_where<'a>(
    document: &'a Document,
    model: &'a Model,
    selection: &Selection,
    options: &CheckOptions,
    is_kept: impl Fn(BlockView<'a>, &Finding) -> bool,
) -> Vec<PlacedFinding<'a>> {
    let stages: Vec<_> = document
        .stages()
        .zip(&model.stages)
        .map(|(block, stage)| {
            let scripts = Scripts::new(document, block, Some(&stage.evaluated));
            (block, Summaries { evaluated: &stage.evaluated, inputs: &model.inputs, scripts })
        })
        .collect();
    let mut out = Vec::new();
    let is_unaware = selection.is_unaware();
    let mut keep = |block: BlockView<'a>, found: &'a Found| {
        if is_kept(block, &found.finding) && is_true_there(document, block, found, is_unaware) {
            let placed = block.placed(found.item);
            out.push(PlacedFinding { finding: Cow::Borrowed(&found.finding), block, placed });
        }
    };
    if let Some(block) = document.preamble() {
        for found in of_preamble(selection.table, Scripts::new(document, block, None), block, &model.global) {
            keep(block, found);
        }
    }
    let reached = model.converted();
    for (number, (block, stage)) in stages.iter().enumerate() {
        let findings = of_stage(selection.table, stage.scripts, stage.evaluated, stage.inputs);
        let is_needed = reached.as_ref().is_none_or(|reached| reached[number]);
        for found in findings.iter().filter(|found| is_needed || !is_dispatched(found)) {
            keep(*block, found);
        }
    }
    let mut of_file = Vec::new();
    let is_experimental = options.asks_for_experiments()
        || document.has(Mark::Experimental)
        || Table::for_selection(selection).experimental.iter().any(|rule| selection.asks_for(rule));
    let options = &selection.options;
    let context = FileContext { document, model, stages: &stages, is_experimental, options };
    for (_, check) in Table::for_selection(selection).of_file.iter().filter(|(rule, _)| selection.has(rule)) {
        check(&context, &mut of_file);
    }
    for FileFound { stage, found: Found { item, finding } } in of_file {
        let block = match stage {
            Some(stage) => Some(stages[stage].0),
            None => document.preamble(),
        };
        if let Some(block) = block.filter(|&block| is_kept(block, &finding)) {
            let mut placed = block.placed(item);
            if finding.is_in_header {
                (placed.start, placed.row) = (0, 0);
            }
            out.push(PlacedFinding { finding: Cow::Owned(finding), block, placed });
        }
    }
    out
}

/// The findings about a file's comments, once everything else is known; `used` are the names that
/// silenced something.
pub fn about_comments(
    document: &Document,
    model: &Model,
    selection: &Selection,
    source: &str,
    comments: &[Comment],
    used: &[(usize, usize)],
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let unsilenced = OnceCell::new();
    let finds = |name: &str, comment: &Comment| {
        let covers = |found: &PlacedFinding<'_>| {
            let silenced_at = found.finding.silenced_at;
            comment.reach == Reach::File
                || silenced_at.is_some_and(|item| comment.covers(found.block.placed(item).start))
        };
        let found = unsilenced.get_or_init(|| self::unsilenced(document, model));
        found.iter().any(|found| found.finding.rule.name == name && covers(found))
    };
    let selects = |rule: &Rule| selection.has(rule);
    check_comments(
        &CommentsContext { source, comments, used, is_ignore_file: false, selects: &selects, finds: &finds },
        selection,
        &mut out,
    );
    out
}

/// Runs the checks of comments.
pub fn check_comments(context: &CommentsContext<'_>, selection: &Selection, out: &mut Vec<Diagnostic>) {
    let checks = &Table::for_selection(selection).of_comments;
    for (_, check) in checks.iter().filter(|(rule, _)| selection.has(rule)) {
        check(context, out);
    }
}

/// Runs the checks of ignore files.
pub fn check_ignore_file(context: &IgnoreContext<'_>, selection: &Selection, out: &mut Vec<Diagnostic>) {
    let checks = &Table::for_selection(selection).of_ignore_file;
    for (_, check) in checks.iter().filter(|(rule, _)| selection.has(rule)) {
        check(context, out);
    }
}

/// Runs the checks of build files.
pub(crate) fn check_build_file(
    context: &BuildFileContext<'_>,
    selection: &Selection,
    out: &mut Vec<Diagnostic>,
) {
    let checks = &Table::for_selection(selection).of_build_file;
    for (_, check) in checks.iter().filter(|(rule, _)| selection.has(rule)) {
        check(context, out);
    }
}

/// Drops a finding if another one on the same instruction explains it better.
fn drop_replaced(found: &mut Vec<PlacedFinding<'_>>) {
    let better = found.iter().filter(|it| !it.finding.rule.replaces.is_empty());
    let mut better: Vec<_> = better.map(|it| (it.placed.start, it.finding.rule)).collect();
    if better.is_empty() {
        return;
    }
    better.sort_unstable_by_key(|(start, rule)| (*start, rule.name));
    // A rule may find thousands of things in one instruction.
    better.dedup();
    let is_replaced = |it: &PlacedFinding<'_>| {
        let first = better.partition_point(|(start, _)| *start < it.placed.start);
        let mut here = better[first..].iter().take_while(|(start, _)| *start == it.placed.start);
        here.any(|(_, rule)| rule.replaces.contains(&it.finding.rule))
    };
    found.retain(|it| !is_replaced(it));
}

/// Drops a finding if another one on the same word explains it better.
fn drop_stood_for(found: &mut Vec<PlacedFinding<'_>>) {
    let shown = |it: &PlacedFinding<'_>| {
        it.placed.start + it.finding.range.start..it.placed.start + it.finding.range.end
    };
    let better = found.iter().filter(|it| !it.finding.rule.stands_for.is_empty());
    let mut better: Vec<_> = better.map(|it| (shown(it), it.finding.rule)).collect();
    if better.is_empty() {
        return;
    }
    better.sort_unstable_by_key(|(range, _)| range.start);
    // The words of different findings do not overlap, except that several rules may report the same
    // word.
    found.retain(|it| {
        let range = shown(it);
        let before = better.partition_point(|(other, _)| other.start < range.end);
        let near = better[..before].iter().rev().take(MAX_ON_WORD);
        !near
            .filter(|(other, _)| range.start < other.end)
            .any(|(_, rule)| rule.stands_for.contains(&it.finding.rule))
    });
}

/// How many rules may report the same word.
const MAX_ON_WORD: usize = 4;

fn is_kept(
    document: &Document,
    block: BlockView<'_>,
    finding: &Finding,
    selection: &Selection,
    options: &CheckOptions,
    reader: Reader,
) -> bool {
    let rule = finding.rule;
    let is_for_reader = match reader {
        Reader::Build => finding.build != BuildPlace::Nowhere,
        Reader::Person => finding.severity.is_some(),
    };
    let runs = selection.has(rule)
        && finding.code.and_then(Code::of_shell_check).is_none_or(|code| selection.has_code(code));
    if !is_for_reader || !runs || !selection.shows(rule, finding.doubt) || skips(options, rule) {
        return false;
    }
    let local = finding.silenced_at.and_then(|item| suppression::above(document, block, item));
    if rule.is_experimental
        && !selection.asks_for(rule)
        && !options.asks_for(rule)
        && !local.as_ref().is_some_and(|local| local.asks_for(rule))
    {
        return false;
    }
    !local.is_some_and(|local| skips(&local, rule))
}

/// Whether options switch off a rule, or a rule that it replaces.
fn skips(options: &CheckOptions, rule: &Rule) -> bool {
    options.skips(rule) || rule.stands_for.iter().any(|other| options.skips_named(other.name))
}
