//! Sorts packages by name.
//!
//! Words change places; spaces, continuations and everything else between them stay. A list with a
//! comment is not sorted, since it is not clear which packages the comment is about.

use super::{Refactoring, RefactoringKind, run::Run};
use dockwright_analysis::{
    fix::TextEdit,
    packages::{package_lists, sorted},
};
use dockwright_texts::ide::refactoring as texts;

/// Turns `apt-get install b a` into `apt-get install a b`.
pub(super) fn sort(run: &Run<'_>) -> Option<Refactoring> {
    let (command, _) = run.command()?;
    let list = package_lists(&run.view).into_iter().find(|list| list.command == command)?;
    let edits = sorted(&list, &run.source)?.into_iter();
    let edits = edits.map(|edit| TextEdit { range: run.place.shift(&edit.range), text: edit.text });
    Some(Refactoring {
        title: texts::sort_packages(),
        kind: RefactoringKind::Rewrite,
        edits: edits.collect(),
    })
}
