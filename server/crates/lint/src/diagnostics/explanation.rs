//! What you read about something that Docker rejects: what is wrong, what Docker does, what was probably meant.

use crate::rules::about;
use dockwright_analysis::problem::{Problem, Refusal, Unless};

/// The message of a finding.
pub(super) fn explanation(problem: &Problem) -> String {
    match &problem.unless {
        Some(Unless::BuildArg(name)) => {
            return format!(
                "Needs `--build-arg {name}`: without it Docker rejects the file ({})",
                problem.message
            );
        }
        Some(Unless::Base) => {
            return format!(
                "Depends on the base image: Docker rejects the file unless the image sets the value ({})",
                problem.message
            );
        }
        None => {}
    }
    let mut out = problem.message.clone();
    let note = problem.note.as_deref().unwrap_or(about(problem.refusal).note);
    if !note.is_empty() {
        out.push_str(". ");
        out.push_str(note);
    }
    if let Some(word) = &problem.suggestion {
        out.push_str(". Did you mean `");
        // BuildKit suggests the bare name of a flag.
        out.push_str(if problem.refusal == Refusal::UnknownFlag { "--" } else { "" });
        out.push_str(word);
        out.push_str("`?");
    }
    out
}
