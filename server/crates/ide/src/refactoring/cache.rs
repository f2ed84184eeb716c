//! Adds cache mounts for the package managers that a RUN calls, like the fix of the rule
//! `CacheMounts`.

use super::{Refactoring, RefactoringKind, run::Run};
use dockwright_lint::cache_mounts::cache_mounts;
use dockwright_texts::ide::refactoring as texts;

/// Adds mounts for the package manager at the cursor, else for the first one that has cache
/// directories.
pub(super) fn mount(run: &Run<'_>) -> Option<Refactoring> {
    let at = run.command().map(|(command, _)| command);
    let mounts = cache_mounts(&run.base, at)?;
    let program = mounts.call.program(&run.view).unwrap_or_default();
    let title =
        if mounts.are_many { texts::add_cache_mounts(program) } else { texts::add_cache_mount(program) };
    Some(Refactoring { title, kind: RefactoringKind::Rewrite, edits: mounts.edits })
}
