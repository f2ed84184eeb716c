//! Holds back findings that only mean that the text being typed is unfinished.
//!
//! An editor analyses every keystroke, so most of what it sees is half an instruction: `FRO`, `COPY
//! a`, `CMD ["sh"`. Docker rejects these, but so far nothing is wrong. A finding is *unfinished* if
//! text typed at the cursor can resolve it; what to do about it (hold it back for a while) is the
//! server's decision. Only the instruction at the cursor is examined. Findings elsewhere, and those
//! that no further typing at the cursor can resolve, stay.

mod line;
mod open;
mod place;
mod values;

#[cfg(test)]
mod tests;

use std::ops::Range;

use dockwright_analysis::{document::Document, model::Model, problem::Refusal, spec::Instruction};
use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::Selection,
    registry,
    rule::{Group, Rule, Unfinished},
    shellcheck::codes as shellcheck,
};
use line::CommentLine;
use place::TypedPlace;

/// The findings of a document for an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorDiagnostics {
    /// The findings to show, in the order of the text.
    pub shown: Vec<Diagnostic>,
    /// Whether any findings were held back.
    pub holds_back: bool,
}

/// The findings of the selected rules, without those that only mean that the text at one of the
/// `cursors` is unfinished, and without the build error for an empty file.
pub fn editor_diagnostics(
    document: &Document,
    model: &Model,
    selection: &Selection,
    cursors: &[usize],
) -> EditorDiagnostics {
    let mut shown = diagnostics_for(document, model, selection);
    if document.is_empty() {
        shown.retain(|found| found.code != Refusal::NoStage.name());
    }
    let before = shown.len();
    for &cursor in cursors.iter().filter(|&&cursor| cursor <= document.text().len()) {
        hold_back(document, model, cursor, &mut shown);
    }
    EditorDiagnostics { holds_back: shown.len() < before, shown }
}

/// Removes the findings that text typed at the cursor can resolve.
fn hold_back(document: &Document, model: &Model, cursor: usize, shown: &mut Vec<Diagnostic>) {
    // After most keystrokes there is no finding nearby, so nothing needs to be parsed.
    let mut held = Vec::new();
    if let Some((spot, range)) = place::instruction_at(document, cursor)
        && let Some(near) = findings_in(shown, &range)
    {
        let mut place = TypedPlace::new(document, model, spot, cursor);
        for at in near {
            let found = &shown[at].range;
            place.range = found.start - range.start..found.end.max(found.start) - range.start;
            let code = shown[at].code;
            let rule = registry::named(code).or_else(|| shellcheck::named(code));
            if rule.is_some_and(|rule| is_unfinished(&place, rule)) {
                held.push(at);
            }
        }
    }
    if let Some(line) = CommentLine::at(document, cursor)
        && let Some(near) = findings_in(shown, &line.range)
    {
        held.extend(near.filter(|&at| line.is_unfinished(&shown[at])));
    }
    if let Some(last) = shown.last()
        && last.code == Refusal::NoStage.name()
        && is_before_first_stage(document, cursor, !held.is_empty())
    {
        held.push(shown.len() - 1);
    }
    if !held.is_empty() {
        held.sort_unstable();
        let mut at = 0..;
        shown.retain(|_| at.next().is_none_or(|at| held.binary_search(&at).is_err()));
    }
}

/// Whether the file so far contains only text that can precede its first FROM, or ends with a
/// partial keyword.
fn is_before_first_stage(document: &Document, cursor: usize, is_half_typed: bool) -> bool {
    let Some(last) = document.instructions().last() else { return true };
    let mut instructions = document.instructions().map(|placed| placed.facts.instruction);
    last.start <= cursor
        && (is_half_typed && last.facts.instruction.is_none()
            || instructions.all(|instruction| instruction == Some(Instruction::Arg)))
}

/// The findings that start in a range, if there are any.
fn findings_in(shown: &[Diagnostic], range: &Range<usize>) -> Option<Range<usize>> {
    let first = shown.partition_point(|found| found.range.start < range.start);
    let end = shown.partition_point(|found| found.range.start <= range.end);
    (first < end).then_some(first..end)
}

/// Whether text typed at the cursor can resolve a finding of this rule.
fn is_unfinished(place: &TypedPlace<'_>, rule: &Rule) -> bool {
    rule.unfinished.iter().any(|&what| is_being_typed(place, what))
        || rule.unfinished.is_empty() && is_about_run(rule) && place.is_run_being_typed()
        || place.is_in_swallowed_lines()
        || place.is_in_open_array()
        || place.is_half_a_mark()
}

/// Whether a rule is about programs or shell text: an option, a clean-up or a quote may still be typed.
fn is_about_run(rule: &Rule) -> bool {
    matches!(rule.group, Group::Commands | Group::Shell)
}

/// Whether the text of this kind is being typed.
fn is_being_typed(place: &TypedPlace<'_>, what: Unfinished) -> bool {
    match what {
        Unfinished::AbsolutePath => place.is_value(values::PATHS, values::is_absolute),
        Unfinished::AfterKeyword => place.is_after_keyword(),
        Unfinished::AfterStart => place.cursor > place.range.start,
        Unfinished::Argument => place.is_argument_missing(),
        Unfinished::AtEnd => place.is_at_end(),
        // These occur in comments, which are handled separately.
        Unfinished::CheckOption | Unfinished::CommentWord => false,
        Unfinished::Command => place.is_after_keyword() && place.facts().args.is_empty(),
        Unfinished::Count => place.is_value(&["0", "1"], values::is_count),
        Unfinished::Device => {
            place.word().is_some_and(|(before, after)| before.is_empty() && after.is_empty())
        }
        Unfinished::Digest => values::is_digest(place),
        Unfinished::Duration => place.is_value(values::DURATIONS, values::is_duration),
        Unfinished::Flag => place.is_flag(),
        Unfinished::FlagValue => place.is_name(place.flag_values()),
        Unfinished::From => place.is_from(),
        Unfinished::GitSource => values::is_git_source(place),
        Unfinished::Image => values::is_image(place),
        Unfinished::InArray => place.is_in_array(),
        Unfinished::InElement => place.is_in_element(),
        Unfinished::InImage => place.is_in_image(),
        Unfinished::InWord => place.is_in_word(),
        Unfinished::Key => place.is_key_missing(),
        Unfinished::Keyword => place.is_keyword(),
        Unfinished::Mode => place.is_value(values::MODES, values::is_mode),
        Unfinished::Mount => values::is_mount(place),
        Unfinished::OneOf(names) => place.is_name(names.iter().copied()),
        Unfinished::Open => place.is_open(),
        Unfinished::Operator => place.is_half_an_operator(),
        Unfinished::Platform => values::is_platform(place),
        Unfinished::Port => place.is_value(values::PORTS, values::is_port),
        Unfinished::Reference => place.is_value(&[":-a"], values::is_reference),
        Unfinished::Signal => values::is_signal(place),
        Unfinished::Stage => place.is_stage(),
        Unfinished::Variable => place.is_variable(),
    }
}
