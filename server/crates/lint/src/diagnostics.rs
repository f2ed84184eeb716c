//! The findings of a document: what Docker refuses and what the rules find, for people or as BuildKit reports it.

mod unused;

use std::{borrow::Cow, ops::Range};

use crate::{
    diagnostic::{Diagnostic, Related},
    engine::{self, PlacedFinding, Reader},
    finding::{BuildPlace, Finding, Mending},
    preset::Selection,
    problems::{PlacedProblem, problems},
    refusals::{self, explanation},
    rule::{Preset, Rule, Severity},
    rules,
    suppression::comments::{self, Comment, Tool},
};
use dockwright_analysis::{
    document::{BlockView, Document, Foreign, FrontendKind, Placed, Version},
    fix::TextEdit,
    model::Model,
    problem::Refusal,
};
use unused::unused;

/// The findings of the default preset, in the order of the text.
pub fn diagnostics(document: &Document) -> Vec<Diagnostic> {
    diagnostics_for(document, document.model(), Selection::default_preset())
}

/// The findings of the selected rules for the build that `model` was made for, in the order of the text.
pub fn diagnostics_for(document: &Document, model: &Model, selection: &Selection) -> Vec<Diagnostic> {
    let reader = if selection.preset == Preset::Buildkit { Reader::Build } else { Reader::Person };
    let is_judged = matches!(selection.preset, Preset::Buildkit | Preset::Hadolint);
    let foreign = if is_judged { None } else { document.foreign() };
    let mut refused = problems(document, model, reader);
    refused.retain(|placed| {
        let refusal = placed.problem.refusal;
        selection.has(refusals::rule(refusal))
            && foreign.is_none_or(|foreign| is_shared(refusal, foreign))
            && (reader == Reader::Build
                || refusal != Refusal::InvalidDevice
                || !may_have_devices(document, model, selection))
    });
    let may_silence = comments::may_have_comments(document);
    let text = if may_silence { comments::source(document) } else { Cow::Borrowed("") };
    let mut comments = comments::comments(document, &text);
    comments.retain(|comment| comment.tool != Tool::Hadolint || !selection.is_deaf_to_hadolint);
    let mut used = Vec::new();
    let mut findings = engine::findings(document, model, selection, reader);
    if let Some(foreign) = foreign {
        findings.retain(|placed| is_about(&placed.finding, foreign));
    }
    if !comments.is_empty() {
        findings.retain(|placed| {
            let PlacedFinding { finding, block, placed } = placed;
            let elsewhere = finding.silenced_at.map(|item| block.placed(item).start);
            let places = [placed.start, elsewhere.unwrap_or(placed.start)];
            !is_silenced(finding.rule, &places, &text, &comments, reader, &mut used)
        });
        refused.retain(|placed| {
            let (rule, start) = (refusals::rule(placed.problem.refusal), placed.problem.range.start);
            let is_kept = reader == Reader::Build;
            is_kept || !is_silenced(rule, &[start], &text, &comments, reader, &mut used)
        });
    }
    let mut found: Vec<Diagnostic> = refused.into_iter().map(|placed| refusal(placed, reader)).collect();
    let explained = explained(&findings, selection);
    if !explained.is_empty() {
        found.retain(|refusal| !is_explained(refusal, &explained));
    }
    let mut source = Source { start: usize::MAX, text: Cow::Borrowed("") };
    found.extend(findings.iter().map(|placed| diagnostic(document, placed, reader, &mut source)));
    if foreign.is_none() {
        found.extend(unused(document, model, selection, &text, &comments, &used));
    }
    for diagnostic in &mut found {
        if let Some(severity) = selection.severity_of(diagnostic.code) {
            diagnostic.severity = severity;
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    found
}

/// Whether every frontend rejects a file for it.
fn is_shared(refusal: Refusal, foreign: &Foreign) -> bool {
    matches!(foreign, Foreign::Frontend(_)) && refusal == Refusal::DuplicateDirective
}

/// Whether a finding is about what the file is instead of a Dockerfile.
fn is_about(finding: &Finding, foreign: &Foreign) -> bool {
    match foreign {
        Foreign::Template(_) => finding.rule == rules::TEMPLATE_FILE,
        Foreign::Frontend(frontend) => {
            let is_in_image =
                frontend.range.as_ref().is_some_and(|range| range.contains(&finding.range.start));
            finding.rule == rules::OTHER_FRONTEND || (finding.rule == rules::DIRECTIVE_TYPO && is_in_image)
        }
    }
}

/// Whether `RUN --device` is left to the frontend: its version is not known, or a different rule is about that.
fn may_have_devices(document: &Document, model: &Model, selection: &Selection) -> bool {
    let Some(frontend) = document.frontend(&model.inputs) else { return false };
    match frontend.kind {
        FrontendKind::Docker { version: Version::Newest, .. } => false,
        FrontendKind::Docker { version: Version::Fixed { .. }, .. } => {
            selection.has(rules::NEEDS_NEWER_SYNTAX)
        }
        FrontendKind::Docker { version: Version::Unknown, .. } | FrontendKind::Other => true,
    }
}

/// Whether comments silence a finding of a rule at one of the places where a comment may be; each such name is used.
fn is_silenced(
    rule: &Rule,
    places: &[usize],
    source: &str,
    comments: &[Comment],
    reader: Reader,
    used: &mut Vec<(usize, usize)>,
) -> bool {
    let mut is_silenced = false;
    for (index, comment) in comments.iter().enumerate() {
        let is_read = match comment.tool {
            Tool::Dockwright => true,
            Tool::Hadolint => reader == Reader::Person,
            Tool::Buildkit => false,
        };
        let is_covered = places.iter().any(|&at| comment.covers(at));
        if is_read
            && is_covered
            && let Some(name) = name_in(comment, source, rule)
        {
            used.push((index, name));
            is_silenced = true;
        }
    }
    is_silenced
}

/// The name in a comment that silences a rule, or one that it stands for.
fn name_in(comment: &Comment, source: &str, rule: &Rule) -> Option<usize> {
    let stood_for = rule.stands_for.iter().filter_map(|name| rules::named(name));
    comment
        .name_of(source, rule)
        .or_else(|| stood_for.into_iter().find_map(|other| comment.name_of(source, other)))
}

/// Where findings say why Docker refuses the file, and what of that need not be told then. Whoever takes such a finding
/// for less than an error is told of both.
fn explained(
    findings: &[PlacedFinding<'_>],
    selection: &Selection,
) -> Vec<(Range<usize>, &'static [&'static str])> {
    let is_error = |it: &&PlacedFinding<'_>| {
        let severity = selection.severity_of(it.finding.rule.name).or(it.finding.severity);
        !it.finding.rule.replaces.is_empty() && severity == Some(Severity::Error)
    };
    let stretch = |it: &PlacedFinding<'_>| {
        let end = it.placed.start + it.placed.facts.len.max(it.finding.reach);
        (it.placed.start..end, it.finding.rule.replaces)
    };
    let mut explained: Vec<_> = findings.iter().filter(is_error).map(stretch).collect();
    explained.sort_unstable_by_key(|(range, _)| range.start);
    explained
}

