//! Empty element in an array.
//!
//! # What it does
//! Reports an empty string as the first element of a JSON array, which is the program. An empty argument is reported
//! too, as info.
//!
//! # Why it matters
//! Docker cannot start a program without a name: the container fails with an error about the path. To reset an
//! inherited ENTRYPOINT, write `[]`.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! ENTRYPOINT [""]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! ENTRYPOINT []
//! ```
//!
//! # Limits
//! An empty argument can be intended, so it is only info, and after an option it is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{fix::Fix, programs::any_shell, spec::Instruction};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Severity,
};
use dockwright_texts::{rules::exec_empty_argument as texts, titles};

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::InElement],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let Some(first) = exec.words.iter().position(String::is_empty) else { return };
    let is_program = first == 0 && exec.is_program;
    // After an option, an empty value is intended.
    if !is_program && (any_shell(exec.words) || first > 0 && exec.words[first - 1].starts_with('-')) {
        return;
    }
    let range = exec.facts.elements[first].clone();
    let mut finding = if is_program {
        Finding::own(&RULE, range, &texts::PROGRAM)
    } else {
        Finding::own(&RULE, range, &texts::ARGUMENT)
    };
    // A base image may have an ENTRYPOINT that gets it.
    let may_be_argument = exec.instruction == Instruction::Cmd && ctx.exit.is_none_or(|exit| exit.is_open);
    if is_program && may_be_argument {
        finding.severity = Some(Severity::Warning);
    }
    if !is_program {
        finding.severity = Some(Severity::Info);
        finding.note = Some(texts::argument_note());
    }
    acc.push(Finding { mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let elements = &facts.elements;
    let at = elements.iter().position(|range| *range == ctx.finding.range)?;
    // With the comma on one side of it.
    let range = match (elements.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => elements[at].start..next.start,
        (None, Some(before)) => elements[before].end..elements[at].end,
        (None, None) => elements[at].clone(),
    };
    Some(Fix::replace(&titles::REMOVE, range, String::new()).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
ENTRYPOINT [""]
            ^^ error: The program has no name
RUN ["a", ""]
          ^^ info: This argument is empty
          ^^ note: The program gets an empty argument
"#],
    quiet: {
        "{}" => ["FROM a\nENTRYPOINT []\nRUN [\"a\", \"-x\", \"\"]\nRUN [\"sh\", \"-c\", \"x\", \"\"]\n"],
    },
    fixed: {
        "FROM a\nENTRYPOINT [\"\"]\n" => "FROM a\nENTRYPOINT []\n",
        "FROM a\nCMD [\"\", \"a\"]\n" => "FROM a\nCMD [\"a\"]\n",
        "FROM a\nCMD [\"a\", \"\"]\n" => "FROM a\nCMD [\"a\"]\n",
    },
}
