//! Packages in the order of their names.
//!
//! Words change places; blanks, continuations and everything else between them stay. Where a remark stands in the
//! list, nobody knows which packages it speaks of, so that such a list stays as it is.

use super::{Refactoring, RefactoringKind, run::Run};
use dockwright_analysis::{
    fix::TextEdit,
    packages::{package_lists, sorted},
};
use dockwright_texts::ide::refactoring as texts;

/// `apt-get install b a` to `apt-get install a b`.
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
