//! Cache mounts for the package managers that a RUN calls, as the rule `CacheMounts` adds them.

use super::{Refactoring, RefactoringKind, run::Run};
use dockwright_lint::cache_mounts::cache_mounts;

/// Mounts for the manager at the cursor, else for the first one that can have some.
pub(super) fn mount(run: &Run<'_>) -> Option<Refactoring> {
    let at = run.command().map(|(command, _)| command);
    let mounts = cache_mounts(&run.base, at)?;
    let plural = if mounts.are_many { "cache mounts" } else { "a cache mount" };
    let title = format!("Add {plural} for {}", mounts.call.program(&run.view).unwrap_or_default());
    Some(Refactoring { title: title.into(), kind: RefactoringKind::Rewrite, edits: mounts.edits })
}
