//! Runs `ShellCheck` if the user's own settings enable it.
//!
//! All scripts of a document are checked by one process, and one process runs at a time. It starts
//! in a private folder with the scripts and nothing else, may not follow `source`, reads no
//! configuration of a workspace, and is killed when it takes too long or prints too much. Answers
//! are cached by the whole text of a script, which includes its dialect and the names of variables.

mod folder;
mod process;
mod program;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool},
    time::Duration,
};

use dockwright_lint::shellcheck::{
    answers::{self, Answer, Output},
    codes,
};
use dockwright_texts::{Message, shellcheck as texts};

use folder::Folder;
use process::{Failure, Limits};
pub(crate) use program::Program;

/// The limits of a process.
const LIMITS: Limits = Limits { time: Duration::from_secs(10), output: 16 << 20 };
/// The maximum total size of the scripts whose answers are cached, in bytes.
const MAX_KEPT: usize = 16 << 20;

/// The program, with its cached answers.
#[derive(Debug)]
pub(crate) struct ShellCheck {
    program: Program,
    kept: Mutex<Kept>,
    /// Held while a process runs.
    running: Mutex<()>,
}

/// The cached answers by script.
#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<Box<str>, Arc<Answer>>,
    size: usize,
}

impl ShellCheck {
    pub(crate) fn new(program: Program) -> Self {
        Self { program, kept: Mutex::default(), running: Mutex::default() }
    }

    /// The cached answers, by script.
    pub(crate) fn known(&self, scripts: &[&str]) -> Vec<Option<Arc<Answer>>> {
        let kept = self.kept();
        scripts.iter().map(|&script| kept.answers.get(script).cloned()).collect()
    }

    /// Checks the scripts without cached answers, and returns whether there were any. A failure counts
    /// as an answer, so that the same scripts do not fail repeatedly.
    pub(crate) fn ask(&self, scripts: &[&str], is_cancelled: &AtomicBool) -> Result<bool, Message> {
        let _one_at_a_time = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unknown: Vec<&str> = {
            let kept = self.kept();
            scripts.iter().copied().filter(|&script| !kept.answers.contains_key(script)).collect()
        };
        unknown.sort_unstable();
        unknown.dedup();
        if unknown.is_empty() {
            return Ok(false);
        }
        let answered = self.run(&unknown, is_cancelled);
        let (answers, result) = match answered {
            Err(Failure::Cancelled) => return Ok(false),
            Err(failure) => (vec![Answer::default(); unknown.len()], Err(told(&failure))),
            Ok(answers) => (answers, Ok(true)),
        };
        let mut kept = self.kept();
        let size: usize = unknown.iter().map(|script| script.len()).sum();
        if kept.size + size > MAX_KEPT {
            *kept = Kept::default();
        }
        kept.size += size;
        kept.answers.extend(unknown.into_iter().map(Box::from).zip(answers.into_iter().map(Arc::new)));
        result
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, scripts: &[&str], is_cancelled: &AtomicBool) -> Result<Vec<Answer>, Failure> {
        let folder = Folder::new().map_err(Failure::Folder)?;
        for (number, script) in scripts.iter().enumerate() {
            let script = self.program.readable(script);
            folder.write(&answers::file_name(number), &script).map_err(Failure::Folder)?;
        }
        let mut command = self.program.command();
        command
            .args(["--norc", "--format=json1"])
            .arg(format!("--exclude={}", codes::excluded()))
            .args((0..scripts.len()).map(answers::file_name))
            .current_dir(folder.path());
        let output = process::run(&mut command, &LIMITS, is_cancelled)?;
        let output: Output = serde_json::from_slice(&output).map_err(|_| Failure::Unreadable)?;
        Ok(answers::read(output, scripts))
    }
}

/// The message for a failure.
fn told(failure: &Failure) -> Message {
    match failure {
        Failure::TimedOut | Failure::Cancelled => texts::timed_out(LIMITS.time.as_secs().to_string()),
        Failure::TooMuch => texts::too_much(),
        Failure::Start(error) | Failure::Folder(error) => texts::failed(error.to_string()),
        Failure::Unreadable => texts::failed(texts::no_answer()),
    }
}