fn is_explained(refusal: &Diagnostic, explained: &[(Range<usize>, &'static [&'static str])]) -> bool {
    /// How many findings may speak of one instruction.
    const MAX: usize = 8;
    let at = refusal.range.start;
    let before = explained.partition_point(|(range, _)| range.start <= at);
    let near = explained[..before].iter().rev().take(MAX);
    near.filter(|(range, _)| at <= range.end).any(|(_, names)| names.contains(&refusal.code))
}

/// What Docker rejects. For people, what another base image or an argument could make right is no error.
fn refusal(placed: PlacedProblem, reader: Reader) -> Diagnostic {
    let mut problem = placed.problem;
    let rule = refusals::rule(problem.refusal);
    let severity = match (reader, &problem.unless) {
        (Reader::Person, Some(_)) => Severity::Info,
        _ => rule.severity,
    };
    if reader == Reader::Build {
        problem.unless = None;
    }
    Diagnostic {
        code: rule.name,
        aliases: rule.aliases,
        severity,
        message: explanation(&problem),
        range: problem.range,
        lines: placed.lines,
        related: Vec::new(),
        tags: Vec::new(),
        fix: problem.fix,
        alternative: None,
        url: None,
    }
}

/// The text of the instruction that was looked at last: one may have thousands of findings.
struct Source<'a> {
    start: usize,
    text: Cow<'a, str>,
}

