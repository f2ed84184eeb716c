//! Formats Dockerfiles and ignore files without changing what they build.
//!
//! The formatter changes the letter case of keywords, the spaces between the parts of an
//! instruction, the indentation and line ends of continued lines, trailing whitespace and blank
//! lines. It only changes whitespace that means nothing to a build ([`parts`]), and checks the
//! result independently ([`meaning`]). Each edit is safe by itself, so a subset, such as the edits in
//! a selection, is as safe as all of them.
//!
//! It leaves alone: instructions that Docker rejects or that swallowed a following one (except
//! their keywords), heredoc bodies, directives, quoted text, the strings of JSON arrays, the shell
//! forms of CMD, ENTRYPOINT and HEALTHCHECK and ONBUILD triggers (their text is part of the image),
//! scripts for `cmd` and PowerShell and those with heredocs, and everything from `# dockwright
//! format off` to `# dockwright format on`.
//!
//! The text of a RUN is part of the key of Docker's build cache, so reindenting a command of
//! several lines builds its layer again.

mod format_off;
mod ignore_file;
mod indent;
mod instruction;
mod line_breaks;
mod lines;
mod meaning;
mod options;
mod outside;
mod parts;
mod script;
#[cfg(test)]
mod tests;

use std::{ops::Range, sync::Arc};

use dockwright_syntax::{Edit, Text};

pub use ignore_file::format_ignore_file;
pub use options::{AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase};

use self::{
    format_off::switched_off,
    instruction::{Style, keyword_edits},
    lines::{Line, LineKind, lines},
    outside::between,
    parts::Parts,
    script::Script,
};
use dockwright_analysis::{
    document::{Document, Placed},
    fix::TextEdit,
    usage::Shells,
};

/// From this many edits on, parsing the whole text is faster than finding out what the edits leave
/// unchanged.
const MANY: usize = 100;

/// The edits that format a document, in the order of the text, not overlapping; ranges are byte
/// offsets. Templates, and files for other frontends, are left unchanged.
pub fn format(document: &Document, options: &FormatOptions) -> Vec<TextEdit> {
    if document.foreign().is_some() {
        return Vec::new();
    }
    formatted(document, options)
}

fn formatted(document: &Document, options: &FormatOptions) -> Vec<TextEdit> {
    let source = document.text().slice(0..document.text().len());
    let Edits { groups, sorting } = edits(document, &source, options);
    if sorting.is_empty() {
        return harmless(document, &groups);
    }
    // Sorted packages make a different command, as intended, so compare with the document after
    // sorting.
    let sorted = after(document, sorting.into_iter());
    let all = || groups.iter().flatten().cloned();
    if meaning::is_same(&sorted, &after(document, all())) {
        return all().collect();
    }
    formatted(document, &FormatOptions { sort_packages: false, ..options.clone() })
}

/// The edits of all groups that keep the meaning; a group that would change it is left out.
fn harmless(document: &Document, groups: &[Vec<TextEdit>]) -> Vec<TextEdit> {
    let all = || groups.iter().flatten().cloned();
    if groups.is_empty() || meaning::is_same(document, &after(document, all())) {
        return all().collect();
    }
    let (first, second) = groups.split_at(groups.len() / 2);
    if first.is_empty() {
        return Vec::new();
    }
    [first, second].into_iter().flat_map(|half| harmless(document, half)).collect()
}

/// The edits of [`format`] within a byte range. An edit that lies within one of several adjacent
/// ranges belongs to exactly one of them.
pub fn format_range(document: &Document, range: &Range<usize>, options: &FormatOptions) -> Vec<TextEdit> {
    let is_inside = |edit: &TextEdit| {
        let is_at_end = edit.range.start == range.end && range.end < document.text().len();
        range.start <= edit.range.start && edit.range.end <= range.end && !is_at_end
    };
    format(document, options).into_iter().filter(is_inside).collect()
}

/// The document after edits, which are given in order.
fn after(document: &Document, edits: impl DoubleEndedIterator<Item = TextEdit>) -> Document {
    let mut text: Text = document.text().clone();
    let edits: Vec<Edit> = edits.rev().map(|edit| text.replace(edit.range, &edit.text)).collect();
    if edits.len() > MANY {
        Document::with_context(text, Arc::clone(document.context()))
    } else {
        document.edited(text, &edits)
    }
}

/// The edits that formatting makes.
#[derive(Default)]
struct Edits {
    /// The edits of each instruction, and each edit between instructions.
    groups: Vec<Vec<TextEdit>>,
    /// The edits that sort packages; they are also in the groups.
    sorting: Vec<TextEdit>,
}

