//! The text of a finding about something that Docker rejects: what is wrong, what Docker does, what
//! was probably meant.

use crate::registry::about;
use dockwright_analysis::problem::{Problem, Refusal, Unless};
use dockwright_texts::{Message, lint::rejection as texts};

/// The message of a finding, and its notes.
pub(super) fn explanation(problem: &Problem) -> (Message, Vec<Message>) {
    match &problem.unless {
        Some(Unless::BuildArg(name)) => {
            return (texts::NeedsBuildArg { name: &**name, message: &problem.message }.message(), Vec::new());
        }
        Some(Unless::Base) => return (texts::depends_on_base(&problem.message), Vec::new()),
        None => {}
    }
    let note = problem.note.clone().or_else(|| about(problem.refusal).texts.note.map(Message::from));
    let meant = problem.suggestion.as_ref().map(|word| {
        // BuildKit suggests the bare name of a flag.
        let dashes = if problem.refusal == Refusal::UnknownFlag { "--" } else { "" };
        texts::did_you_mean(format!("{dashes}{word}"))
    });
    // In English, the summary has no text: BuildKit's own message says it.
    let summary = Message::from(about(problem.refusal).texts.summary);
    let message = texts::Refused { summary, message: &problem.message }.message();
    (message, note.into_iter().chain(meant).collect())
}
