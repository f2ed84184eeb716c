//! The findings of a document: what Docker rejects and what the rules find, for users or in the
//! form that BuildKit reports.

mod explanation;

use std::{borrow::Cow, ops::Range};

use crate::{
    diagnostic::{Diagnostic, Related},
    engine::{self, PlacedFinding, Reader},
    finding::{BuildPlace, Finding, Mending, NO_CODE},
    hadolint,
    hadolint_codes::Code,
    preset::{Selection, ShellCheck},
    problems::{PlacedProblem, problems},
    registry::about,
    rule::{ForeignFiles, Preset, Rule, Severity},
    shellcheck,
    suppression::comments::{self, Comment, Tool},
};
use dockwright_analysis::{
    document::{BlockView, Document, Foreign, FrontendKind, Placed, Version},
    fix::TextEdit,
    model::Model,
};
use dockwright_texts::Message;
use explanation::explanation;

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
        let rule = about(placed.problem.refusal);
        selection.has(rule)
            && foreign.is_none_or(|foreign| is_about(rule, placed.problem.range.start, foreign))
            && (reader == Reader::Build || !is_left_to_frontend(rule, document, model, selection))
    });
    let may_silence = comments::may_have_comments(document);
    let text = if may_silence { comments::source(document) } else { Cow::Borrowed("") };
    let mut comments = comments::comments(document, &text);
    comments.retain(|comment| comment.tool != Tool::Hadolint || !selection.is_deaf_to_hadolint);
    let mut used = Vec::new();
    let mut findings = engine::findings(document, model, selection, reader);
    if let Some(foreign) = foreign {
        findings.retain(|placed| is_about(placed.finding.rule, placed.finding.range.start, foreign));
    }
    if !comments.is_empty() {
        findings.retain(|placed| {
            let PlacedFinding { finding, block, placed } = placed;
            let elsewhere = finding.silenced_at.map(|item| block.placed(item).start);
            let places = [placed.start, elsewhere.unwrap_or(placed.start)];
            !is_silenced(finding.rule, code_of(finding), &places, &text, &comments, reader, &mut used)
        });
        refused.retain(|placed| {
            let (rule, start) = (about(placed.problem.refusal), placed.problem.range.start);
            let is_kept = reader == Reader::Build;
            is_kept || !is_silenced(rule, None, &[start], &text, &comments, reader, &mut used)
        });
    }
    let mut found: Vec<Diagnostic> = refused.into_iter().map(|placed| refusal(placed, reader)).collect();
    let explained = explained(&findings, selection);
    if !explained.is_empty() {
        found.retain(|refusal| !is_explained(refusal, &explained));
    }
    let mut bridged = bridged(document, model, selection);
    bridged.retain(|(rule, start, _)| {
        comments.is_empty() || !is_silenced(rule, None, &[*start], &text, &comments, reader, &mut used)
    });
    let mut source = Source { start: usize::MAX, text: Cow::Borrowed("") };
    found.extend(findings.iter().map(|placed| diagnostic(document, placed, reader, &mut source)));
    if foreign.is_none() && !comments.is_empty() {
        found.extend(engine::about_comments(document, model, selection, &text, &comments, &used));
    }
    for diagnostic in &mut found {
        let code = diagnostic.aliases.first().filter(|_| diagnostic.aliases.len() == 1);
        let of_code = code.and_then(|code| selection.severity_of(code));
        if let Some(severity) = of_code.or_else(|| selection.severity_of(diagnostic.code)) {
            diagnostic.severity = severity;
        }
    }
    found.extend(bridged.into_iter().map(|(_, _, diagnostic)| diagnostic));
    if selection.preset == Preset::Hadolint {
        found = hadolint::findings(document, selection, &comments, &text, found);
    }
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    found
}

/// The findings of `ShellCheck`, if it is enabled, that the selection allows, each with its rule
/// and the start of its instruction. BuildKit's report and files that are not Dockerfiles have
/// none.
fn bridged(
    document: &Document,
    model: &Model,
    selection: &Selection,
) -> Vec<(&'static Rule, usize, Diagnostic)> {
    let Some(ShellCheck(source)) = &selection.shellcheck else { return Vec::new() };
    if selection.preset == Preset::Buildkit || document.foreign().is_some() {
        return Vec::new();
    }
    let mut found = shellcheck::findings(document, model, &**source);
    found.retain_mut(|(rule, _, diagnostic)| {
        let severity = selection.shellcheck_severity(rule, diagnostic.severity);
        diagnostic.severity = severity.unwrap_or(diagnostic.severity);
        severity.is_some()
    });
    found
}

/// Whether a rule reports that a file is not a Dockerfile, or is one of those that apply to such a
/// file.
fn is_about(rule: &Rule, start: usize, foreign: &Foreign) -> bool {
    match (foreign, rule.foreign) {
        (Foreign::Template(_), ForeignFiles::Templates) | (Foreign::Frontend(_), ForeignFiles::Frontends) => {
            true
        }
        (Foreign::Frontend(frontend), ForeignFiles::FrontendImages) => {
            frontend.range.as_ref().is_some_and(|range| range.contains(&start))
        }
        _ => false,
    }
}

/// Whether a rejection is left to the frontend: its version is unknown, or the rule about frontend
/// versions reports it.
fn is_left_to_frontend(rule: &Rule, document: &Document, model: &Model, selection: &Selection) -> bool {
    let Some(other) = rule.depends_on_frontend else { return false };
    let Some(frontend) = document.frontend(&model.inputs) else { return false };
    match frontend.kind {
        FrontendKind::Docker { version: Version::Newest, .. } => false,
        FrontendKind::Docker { version: Version::Fixed { .. }, .. } => selection.has(other),
        FrontendKind::Docker { version: Version::Unknown, .. } | FrontendKind::Other => true,
    }
}