fn edits(document: &Document, source: &str, options: &FormatOptions) -> Edits {
    let mut style = Style {
        source,
        options,
        indent: IndentStyle::Space,
        escape: document.escape(),
        line_end: document.text().line_ending(),
    };
    style.indent = options.indent_style.unwrap_or_else(|| own_indent(document, &style));
    let off = switched_off(document, source);
    let is_on = |edit: &TextEdit| {
        !off.iter()
            .any(|off| edit.range.start < off.end && off.start < edit.range.end.max(edit.range.start + 1))
    };
    let mut edits = instructions(document, &style);
    edits.groups.extend(between(document, &style).into_iter().map(|edit| vec![edit]));
    for group in &mut edits.groups {
        group.retain(is_on);
    }
    edits.groups.retain(|group| !group.is_empty());
    edits.groups.sort_by_key(|group| group[0].range.start);
    edits.sorting.retain(is_on);
    edits
}

/// The edits of each instruction.
fn instructions(document: &Document, style: &Style<'_>) -> Edits {
    let nodes = parts::nodes(document);
    let mut nodes = nodes.iter();
    let mut edits = Edits::default();
    let preamble = document.preamble().map(|block| (None, block));
    let stages = document.stages().enumerate().map(|(stage, block)| (Some(stage), block));
    for (stage, block) in preamble.into_iter().chain(stages) {
        let shells = Shells::of(document, stage);
        for (item, placed) in block.instructions().enumerate() {
            let node = nodes.find(|node| node.start_byte() >= placed.start);
            let Some(node) = node.filter(|node| node.start_byte() == placed.start) else { continue };
            let dialect = shells.dialect(item, false);
            let parts = Parts::of(document, &placed, *node, dialect);
            let script = || Script::of(document, &placed, dialect, style.options.sort_packages);
            let script = style.options.reads_scripts().then(script).flatten();
            edits.groups.push(instruction_edits(style, &placed, &parts, script.as_ref()));
            edits.sorting.extend(script.into_iter().flat_map(|script| script.sorting));
        }
    }
    edits
}

fn instruction_edits(
    style: &Style<'_>,
    placed: &Placed<'_>,
    parts: &Parts,
    script: Option<&Script>,
) -> Vec<TextEdit> {
    let Style { source, escape, .. } = *style;
    let facts = placed.facts;
    let has_swallowed = facts.mistakes.as_deref().is_some_and(|mistakes| mistakes.swallowed.is_some());
    if !facts.problems.is_empty() || has_swallowed {
        // In a faulty instruction, the layout may be all that shows the author's intention.
        return keyword_edits(style, parts);
    }
    let lines = read_lines(style, placed, escape);
    // An instruction that begins with a line end is too unusual to format.
    if lines.first().is_none_or(|line| line.kind != LineKind::Text) {
        return Vec::new();
    }
    let edits = line_breaks::layout_edits(style, parts, script, &lines);
    match script {
        Some(script) => script.joined(source, edits),
        None => edits,
    }
}

/// The lines of an instruction. If tabs and spaces are mixed, it assumes the tab width that gives
/// the fewest columns, since the author's tab width is unknown.
fn read_lines(style: &Style<'_>, placed: &Placed<'_>, escape: char) -> Vec<Line> {
    let read = |tab_width| lines(style.source, placed.start, placed.facts.header_rows, escape, tab_width);
    let first = read(style.tab_width());
    let indents = || first.iter().skip(1).map(|line| &style.source[line.indent.clone()]);
    if !indents().any(|it| it.contains('\t')) || !indents().any(|it| it.contains(' ')) {
        return first;
    }
    let columns = |lines: &[Line]| {
        let mut columns: Vec<usize> =
            lines.iter().skip(1).filter(|line| line.kind == LineKind::Text).map(|line| line.column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.len()
    };
    [8, 4, 2].into_iter().map(read).fold(
        first,
        |best, other| {
            if columns(&other) < columns(&best) { other } else { best }
        },
    )
}

/// The character that most indented lines of the file's instructions begin with.
fn own_indent(document: &Document, style: &Style<'_>) -> IndentStyle {
    let mut tabs: isize = 0;
    for placed in document.instructions().filter(|placed| placed.facts.header_rows > 0) {
        let lines = lines(style.source, placed.start, placed.facts.header_rows, style.escape, 4);
        for line in lines.iter().skip(1).filter(|line| line.kind == LineKind::Text) {
            let indent = &style.source[line.indent.clone()];
            tabs += isize::from(indent.starts_with('\t')) - isize::from(indent.starts_with(' '));
        }
    }
    if tabs > 0 { IndentStyle::Tab } else { IndentStyle::Space }
}
