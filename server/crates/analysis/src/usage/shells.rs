//! Which shell reads the shell forms of a stage.

use std::sync::Arc;

use crate::{
    document::Document,
    memo::Memoized,
    model::Evaluated,
    shell::dialect::{Dialect, dialect, is_windows_image},
    spec::Instruction,
};

/// The shells that are in force in a stage, found in one walk and kept with it.
#[derive(Debug)]
pub struct Shells {
    entry: Option<Arc<[String]>>,
    /// By the index of the instruction SHELL, in the order of the text.
    changes: Vec<(usize, Arc<[String]>)>,
    /// What triggers are run with: the last one of the stage.
    last: Option<Arc<[String]>>,
    is_windows: bool,
}

impl Memoized for Shells {}

/// Outside of stages no shell is known.
static NOWHERE: Shells = Shells { entry: None, changes: Vec::new(), last: None, is_windows: false };

impl Shells {
    /// Those of a stage of a document, or of what comes before the first one.
    pub fn of(document: &Document, stage: Option<usize>) -> &Self {
        stage.map_or(&NOWHERE, |stage| Self::of_stage(&document.model().stages[stage].evaluated))
    }

    /// Those of a stage.
    pub fn of_stage(evaluated: &Evaluated) -> &Self {
        evaluated.memo.get_or_init(|| Self::walk(evaluated))
    }

    /// Those of a stage, if it is one.
    pub fn of_some(evaluated: Option<&Evaluated>) -> &Self {
        evaluated.map_or(&NOWHERE, Self::of_stage)
    }

    fn walk(evaluated: &Evaluated) -> Self {
        let sets = |at: usize| {
            let facts = &evaluated.items[at].facts;
            let elements = facts.json.as_deref().filter(|elements| !elements.is_empty())?;
            (facts.instruction == Some(Instruction::Shell)).then(|| (at, elements.into()))
        };
        Self {
            entry: evaluated.entry.shell.clone(),
            changes: (0..evaluated.items.len()).filter_map(sets).collect(),
            last: evaluated.exit.shell.clone(),
            is_windows: evaluated.entry.image.as_deref().is_some_and(is_windows_image)
                || evaluated.entry.is_windows(),
        }
    }

    fn shell(&self, item: usize, is_trigger: bool) -> Option<&[String]> {
        if is_trigger {
            return self.last.as_deref();
        }
        let before = self.changes.partition_point(|(at, _)| *at < item);
        before.checked_sub(1).map(|at| &*self.changes[at].1).or(self.entry.as_deref())
    }

    /// The words of the SHELL that runs an instruction, or its trigger; none where there is no SHELL.
    pub fn words(&self, item: usize, is_trigger: bool) -> impl Iterator<Item = &str> {
        self.shell(item, is_trigger).unwrap_or_default().iter().map(String::as_str)
    }

    /// What is read by the shell of an instruction, or by that of its trigger.
    pub fn dialect(&self, item: usize, is_trigger: bool) -> Dialect {
        dialect(self.shell(item, is_trigger), self.is_windows)
    }
}
