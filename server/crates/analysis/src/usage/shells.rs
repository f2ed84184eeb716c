//! Determines which shell runs the shell forms of a stage.

use std::sync::Arc;

use crate::{
    document::Document,
    memo::Memoized,
    model::Evaluated,
    shell::dialect::{Dialect, dialect, is_windows_image},
    spec::Instruction,
};

/// The shells in force in a stage, found in one walk and stored with it.
#[derive(Debug)]
pub struct Shells {
    entry: Option<Arc<[String]>>,
    /// The new shells, by the index of the SHELL instruction, in the order of the text.
    changes: Vec<(usize, Arc<[String]>)>,
    /// The shell for triggers, which is the last one of the stage.
    last: Option<Arc<[String]>>,
    is_windows: bool,
}

impl Memoized for Shells {}

/// No shell is known outside of stages.
static NOWHERE: Shells = Shells { entry: None, changes: Vec::new(), last: None, is_windows: false };

impl Shells {
    /// The shells of a stage of a document, or of the preamble.
    pub fn of(document: &Document, stage: Option<usize>) -> &Self {
        stage.map_or(&NOWHERE, |stage| Self::of_stage(&document.model().stages[stage].evaluated))
    }

    /// The shells of a stage.
    pub fn of_stage(evaluated: &Evaluated) -> &Self {
        evaluated.memo.get_or_init(|| Self::walk(evaluated))
    }

    /// The shells of a stage, if there is one.
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

    /// The shell that runs an instruction, or its trigger.
    pub fn in_force(&self, item: usize, is_trigger: bool) -> ShellInForce<'_> {
        ShellInForce { words: self.shell(item, is_trigger), is_windows: self.is_windows }
    }

    fn shell(&self, item: usize, is_trigger: bool) -> Option<&Arc<[String]>> {
        if is_trigger {
            return self.last.as_ref();
        }
        let before = self.changes.partition_point(|(at, _)| *at < item);
        before.checked_sub(1).map(|at| &self.changes[at].1).or(self.entry.as_ref())
    }

    /// The words of the SHELL that runs an instruction or its trigger; empty if there is no SHELL.
    pub fn words(&self, item: usize, is_trigger: bool) -> impl Iterator<Item = &str> {
        self.in_force(item, is_trigger).words()
    }

    /// The dialect of the shell that runs an instruction, or its trigger.
    pub fn dialect(&self, item: usize, is_trigger: bool) -> Dialect {
        self.in_force(item, is_trigger).dialect()
    }
}

/// The shell that runs an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShellInForce<'a> {
    /// The words of the SHELL, if there is one.
    pub words: Option<&'a Arc<[String]>>,
    /// Without a SHELL, a shell of Windows runs it.
    pub is_windows: bool,
}

impl<'a> ShellInForce<'a> {
    /// The words of the SHELL; empty if there is none.
    pub fn words(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.words.map(|words| &**words).unwrap_or_default().iter().map(String::as_str)
    }

    /// Its dialect.
    pub fn dialect(self) -> Dialect {
        dialect(self.words.map(|words| &**words), self.is_windows)
    }
}
