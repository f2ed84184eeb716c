//! The formatter.
//!
//! It changes the letter case of keywords, blanks between the parts of an instruction, the indentation and the ends of
//! continued lines, blanks at the ends of lines and blank lines. What counts to a build stays by construction: see
//! [`parts`] for where blanks are touched, and [`same`] for the second look. Each edit is right by itself, so that a part
//! of them, such as those in a selection, is as safe as all.
//!
//! Not touched: instructions that Docker refuses and such as a next one got into (but for their keywords), heredoc bodies, directives, quoted text, the strings of JSON arrays,
//! shell forms of CMD, ENTRYPOINT and HEALTHCHECK and triggers (their text is part of the image), scripts for `cmd` and
//! PowerShell and such as have heredocs, and everything from `# dockwright format off` to `# dockwright format on`.
//!
//! The text of a RUN is part of what Docker's build cache goes by: where a command of several lines is indented anew,
//! its layer is built again once.

mod divide;
mod indent;
mod instruction;
mod lines;
mod options;
mod parts;
mod same;
mod script;
#[cfg(test)]
mod tests;

use std::ops::Range;

use dockwright_syntax::{Edit, Text};

pub use options::{AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase};

use self::{
    instruction::{Style, keyword_edits},
    lines::{Line, LineKind, lines},
    parts::Parts,
    script::Script,
};
use crate::{
    document::{Document, Placed, directive_shape},
    fix::TextEdit,
    usage::Shells,
};

/// What may be added and taken away between lines; other white space may be text.
const BLANKS: [char; 2] = [' ', '\t'];

/// The edits that format a document, in the order of the text, not overlapping; places are byte offsets.
pub fn format(document: &Document, options: &FormatOptions) -> Vec<TextEdit> {
    let source = document.text().slice(0..document.text().len());
    let Edits { groups, sorting } = edits(document, &source, options);
    let all = || groups.iter().flatten().cloned();
    // Packages in another order are another command, and meant to be.
    let sorted = (!sorting.is_empty()).then(|| after(document, sorting.into_iter()));
    if groups.is_empty() || same::is_same(sorted.as_ref().unwrap_or(document), &after(document, all())) {
        return all().collect();
    }
    // Something was read in two ways. Whatever can be shown to be harmless alone is, together as well.
    let is_harmless =
        |group: &&Vec<TextEdit>| same::is_same(document, &after(document, group.iter().cloned()));
    groups.iter().filter(is_harmless).flatten().cloned().collect()
}

/// The edits of [`format`] within a range of bytes: ranges side by side have each edit within one of them in one only.
pub fn format_range(document: &Document, range: &Range<usize>, options: &FormatOptions) -> Vec<TextEdit> {
    let is_inside = |edit: &TextEdit| {
        let is_at_end = edit.range.start == range.end && range.end < document.text().len();
        range.start <= edit.range.start && edit.range.end <= range.end && !is_at_end
    };
    format(document, options).into_iter().filter(is_inside).collect()
}

/// The document with edits, which come in its order.
fn after(document: &Document, edits: impl DoubleEndedIterator<Item = TextEdit>) -> Document {
    let mut text: Text = document.text().clone();
    let edits: Vec<Edit> = edits.rev().map(|edit| text.replace(edit.range, &edit.text)).collect();
    document.edited(text, &edits)
}

/// What formatting changes.
#[derive(Default)]
struct Edits {
    /// The edits of each instruction, and each of those between instructions.
    groups: Vec<Vec<TextEdit>>,
    /// The words among them that change places.
    sorting: Vec<TextEdit>,
}

