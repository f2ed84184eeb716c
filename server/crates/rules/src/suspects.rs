//! Instructions that a whole-file rule checks again, once the shells of the file are known.
//!
//! Which instructions these are depends on their text alone, so the list is cached with the stage.

use std::marker::PhantomData;

use super::{FileContext, StageContext, Summary};
use dockwright_analysis::{document::Placed, memo::Memoized, usage::Shells};

/// The test for suspect instructions.
pub(crate) trait Suspicion: Send + Sync + 'static {
    /// Whether the rule checks the instruction of this index again.
    fn is_suspect(ctx: &StageContext<'_>, item: usize) -> bool;
}

/// The suspect instructions of a stage, by index.
pub(crate) struct Suspects<T>(Vec<usize>, PhantomData<fn() -> T>);

impl<T: Suspicion> Memoized for Suspects<T> {}

impl<T: Suspicion> Summary for Suspects<T> {
    fn of(ctx: &StageContext<'_>) -> Self {
        Self((1..ctx.items.len()).filter(|&item| T::is_suspect(ctx, item)).collect(), PhantomData)
    }
}

/// A suspect instruction.
pub(crate) struct Suspect<'a> {
    pub(crate) stage: usize,
    pub(crate) item: usize,
    pub(crate) placed: Placed<'a>,
    pub(crate) shells: &'a Shells,
}

/// Calls a function for each suspect instruction of a file.
pub(crate) fn each<T: Suspicion>(ctx: &FileContext<'_>, mut look: impl FnMut(&Suspect<'_>)) {
    for (stage, (block, summaries)) in ctx.stages.iter().enumerate() {
        let items = &summaries.get::<Suspects<T>>().0;
        if items.is_empty() {
            continue;
        }
        let shells = &Shells::of(ctx.document, Some(stage));
        for &item in items {
            look(&Suspect { stage, item, placed: block.placed(item), shells });
        }
    }
}
