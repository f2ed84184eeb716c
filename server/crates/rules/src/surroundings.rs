//! The working directory and the user of the instructions of a stage, as far as the file sets them.

use dockwright_analysis::{
    commands::{CallIn, Commands},
    document::Item,
    facts::{Facts, operands::Operands},
    model::{Evaluated, paths::join_path},
    spec::Instruction,
};

/// The user who runs commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunsAs {
    /// The user of the base image.
    Base,
    Root,
    /// A different user, or one that a variable names.
    Other,
}

/// The working directory and the user at an instruction.
pub(crate) struct Surroundings {
    /// The working directory, if it is known.
    directory: Option<String>,
    pub(crate) user: RunsAs,
}

impl Surroundings {
    /// The surroundings at the start of a stage.
    pub(crate) fn at_start(evaluated: &Evaluated) -> Self {
        let entry = &evaluated.entry;
        let directory = entry.workdir.is_certain.then(|| entry.workdir.text.to_string());
        let user = match &entry.user {
            None => RunsAs::Base,
            Some(user) if user.is_certain => of_user(&user.text),
            Some(_) => RunsAs::Other,
        };
        Self { directory, user }
    }

    /// Applies an instruction.
    pub(crate) fn step(&mut self, facts: &Facts) {
        match (facts.instruction, &facts.operands) {
            (Some(Instruction::Workdir), Operands::Whole(path)) => {
                self.directory = path.literal().and_then(|path| self.resolve(path));
            }
            (Some(Instruction::User), Operands::Whole(user)) => {
                self.user = user.literal().map_or(RunsAs::Other, of_user);
            }
            _ => {}
        }
    }

    /// Resolves a path against the working directory.
    pub(crate) fn resolve(&self, path: &str) -> Option<String> {
        resolve(self.directory.as_deref(), path)
    }

    /// Where a command of a RUN works, after the `cd` before it.
    pub(crate) fn directory_of(&self, commands: &Commands, call: CallIn<'_>) -> Option<String> {
        let before =
            commands.calls().filter(|it| it.in_script == call.in_script && it.command < call.command);
        let mut directory = self.directory.clone();
        for change in before.filter(|it| matches!(it.name(), Some("cd" | "pushd" | "popd"))) {
            let [path] = change.operands.as_slice() else { return None };
            directory = resolve(directory.as_deref(), change.text(*path)?);
        }
        directory
    }
}

/// Visits the instructions of a stage that Docker can read, except FROM: index, facts, and the
/// surroundings after it.
pub(crate) fn walk<'a>(
    evaluated: &Evaluated,
    items: &'a [Item],
    mut visit: impl FnMut(usize, &'a Facts, &Surroundings),
) {
    let mut here = Surroundings::at_start(evaluated);
    for (at, item) in items.iter().enumerate().skip(1).filter(|(_, item)| item.facts.problems.is_empty()) {
        here.step(&item.facts);
        visit(at, &item.facts, &here);
    }
}

/// Resolves a path against a directory that may be unknown.
pub(crate) fn resolve(directory: Option<&str>, path: &str) -> Option<String> {
    (path.starts_with('/') || directory.is_some()).then(|| join_path(directory.unwrap_or("/"), path))
}

fn of_user(user: &str) -> RunsAs {
    if matches!(user.split(':').next(), Some("root" | "0")) { RunsAs::Root } else { RunsAs::Other }
}
