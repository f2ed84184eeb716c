//! Runs `ShellCheck` for the command line, where the analysis waits for the result.

use std::sync::{Arc, Mutex, PoisonError, atomic::AtomicBool};

use dockwright_lint::shellcheck::answers::{Answer, AnswerSource};
use dockwright_texts::Message;

use crate::shellcheck::{Program, ShellCheck};

/// On the command line, the program is never stopped early.
static NEVER: AtomicBool = AtomicBool::new(false);

/// A program to run, and the reasons of failed runs.
#[derive(Debug)]
pub(super) struct ShellCheckRuns {
    shellcheck: ShellCheck,
    failures: Mutex<Vec<Message>>,
}

impl ShellCheckRuns {
    /// Looks up a program by its name or path; on the command line the path may be relative.
    pub(super) fn new(given: &str) -> Result<Self, Message> {
        let is_name = !given.contains(['/', '\\']) || given.starts_with("~/");
        let absolute = (!is_name).then(|| std::path::absolute(given).ok()).flatten();
        let given = absolute.map_or_else(|| given.into(), |path| path.to_string_lossy().into_owned());
        let shellcheck = ShellCheck::new(Program::find(&given, &NEVER)?);
        Ok(Self { shellcheck, failures: Mutex::default() })
    }

    /// The reasons of failed runs, without duplicates.
    pub(super) fn failures(&self) -> Vec<Message> {
        std::mem::take(&mut self.failures.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl AnswerSource for ShellCheckRuns {
    fn answers(&self, scripts: &[&str]) -> Vec<Option<Arc<Answer>>> {
        if let Err(failure) = self.shellcheck.ask(scripts, &NEVER) {
            let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
            if !failures.contains(&failure) {
                failures.push(failure);
            }
        }
        self.shellcheck.known(scripts)
    }
}
