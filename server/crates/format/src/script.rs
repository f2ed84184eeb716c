//! Reads the shell script of a RUN for the formatter: its commands, its packages, and their sorted
//! order.

use std::{ops::Range, sync::Arc};

use dockwright_analysis::{
    document::{Document, Placed},
    fix::TextEdit,
    packages::{package_lists, sorted},
    shell::{self, Dialect, ShellView},
    spec::Instruction,
};

/// A script that is parsed without errors; offsets are relative to the document, except in the
/// view.
pub(super) struct Script {
    pub(super) view: Arc<ShellView>,
    /// The start of the instruction, to which the offsets in the view are relative.
    pub(super) start: usize,
    /// The packages of each command that installs any.
    pub(super) lists: Vec<Vec<Range<usize>>>,
    /// The edits that sort the packages, word by word.
    pub(super) sorting: Vec<TextEdit>,
}

impl Script {
    /// Reads the script of a RUN in shell form; `sorts` is whether packages are to be sorted.
    pub(super) fn of(
        document: &Document,
        placed: &Placed<'_>,
        dialect: Dialect,
        sorts: bool,
    ) -> Option<Self> {
        let facts = placed.facts;
        if facts.instruction != Some(Instruction::Run) || !facts.heredocs.is_empty() {
            return None;
        }
        let view = shell::view(document, placed, dialect)?;
        if view.has_error || view.dialect != Dialect::Posix || view.has_escaped_blanks() {
            return None;
        }
        let start = placed.start;
        let lists = package_lists(&view);
        let source = document.source(placed);
        let sorting = lists.iter().filter(|_| sorts).filter_map(|list| sorted(list, &source)).flatten();
        let shift = |range: &Range<usize>| start + range.start..start + range.end;
        let sorting = sorting.map(|edit| TextEdit { range: shift(&edit.range), text: edit.text }).collect();
        let lists = lists.iter().map(|list| list.words.iter().map(shift).collect()).collect();
        Some(Self { view, start, lists, sorting })
    }

    /// Combines the edits within each sorted list into one, because applying only some of them would
    /// lose packages.
    pub(super) fn joined(&self, source: &str, mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
        for list in &self.lists {
            let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
            let whole = first.start..last.end;
            let is_inside = |edit: &TextEdit| whole.start <= edit.range.start && edit.range.end <= whole.end;
            if !self.sorting.iter().any(is_inside) {
                continue;
            }
            let inside: Vec<TextEdit> = edits.iter().filter(|edit| is_inside(edit)).cloned().collect();
            edits.retain(|edit| !is_inside(edit));
            let text = super::instruction::edited(source, &whole, inside.iter());
            let at = edits.partition_point(|edit| edit.range.start < whole.start);
            edits.insert(at, TextEdit { range: whole, text });
        }
        edits
    }
}
