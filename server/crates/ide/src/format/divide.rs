//! Long instructions in several lines: commands of RUN that are joined by `&&` and `||`, and the pairs of ENV and
//! LABEL.

use std::ops::Range;

use super::{
    instruction::{Layout, Style},
    lines::{End, Line, LineKind, blank_runs},
    parts::Parts,
};
use crate::{
    document::{Document, Placed},
    fix::TextEdit,
};

/// The edits of an instruction's lines, divided where they are too long and the options say so.
pub(super) fn layout_edits(
    _document: &Document,
    style: &Style<'_>,
    _placed: &Placed<'_>,
    parts: &Parts,
    lines: &[Line],
) -> Vec<TextEdit> {
    let layout = Layout::new(style, parts, lines);
    let is_too_long = |layout: &Layout<'_>| layout.widths().any(|width| width > style.options.line_length);
    if !style.options.one_argument_per_line || !is_too_long(&layout) {
        return layout.edits();
    }
    let places = parts.pairs.iter().skip(1).map(|pair| pair.start);
    let gaps = gaps(style.source, parts, lines, places);
    let divided = divided(lines, &gaps, base_column(style, lines));
    Layout::new(style, parts, &divided).edits()
}

/// The blanks before some places, where they stand within a line and are free.
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
    places.filter_map(|place| runs.iter().find(|blanks| blanks.end == place).cloned()).collect()
}

/// The column of the least indented of the continued lines.
fn base_column(style: &Style<'_>, lines: &[Line]) -> usize {
    let columns = lines.iter().skip(1).filter(|line| line.kind == LineKind::Text).map(|line| line.column);
    columns.min().unwrap_or(style.tab_width())
}

/// The lines, divided at gaps; new ones are indented to `column`.
fn divided(lines: &[Line], gaps: &[Range<usize>], column: usize) -> Vec<Line> {
    let mut out = Vec::new();
    for line in lines {
        let mut rest = line.clone();
        for gap in gaps.iter().filter(|gap| line.content.start < gap.start && gap.end < line.content.end) {
            let next =
                Line { indent: gap.end..gap.end, content: gap.end..rest.content.end, column, ..rest.clone() };
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
