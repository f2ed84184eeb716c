//! Refactorings: other ways to write the selected code, offered although nothing is wrong with it.
//!
//! Each one is first tried on a copy of the document. It is offered only if Docker still reads the
//! file and the image stays the same, except for the words of a command whose form changes.
//!
//! Fixes of findings are not here; they belong to the rules.

mod argument;
mod cache;
mod form;
mod heredoc;
mod layers;
mod layout;
mod lines;
mod run;
pub(crate) mod sort;
mod stage;
mod versions;

use std::{cell::OnceCell, ops::Range};

use dockwright_syntax::Edit;

use run::Run;

use dockwright_analysis::{
    document::Document,
    fix::TextEdit,
    model::{ImageConfig, place::Spot},
};
use dockwright_lint::build_report::report;
use dockwright_texts::Message;

/// The kind of a refactoring, by which editors group them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactoringKind {
    /// Writes the same code in a different way.
    Rewrite,
    /// Extracts a part into a name.
    Extract,
    /// Replaces a name by its value.
    Inline,
}

/// A change that is offered for the selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refactoring {
    /// The title, in the imperative.
    pub title: Message,
    /// The kind of refactoring.
    pub kind: RefactoringKind,
    /// The edits, in the order of the text and not overlapping.
    pub edits: Vec<TextEdit>,
}

/// The selection that refactorings are requested for.
struct Selected<'a> {
    document: &'a Document,
    spot: Spot<'a>,
    /// The selected range; empty at a cursor.
    range: &'a Range<usize>,
}

impl Selected<'_> {
    /// Converts an offset in the instruction to one in the document.
    fn offset(&self, relative: usize) -> usize {
        self.spot.placed.start + relative
    }

    /// Converts a range in the instruction to one in the document.
    fn shift(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }

    fn line_end(&self) -> &'static str {
        self.document.text().line_ending()
    }
}

/// The refactorings for the selection, or for the code at the cursor.
pub fn refactorings(document: &Document, range: &Range<usize>) -> Vec<Refactoring> {
    let Some(spot) = Spot::at(document, range.start) else { return Vec::new() };
    if !spot.placed.facts.problems.is_empty() || range.end > spot.placed.start + spot.placed.facts.len {
        return Vec::new();
    }
    let place = Selected { document, spot, range };
    let run = Run::at(&place);
    let run = run.as_ref();
    let found = [
        form::to_exec(&place),
        form::to_shell(&place),
        stage::name(&place),
        argument::extract_tag(&place),
        argument::extract(&place),
        argument::inline(&place),
        run.and_then(heredoc::split),
        run.and_then(heredoc::join),
        run.and_then(layers::join),
        run.and_then(layers::split),
        lines::spread(&place, run),
        run.and_then(sort::sort),
        run.and_then(cache::mount),
    ];
    let errors = OnceCell::new();
    found.into_iter().flatten().filter(|it| keeps(document, it, &errors)).collect()
}

/// The maximum number of stages for which all are compared, since each one is evaluated with its
/// base stages.
const MANY_STAGES: usize = 16;

/// Whether Docker still reads the file and builds the same image. `errors` is the number of errors
/// before the change, counted when first needed.
fn keeps(document: &Document, refactoring: &Refactoring, errors: &OnceCell<usize>) -> bool {
    let mut text = document.text().clone();
    let edits: Vec<Edit> =
        refactoring.edits.iter().rev().map(|edit| text.replace(edit.range.clone(), &edit.text)).collect();
    let changed = document.edited(text, &edits);
    let errors = *errors.get_or_init(|| report(document).errors.len());
    let stages = touched(document, refactoring);
    report(&changed).errors.len() == errors
        && document.model().stages.len() == changed.model().stages.len()
        && stages.into_iter().all(|stage| image(document, stage) == image(&changed, stage))
}

/// The stages that a change may affect: all of them or, in a long file, those that contain an edit,
/// and the last one.
fn touched(document: &Document, refactoring: &Refactoring) -> Vec<usize> {
    let count = document.model().stages.len();
    if count <= MANY_STAGES {
        return (0..count).collect();
    }
    let stage = |edit: &TextEdit| document.block_at(edit.range.start).and_then(|(stage, _)| stage);
    let mut stages: Vec<usize> = refactoring.edits.iter().filter_map(stage).collect();
    stages.push(count - 1);
    stages.dedup();
    stages
}

/// The image at the end of a stage, without the parts that change with the form of a command.
fn image(document: &Document, stage: usize) -> ImageConfig {
    let mut image = document.model().image(document, stage);
    (image.cmd, image.entrypoint, image.healthcheck) = (None, None, None);
    image.onbuild.clear();
    image
}

#[cfg(test)]
mod tests;
