//! `ShellCheck` on the command line: it is run as soon as answers are asked for, and the run waits.

use std::sync::{Arc, Mutex, PoisonError, atomic::AtomicBool};

use dockwright_lint::shellcheck::answers::{Answer, AnswerSource};
use dockwright_texts::Message;

use crate::shellcheck::{Program, ShellCheck};

/// Nothing on the command line ends a program that was started before its time.
static NEVER: AtomicBool = AtomicBool::new(false);

/// A program that is run, and how that failed.
#[derive(Debug)]
pub(super) struct ShellCheckRuns {
    shellcheck: ShellCheck,
    failures: Mutex<Vec<Message>>,
}

impl ShellCheckRuns {
    /// The program of a name or path, which on the command line may be relative.
    pub(super) fn new(given: &str) -> Result<Self, Message> {
        let is_name = !given.contains(['/', '\\']) || given.starts_with("~/");
        let absolute = (!is_name).then(|| std::path::absolute(given).ok()).flatten();
        let given = absolute.map_or_else(|| given.into(), |path| path.to_string_lossy().into_owned());
        let shellcheck = ShellCheck::new(Program::find(&given, &NEVER)?);
        Ok(Self { shellcheck, failures: Mutex::default() })
    }

    /// How runs failed, each reason once.
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