fn edits(document: &Document, source: &str, options: &FormatOptions) -> Edits {
    let is_crlf = source.find('\n').is_some_and(|end| source[..end].ends_with('\r'));
    let mut style = Style {
        source,
        options,
        indent: IndentStyle::Space,
        escape: document.escape(),
        line_end: if is_crlf { "\r\n" } else { "\n" },
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
        let mut shells = Shells::of(document, stage);
        for placed in block.instructions() {
            let node = nodes.find(|node| node.start_byte() >= placed.start);
            let Some(node) = node.filter(|node| node.start_byte() == placed.start) else { continue };
            let dialect = shells.dialect(false);
            let parts = Parts::of(document, &placed, *node, dialect);
            let script = || Script::of(document, &placed, dialect, style.options.sort_packages);
            let script = style.options.reads_scripts().then(script).flatten();
            edits.groups.push(instruction_edits(style, &placed, &parts, script.as_ref()));
            edits.sorting.extend(script.into_iter().flat_map(|script| script.sorting));
            shells.step(placed.facts);
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
    let has_swallowed = facts.slips.as_deref().is_some_and(|slips| slips.swallowed.is_some());
    if !facts.problems.is_empty() || has_swallowed {
        // Where something is wrong, the layout may be all that shows what was meant.
        return keyword_edits(style, parts);
    }
    let lines = read_lines(style, placed, escape);
    // An instruction that begins with a line's end is beyond what anybody writes.
    if lines.first().is_none_or(|line| line.kind != LineKind::Text) {
        return Vec::new();
    }
    let edits = divide::layout_edits(style, parts, script, &lines);
    match script {
        Some(script) => script.joined(source, edits),
        None => edits,
    }
}

/// The lines of an instruction. Where tabs and blanks are mixed, tabs are as wide as lets the fewest columns be used:
/// nobody knows how wide they were for whoever wrote them.
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

/// What most of the indented lines of a file's instructions begin with.
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

/// A line that no instruction has.
struct Outside<'a> {
    start: usize,
    text: &'a str,
    /// With its line end.
    end: usize,
}

/// The edits of lines that no instruction has: blanks in them, runs of blank lines, and the end of the file.
fn between(document: &Document, style: &Style<'_>) -> Vec<TextEdit> {
    let source = style.source;
    let mut edits = Vec::new();
    let mut at = usize::from(source.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
    for placed in document.instructions() {
        let start = line_start(source, placed.start);
        if start > at {
            let is_indented = start < placed.start && placed.facts.problems.is_empty();
            gap_edits(document, style, at..start, Some(is_indented), &mut edits);
        }
        at = line_end(source, placed.start + placed.facts.len).max(at);
    }
    if at < source.len() {
        gap_edits(document, style, at..source.len(), None, &mut edits);
    }
    let is_open = document.instructions().last().is_some_and(|last| {
        let facts = last.facts;
        facts.heredocs.iter().any(|heredoc| !heredoc.is_terminated)
    });
    let text = source.trim_end_matches(['\n', '\r', ' ', '\t']);
    let is_ended = source[text.len()..].contains('\n');
    if style.options.final_newline && !text.trim_start_matches('\u{feff}').is_empty() && !is_ended && !is_open
    {
        edits.push(TextEdit { range: source.len()..source.len(), text: style.line_end.to_owned() });
    }
    edits
}

/// The edits of the lines in a range. `next` tells whether the instruction behind it is to lose its indentation, and is
/// nothing at the end of the file.
fn gap_edits(
    document: &Document,
    style: &Style<'_>,
    range: Range<usize>,
    next: Option<bool>,
    edits: &mut Vec<TextEdit>,
) {
    let source = style.source;
    let mut blank = Vec::new();
    let mut start = range.start;
    let mut is_first = range.start <= '\u{feff}'.len_utf8()
        && source[..range.start].trim_start_matches('\u{feff}').is_empty();
    for text in source[range].split_inclusive('\n') {
        let line = Outside { start, text: text.trim_end_matches(['\n', '\r']), end: start + text.len() };
        start = line.end;
        if line.text.trim_matches(BLANKS).is_empty() {
            blank.push(line);
            continue;
        }
        // At the top of a file a blank line may be what keeps a comment from being a directive.
        let kept = if is_first && !line.text.trim_start().starts_with('#') {
            0
        } else {
            style.options.max_blank_lines
        };
        blank_line_edits(style, &blank, kept, edits);
        blank.clear();
        is_first = false;
        if !document.directives().iter().any(|it| it.range.start < line.end && line.start < it.range.end) {
            comment_edits(style, &line, next == Some(true), edits);
        }
    }
    let kept = match next {
        None => 0,
        Some(_) if is_first => 0,
        Some(_) => style.options.max_blank_lines,
    };
    blank_line_edits(style, &blank, kept, edits);
}

fn blank_line_edits(style: &Style<'_>, blank: &[Outside<'_>], kept: usize, edits: &mut Vec<TextEdit>) {
    for line in blank.iter().take(kept) {
        if style.options.trim_trailing_blanks && !line.text.is_empty() {
            let range = line.start..line.start + line.text.len();
            edits.push(TextEdit { range, text: String::new() });
        }
    }
    if let (Some(first), Some(last)) = (blank.get(kept), blank.last()) {
        edits.push(TextEdit { range: first.start..last.end, text: String::new() });
    }
}

fn comment_edits(style: &Style<'_>, line: &Outside<'_>, is_moved: bool, edits: &mut Vec<TextEdit>) {
    let end = line.start + line.text.len();
    let visible = line.text.trim_start_matches(BLANKS);
    // An indented comment above an indented instruction goes along, unless it means something only at the margin.
    let is_plain = visible.strip_prefix('#').is_some_and(|text| directive_shape(text.trim()).is_none());
    if is_moved && is_plain && visible.len() < line.text.len() {
        edits.push(TextEdit { range: line.start..end - visible.len(), text: String::new() });
    }
    let kept = line.start + line.text.trim_end_matches(BLANKS).len();
    if style.options.trim_trailing_blanks && kept < end {
        edits.push(TextEdit { range: kept..end, text: String::new() });
    }
}

/// What stands between `# dockwright format off` and `# dockwright format on`, or the end.
fn switched_off(document: &Document, source: &str) -> Vec<Range<usize>> {
    let mut off = Vec::new();
    if !source.contains("dockwright format") {
        return off;
    }
    let mut open = None;
    let mut start: usize = 0;
    for line in source.split_inclusive('\n') {
        let text = line.trim().strip_prefix('#').map(|text| text.split_whitespace().collect::<Vec<_>>());
        let is_body = || {
            document.instructions().any(|placed| {
                let bodies = placed
                    .facts
                    .heredocs
                    .iter()
                    .map(|it| it.content_start..it.content_start + it.content.len());
                bodies.into_iter().any(|body| body.contains(&start.wrapping_sub(placed.start)))
            })
        };
        match text.as_deref() {
            Some(["dockwright", "format", "off"]) if open.is_none() && !is_body() => open = Some(start),
            Some(["dockwright", "format", "on"]) if !is_body() => {
                off.extend(open.take().map(|open| open..start));
            }
            _ => {}
        }
        start += line.len();
    }
    off.extend(open.map(|open| open..source.len() + 1));
    off
}

fn line_start(source: &str, offset: usize) -> usize {
    source[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// Behind the line feed of the line that an offset stands in or at the start of the next of.
fn line_end(source: &str, offset: usize) -> usize {
    if source[..offset].ends_with('\n') {
        return offset;
    }
    source[offset..].find('\n').map_or(source.len(), |at| offset + at + 1)
}
