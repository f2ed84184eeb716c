//! Findings that only say that the text being typed is not finished yet.
//!
//! An editor analyses every keystroke, so most of what it sees is half an instruction: `FRO`, `COPY a`, `CMD ["sh"`.
//! Docker rejects these, but so far nothing is wrong. A finding is *unfinished* if text typed at the cursor can resolve
//! it; what to do about it (hold it back for a while) is the server's decision. Only the instruction that holds the
//! cursor is looked at. Findings elsewhere, and those that no further typing at the cursor can resolve, stay.

mod line;
mod open;
mod place;
mod values;

#[cfg(test)]
mod tests;

use std::ops::Range;

use dockwright_analysis::{document::Document, model::Model, problem::Refusal, spec::Instruction};
use dockwright_lint::{
    diagnostic::Diagnostic, diagnostics::diagnostics_for, preset::Selection, rule::Group, rules,
};
use line::CommentLine;
use place::Place;

/// The findings of a document for an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorDiagnostics {
    /// The findings to show, in the order of the text.
    pub shown: Vec<Diagnostic>,
    /// Whether others were held back.
    pub holds_back: bool,
}

/// The findings of the selected rules, without those that only say that the text at one of the `cursors` is not
/// finished yet, and without the error that an empty file is for a build.
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
    // Most keystrokes leave no finding near them. Then nothing is read.
    let mut held = Vec::new();
    if let Some((spot, range)) = place::instruction_at(document, cursor)
        && let Some(near) = findings_in(shown, &range)
    {
        let mut place = Place::new(document, model, spot, cursor);
        for at in near {
            let found = &shown[at].range;
            place.range = found.start - range.start..found.end.max(found.start) - range.start;
            if is_unfinished(&place, shown[at].code) {
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

/// The file so far has only what can precede its first FROM, or the keyword at its end is half typed.
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
fn is_unfinished(place: &Place<'_>, rule: &str) -> bool {
    let by_rule = RULES.binary_search_by_key(&rule, |(name, _)| name).ok().map(|at| RULES[at].1);
    by_rule.is_some_and(|test| test(place))
        || by_rule.is_none() && is_about_run(rule) && place.is_run_being_typed()
        || place.is_in_swallowed_lines()
        || place.is_in_open_array()
        || place.is_half_a_mark()
}

/// Whether a rule is about programs or shell text: an option, a clean-up or a quote may still be typed.
fn is_about_run(rule: &str) -> bool {
    rules::named(rule).is_some_and(|rule| matches!(rule.group, Group::Commands | Group::Shell))
}

type Test = fn(&Place<'_>) -> bool;

/// What makes a finding of each rule unfinished, by name. Findings of other rules never are, but for those about programs
/// in the RUN that is being typed.
static RULES: &[(&str, Test)] = &[
    ("BackgroundProcess", |place| place.is_half_an_operator()),
    ("BaseNameEmpty", |place| place.is_value(&[":-a"], values::is_reference)),
    ("BlankKey", |place| place.is_key_missing()),
    ("CircularStageDependency", |place| place.is_stage()),
    ("CopyDestinationSlash", |place| place.is_at_end()),
    ("CopyEmptySource", |place| place.is_in_word()),
    ("CopyFromUnknownStage", |place| place.is_stage()),
    ("CopyIgnoredFile", |place| place.is_in_word()),
    ("CopyMissingSource", |place| place.is_in_word()),
    ("DanglingContinuation", |place| place.is_at_end()),
    ("DanglingOperator", |place| place.is_at_end()),
    ("EmptyCommand", |place| place.is_after_keyword() && place.facts().args.is_empty()),
    ("EnvNeedsValue", |place| place.is_after_keyword()),
    ("EnvSelfReference", |place| place.is_variable()),
    ("ExecEmptyArgument", |place| place.is_in_element()),
    ("ExecShellBuiltin", |place| place.is_in_element()),
    ("ExecShellMissingC", |place| place.is_in_array()),
    ("FlagNeedsValue", |place| place.is_in_word()),
    ("FlagNotBoolean", |place| place.is_name(["true", "false"])),
    ("FromArity", |place| place.is_from()),
    ("GlobalArgInStage", |place| place.is_variable()),
    ("HealthcheckMissingCommand", |place| place.is_after_keyword()),
    ("HeredocAsDestination", |place| place.is_at_end()),
    ("InvalidChecksum", values::is_digest),
    ("InvalidChmod", |place| place.is_value(values::MODES, values::is_mode)),
    ("InvalidDevice", |place| {
        place.word().is_some_and(|(before, after)| before.is_empty() && after.is_empty())
    }),
    ("InvalidDuration", |place| place.is_value(values::DURATIONS, values::is_duration)),
    ("InvalidGitSource", values::is_git_source),
    ("InvalidHealthcheckType", |place| place.is_name(["CMD", "NONE"]) || place.is_flag()),
    ("InvalidImageReference", |place| place.is_flag() || values::is_image(place)),
    ("InvalidMount", values::is_mount),
    ("InvalidPlatform", values::is_platform),
    ("InvalidPort", |place| place.is_value(values::PORTS, values::is_port)),
    ("InvalidProtocol", |place| place.is_value(values::PORTS, values::is_port)),
    ("InvalidRetries", |place| place.is_value(&["0", "1"], values::is_count)),
    ("InvalidRunMode", |place| place.is_name(place.flag_values())),
    ("InvalidStopSignal", values::is_signal),
    ("InvalidSubstitution", |place| place.is_open()),
    ("KeyValueMissingEquals", |place| place.is_in_word()),
    ("LabelEmpty", |place| place.is_in_word()),
    ("LabelFormat", |place| place.is_in_word()),
    ("MissingArgument", |place| place.is_argument_missing()),
    ("MissingLineContinuation", |place| place.is_keyword()),
    ("MountFromUnknownStage", |place| place.is_stage()),
    ("NoEmptyContinuation", |place| place.is_in_word()),
    ("OnbuildTriggerFails", |place| place.is_in_word() || place.is_at_end()),
    ("PlatformArgDefault", |place| place.is_in_word()),
    ("PlatformOnStage", |place| place.is_in_image()),
    ("ShellMissingCommandFlag", |place| place.is_in_array()),
    ("UnclosedQuote", |place| place.is_open()),
    ("UndefinedArgInFrom", |place| place.is_variable()),
    ("UndefinedVar", |place| place.is_variable()),
    ("UnknownFlag", |place| place.is_flag()),
    ("UnknownInstruction", |place| place.is_keyword()),
    ("UnknownStageTypo", |place| place.is_in_word()),
    ("UntaggedImage", |place| place.is_in_word()),
    ("UnterminatedHeredoc", |place| place.cursor > place.range.start),
    ("UnusedArg", |place| place.is_in_word()),
    ("WindowsShellFormPath", |place| place.is_in_word()),
    ("WorkdirRelativePath", |place| place.is_value(values::PATHS, values::is_absolute)),
    ("WrongEscapeCharacter", |place| place.is_at_end()),
];