fn diagnostic<'a>(
    document: &'a Document,
    found: &PlacedFinding<'_>,
    reader: Reader,
    source: &mut Source<'a>,
) -> Diagnostic {
    let PlacedFinding { finding, block, placed } = found;
    let end = placed.start + placed.facts.len;
    let shift = |range: &Range<usize>| placed.start + range.start..placed.start + range.end;
    let lines = match finding.build {
        BuildPlace::Nowhere => None,
        BuildPlace::Instruction => Some((placed.row + 1, placed.row + placed.facts.rows + 1)),
        BuildPlace::LastLine => {
            let last = placed.row + placed.facts.header_rows + 1;
            Some((last, last))
        }
    };
    if finding.is_in_header {
        *source = Source { start: usize::MAX, text: Cow::Borrowed("") };
    } else if source.start != placed.start {
        *source = Source { start: placed.start, text: document.text().slice(placed.start..end) };
    }
    let source = &*source.text;
    let mut range = shift(&finding.range);
    if let (Reader::Build, Some((line, _))) = (reader, lines) {
        range = on_line(document, range, line, placed, source);
    }
    let (facts, escape, start) = (placed.facts, document.escape(), placed.start);
    let mending = Mending { finding, facts, source, escape, document, start };
    let mut fix = finding.mend.and_then(|mend| mend(&mending));
    for edit in fix.iter_mut().filter(|_| !finding.mends_document).flat_map(|fix| &mut fix.edits) {
        *edit = TextEdit { range: shift(&edit.range), text: std::mem::take(&mut edit.text) };
    }
    let alternative = finding.alternative.and_then(|mend| mend(&mending));
    Diagnostic {
        code: finding.rule.name,
        aliases: finding.rule.aliases,
        // BuildKit knows one severity.
        severity: match reader {
            Reader::Build => Severity::Warning,
            Reader::Person => finding.severity.unwrap_or(finding.rule.severity),
        },
        message: message(finding, reader),
        range,
        lines,
        related: finding.related.iter().map(|related| self::related(*block, related)).collect(),
        tags: finding.tag.into_iter().collect(),
        fix,
        alternative,
        url: finding.rule.url.map(str::to_owned),
    }
}

fn related(block: BlockView<'_>, (item, range, message): &(usize, Range<usize>, &'static str)) -> Related {
    let start = block.placed(*item).start;
    Related { range: start + range.start..start + range.end, message: (*message).to_owned() }
}

/// BuildKit's words, and for people what Docker does.
fn message(finding: &Finding, reader: Reader) -> String {
    let note = finding.note.as_deref().unwrap_or(finding.rule.note);
    if reader == Reader::Build || note.is_empty() {
        return finding.message.clone();
    }
    format!("{}. {note}", finding.message)
}

/// The range if it begins on a line, else what the instruction has on that line.
fn on_line(
    document: &Document,
    range: Range<usize>,
    line: u32,
    placed: &Placed<'_>,
    source: &str,
) -> Range<usize> {
    if document.text().point(range.start).row as u32 + 1 == line {
        return range;
    }
    let mut start = placed.start;
    let mut rest = source;
    for _ in placed.row + 1..line {
        let Some(at) = rest.find('\n') else { break };
        start += at + 1;
        rest = &rest[at + 1..];
    }
    let end = start + rest.find('\n').unwrap_or(rest.len());
    start..end.max(start)
}

#[cfg(test)]
mod tests;
