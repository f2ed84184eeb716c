//! Splits long instructions into several lines: the commands that `&&` joins in a RUN, the packages
//! they install, and the pairs of ENV and LABEL.
//!
//! An instruction that is split is split at every such place, so that the result does not depend on
//! how it was split before.

use std::ops::Range;

use super::{
    instruction::{Layout, Style},
    lines::{End, Line, LineKind, blank_runs},
    parts::Parts,
    script::Script,
};
use dockwright_analysis::{
    fix::TextEdit,
    shell::{Context, Joint, OperatorKind},
};

/// The edits of an instruction's lines, split if they are too long and the options allow it.
pub(super) fn layout_edits(
    style: &Style<'_>,
    parts: &Parts,
    script: Option<&Script>,
    lines: &[Line],
) -> Vec<TextEdit> {
    let sorting = script.map_or(&[][..], |script| &script.sorting);
    let layout = Layout::new(style, parts, lines, sorting);
    let is_long = |width: usize| width > style.options.line_length;
    if !style.options.one_argument_per_line || !layout.widths().any(is_long) {
        return layout.edits();
    }
    let places =
        parts.pairs.iter().skip(1).map(|pair| pair.start).chain(script.iter().flat_map(|it| it.joints()));
    let gaps = gaps(style.source, parts, lines, places);
    let base = lines.iter().skip(1).filter(|line| line.kind == LineKind::Text).map(|line| line.column).min();
    let lines = divided(lines, &gaps, |_| base.unwrap_or(style.tab_width()));
    let layout = Layout::new(style, parts, &lines, sorting);
    let long: Vec<&Line> = lines
        .iter()
        .zip(layout.widths())
        .filter(|(_, width)| is_long(*width))
        .map(|(line, _)| line)
        .collect();
    let lists = script.map_or(&[][..], |script| &script.lists);
    let is_in =
        |line: &Line, word: &Range<usize>| line.content.start <= word.start && word.end <= line.content.end;
    let has_long_line =
        |list: &&Vec<Range<usize>>| list.iter().any(|word| long.iter().any(|line| is_in(line, word)));
    let packages = lists.iter().filter(has_long_line).flatten().map(|word| word.start);
    let gaps = self::gaps(style.source, parts, &lines, packages);
    if gaps.is_empty() {
        return layout.edits();
    }
    let lines = divided(&lines, &gaps, |line| line.column + style.tab_width());
    Layout::new(style, parts, &lines, sorting).edits()
}

impl Script {
    /// The offsets of the `&&` operators that join the commands of the script itself, not of groups in
    /// it.
    fn joints(&self) -> impl Iterator<Item = usize> {
        let is_own = |context| context == Context::default() || context == Context::PIPELINE;
        let commands =
            self.view.commands.iter().filter(move |it| it.joint == Joint::And && is_own(it.context));
        commands.filter_map(|command| {
            let before =
                self.view.operators.iter().filter(|operator| operator.span.end <= command.span.start);
            let last = before.max_by_key(|operator| operator.span.end)?;
            (last.kind == OperatorKind::And).then(|| self.start + last.span.range().start)
        })
    }
}

/// The whitespace before some places, if it is within a line and may change.
fn gaps(
    source: &str,
    parts: &Parts,
    lines: &[Line],
    places: impl Iterator<Item = usize>,
) -> Vec<Range<usize>> {
    let runs: Vec<Range<usize>> = lines
        .iter()
        .filter(|line| line.kind == LineKind::Text)
        .flat_map(|line| blank_runs(&source[line.content.clone()], line.content.start))
        .filter(|blanks| parts.is_free(blanks))
        .collect();
    let before = |place: usize| runs.binary_search_by_key(&place, |blanks| blanks.end).ok();
    let mut gaps: Vec<Range<usize>> = places.filter_map(before).map(|at| runs[at].clone()).collect();
    gaps.sort_by_key(|gap| gap.start);
    gaps
}

/// Splits the lines at gaps. `column` returns the column of the new lines for the line they are
/// split from.
fn divided(lines: &[Line], gaps: &[Range<usize>], column: impl Fn(&Line) -> usize) -> Vec<Line> {
    let mut out = Vec::new();
    for line in lines {
        let mut rest = line.clone();
        let first = gaps.partition_point(|gap| gap.start <= line.content.start);
        for gap in gaps[first..].iter().take_while(|gap| gap.end < line.content.end) {
            let next = Line {
                indent: gap.end..gap.end,
                content: gap.end..rest.content.end,
                column: column(line),
                ..rest.clone()
            };
            out.push(Line {
                content: rest.content.start..gap.start,
                tail: gap.clone(),
                end: End::Divided,
                ..rest
            });
            rest = next;
        }
        out.push(rest);
    }
    out
}
