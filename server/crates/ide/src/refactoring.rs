//! Refactorings: another way to write what is at a place, offered without anything being wrong with it.
//!
//! Each one is tried on a copy of the document first. It is offered only if Docker still reads the file and the image
//! stays the same, but for the words of a command that is given another form.
//!
//! Deliberately not here: what mends a finding, which is that rule's fix.

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

/// What a refactoring does, as editors group them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactoringKind {
    /// Writes the same in another way.
    Rewrite,
    /// Makes a name of a part.
    Extract,
    /// Puts what a name stands for in its place.
    Inline,
}

/// A change that is offered at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refactoring {
    /// What it does, as an imperative.
    pub title: Message,
    /// Of what kind it is.
    pub kind: RefactoringKind,
    /// The change, in the order of the text, not overlapping.
    pub edits: Vec<TextEdit>,
}

/// Where a refactoring is asked for.
struct Selected<'a> {
    document: &'a Document,
    spot: Spot<'a>,
    /// What is selected; empty at a cursor.
    range: &'a Range<usize>,
}

impl Selected<'_> {
    /// An offset in the instruction as one in the document.
    fn offset(&self, relative: usize) -> usize {
        self.spot.placed.start + relative
    }

    /// A range of the instruction as one of the document.
    fn shift(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }

    fn line_end(&self) -> &'static str {
        self.document.text().line_ending()
    }
}

/// The refactorings for what is selected, or for what the cursor is on.
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

/// Of how many stages all are looked at: each is evaluated from its bottom.
const MANY_STAGES: usize = 16;

/// Whether Docker reads the file as before, and builds the same image of it. `errors` is how many it has before,
/// counted when first needed.
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

/// The stages that a change can make others of: all, or in a long file those it stands in, and the last.
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

/// What a stage leaves, without what another form of a command changes.
fn image(document: &Document, stage: usize) -> ImageConfig {
    let mut image = document.model().image(document, stage);
    (image.cmd, image.entrypoint, image.healthcheck) = (None, None, None);
    image.onbuild.clear();
    image
}

#[cfg(test)]
mod tests;