/// Whether comments silence a finding of a rule at one of the places where a comment may be. Marks
/// each such name as used.
pub fn is_silenced(
    rule: &Rule,
    code: Option<&Code>,
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
            Tool::Hadolint | Tool::ShellCheck => reader == Reader::Person,
            Tool::Buildkit => false,
        };
        let is_covered = places.iter().any(|&at| comment.covers(at));
        if is_read
            && is_covered
            && let Some(name) = name_in(comment, source, rule, code)
        {
            used.push((index, name));
            is_silenced = true;
        }
    }
    is_silenced
}

/// The name in a comment that silences a rule, or a rule that it replaces.
fn name_in(comment: &Comment, source: &str, rule: &Rule, code: Option<&Code>) -> Option<usize> {
    if let Some(code) = code {
        return comment.name_where(source, |name| code.is_called(name));
    }

    let rules = std::iter::once(&rule).chain(rule.stands_for);
    rules.into_iter().find_map(|rule| comment.name_of(source, rule))
}

/// Where findings explain why Docker rejects the file, and their rules, which replace the plain
/// rejection there. A user who lowers the severity of such a finding gets both.
fn explained(findings: &[PlacedFinding<'_>], selection: &Selection) -> Vec<(Range<usize>, &'static Rule)> {
    let is_error = |it: &&PlacedFinding<'_>| {
        let severity = selection.severity_of(it.finding.rule.name).or(it.finding.severity);
        !it.finding.rule.replaces.is_empty() && severity == Some(Severity::Error)
    };
    let stretch = |it: &PlacedFinding<'_>| {
        let end = it.placed.start + it.placed.facts.len.max(it.finding.reach);
        (it.placed.start..end, it.finding.rule)
    };
    let mut explained: Vec<_> = findings.iter().filter(is_error).map(stretch).collect();
    explained.sort_unstable_by_key(|(range, _)| range.start);
    explained
}

fn is_explained(refusal: &Diagnostic, explained: &[(Range<usize>, &'static Rule)]) -> bool {
    /// How many findings may explain one instruction.
    const MAX: usize = 8;
    let at = refusal.range.start;
    let before = explained.partition_point(|(range, _)| range.start <= at);
    let near = explained[..before].iter().rev().take(MAX);
    near.filter(|(range, _)| at <= range.end)
        .any(|(_, rule)| rule.replaces.iter().any(|other| other.name == refusal.code))
}

/// What Docker rejects. For users, a problem that a different base image or argument could solve is
/// not an error.
fn refusal(placed: PlacedProblem, reader: Reader) -> Diagnostic {
    let mut problem = placed.problem;
    let rule = about(problem.refusal);
    let severity = match (reader, &problem.unless) {
        (Reader::Person, Some(_)) => Severity::Info,
        _ => rule.severity,
    };
    if reader == Reader::Build {
        problem.unless = None;
    }
    let (message, notes) = explanation(&problem);
    Diagnostic {
        code: rule.name,
        aliases: rule.aliases,
        severity,
        message,
        notes,
        range: problem.range,
        lines: placed.lines,
        related: Vec::new(),
        tags: Vec::new(),
        fix: problem.fix,
        alternative: None,
        url: None,
    }
}

/// The code of `ShellCheck` that a finding corresponds to.
fn code_of(finding: &Finding) -> Option<&'static Code> {
    finding.code.and_then(Code::of_shell_check)
}

/// Caches the text of the last instruction, because one instruction may have thousands of findings.
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
    let mending = Mending::new(document, finding, placed, source);
    let mut fix = finding.mend.and_then(|mend| mend(&mending));
    for edit in fix.iter_mut().filter(|_| !finding.mends_document).flat_map(|fix| &mut fix.edits) {
        *edit = TextEdit { range: shift(&edit.range), text: std::mem::take(&mut edit.text) };
    }
    let alternative = finding.alternative.and_then(|mend| mend(&mending));
    Diagnostic {
        code: finding.rule.name,
        aliases: match finding.code {
            Some(NO_CODE) => &[],
            _ => code_of(finding).map_or(finding.rule.aliases, |code| &code.names),
        },
        // All of BuildKit's findings have one severity.
        severity: match reader {
            Reader::Build => Severity::Warning,
            Reader::Person => finding.severity.unwrap_or(finding.rule.severity),
        },
        message: finding.message.clone(),
        notes: notes(finding, reader),
        range,
        lines,
        related: finding.related.iter().map(|related| self::related(*block, related)).collect(),
        tags: finding.tag.into_iter().collect(),
        fix,
        alternative,
        url: code_of(finding).map(Code::url).or_else(|| finding.rule.url.map(str::to_owned)),
    }
}

fn related(block: BlockView<'_>, (item, range, message): &(usize, Range<usize>, Message)) -> Related {
    let start = block.placed(*item).start;
    Related { range: start + range.start..start + range.end, message: message.clone() }
}

/// What Docker does, for users; BuildKit prints only its message.
fn notes(finding: &Finding, reader: Reader) -> Vec<Message> {
    if reader == Reader::Build {
        return Vec::new();
    }
    let note = finding.note.clone().or_else(|| finding.rule.texts.note.map(Message::from));
    note.into_iter().collect()
}

/// The range if it begins on a line, otherwise the part of the instruction on that line.
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
