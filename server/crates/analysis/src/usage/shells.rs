//! Which shell reads the shell forms of a stage.

use std::sync::Arc;

use crate::{
    document::Document,
    facts::Facts,
    model::Base,
    shell::dialect::{Dialect, dialect, is_windows_image},
    spec::Instruction,
};

/// The shell in force, on a walk over a stage.
#[derive(Debug)]
pub struct Shells {
    shell: Option<Arc<[String]>>,
    /// What triggers are run with: the last one of the stage.
    last: Option<Arc<[String]>>,
    is_windows: bool,
}

impl Shells {
    /// Before the first instruction of a stage; outside of stages no shell is known.
    pub fn of(document: &Document, stage: Option<usize>) -> Self {
        let Some(stage) = stage else { return Self { shell: None, last: None, is_windows: false } };
        let model = document.model();
        let mut bottom = stage;
        while let Base::Stage(base) = model.stages[bottom].base {
            bottom = base;
        }
        let evaluated = &model.stages[stage].evaluated;
        let is_image = matches!(&model.stages[bottom].base, Base::Image(image) if is_windows_image(image));
        Self {
            shell: evaluated.entry.shell.clone(),
            last: evaluated.exit.shell.clone(),
            is_windows: is_image || evaluated.entry.is_windows(),
        }
    }

    /// Takes an instruction.
    pub fn step(&mut self, facts: &Facts) {
        if facts.instruction == Some(Instruction::Shell)
            && let Some(elements) = facts.json.as_deref().filter(|elements| !elements.is_empty())
        {
            self.shell = Some(elements.into());
        }
    }

    /// The words of the SHELL that runs an instruction, or a trigger; none where there is no SHELL.
    pub fn words(&self, is_trigger: bool) -> impl Iterator<Item = &str> {
        let shell = if is_trigger { &self.last } else { &self.shell };
        shell.iter().flat_map(|words| words.iter()).map(String::as_str)
    }

    /// What is read by the shell of an instruction, or by that of a trigger.
    pub fn dialect(&self, is_trigger: bool) -> Dialect {
        let shell = if is_trigger { &self.last } else { &self.shell };
        dialect(shell.as_deref(), self.is_windows)
    }
}
