//! hadolint's reading of a Dockerfile, for the preset that replaces hadolint.
//!
//! The other rules report what Docker does, so their findings differ from hadolint's in both
//! directions. The preset `hadolint` must report what hadolint reports, on the same lines, right or
//! wrong. So it has its own reader of instructions, and a table with a check for each of hadolint's
//! codes. From the other rules it takes what they say about the same problem, and their fixes.

mod checks;
mod command;
mod extent;
mod file;
mod forms;
mod hits;
mod image;
mod instructions;
mod labels;
mod mounts;
mod packages;
mod pairs;
mod pragmas;
mod programs;
mod reading;
mod runs;
mod scripts;
mod stages;
mod words;

use std::ops::Range;

use dockwright_analysis::document::Document;
use dockwright_texts::{Message, lint::hadolint as texts};
use file::File;
use hits::Hit;
use pragmas::Pragmas;

use crate::{
    diagnostic::Diagnostic,
    hadolint_codes::Code,
    preset::Selection,
    registry,
    suppression::comments::{Comment, Tool},
};

/// The findings of hadolint for a document, combined with what our rules found about the same
/// problems.
///
/// `ours` are the findings of the selected rules. A finding that corresponds to a code of hadolint
/// is shown only if hadolint has a finding too. What Docker rejects stays, and so do enabled rules
/// that hadolint does not have.
pub(crate) fn findings(
    document: &Document,
    selection: &Selection,
    comments: &[Comment],
    source: &str,
    ours: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let file = File::new(document, &selection.options);
    let pragmas = if selection.is_deaf_to_hadolint { Pragmas::default() } else { Pragmas::of(document) };
    let mut own = Own::new(&file, ours);
    let mut found = Vec::new();
    for hit in checks::all(&file) {
        let start = file.lines[hit.line].placed.start;
        if selection.has_code(hit.code)
            && !pragmas.silence(&file, hit.line, hit.code.name())
            && !is_silenced(hit.code, start, comments, source)
        {
            found.push(diagnostic(&file, &hit, own.take(&hit, start + hit.place.start)));
        }
    }
    let pragma = Code::named("DL1001").filter(|code| selection.has_code(code));
    if let Some(code) = pragma.filter(|code| !pragmas.silence_everywhere(code.name())) {
        found.extend(pragmas.places().map(|range| plain(code, range, code.summary().into())));
    }
    for diagnostic in &mut found {
        if let Some(severity) = selection.severity_of(diagnostic.aliases[0]) {
            diagnostic.severity = severity;
        }
    }
    found.extend(own.rest());
    found
}

/// Whether one of our own comments silences a code at an instruction.
fn is_silenced(code: &Code, start: usize, comments: &[Comment], source: &str) -> bool {
    let is_read =
        |tool: Tool| tool == Tool::Dockwright || tool == Tool::ShellCheck && code.is_of_shell_check();
    let mut ours = comments.iter().filter(|comment| is_read(comment.tool) && comment.covers(start));
    ours.any(|comment| comment.names.iter().any(|name| code.is_called(&source[name.clone()])))
}

/// A finding of one of our rules.
struct OwnFinding {
    line: Option<usize>,
    diagnostic: Diagnostic,
    /// hadolint finds it too.
    is_shared: bool,
}

/// The findings of our rules, by instruction.
struct Own {
    /// Those that correspond to a code, in the order of their instructions.
    found: Vec<OwnFinding>,
    rest: Vec<Diagnostic>,
}

impl Own {
    fn new(file: &File<'_>, ours: Vec<Diagnostic>) -> Self {
        let mut own = Self { found: Vec::new(), rest: Vec::new() };
        for diagnostic in ours {
            if diagnostic.aliases.iter().any(|alias| Code::named(alias).is_some()) {
                let at = file.lines.partition_point(|line| line.placed.start <= diagnostic.range.start);
                own.found.push(OwnFinding { line: at.checked_sub(1), diagnostic, is_shared: false });
            } else {
                own.rest.push(diagnostic);
            }
        }
        own.found.sort_by_key(|it| it.line);
        own
    }

    /// The finding of a rule in an instruction: the one at a place, or the first that is not taken yet, or else the first.
    fn take(&mut self, hit: &Hit, start: usize) -> Option<Diagnostic> {
        let first = self.found.partition_point(|it| it.line < Some(hit.line));
        let here = self.found[first..].iter_mut().take_while(|it| it.line == Some(hit.line));
        let found = here
            .filter(|it| it.diagnostic.aliases.contains(&hit.code.name()))
            .min_by_key(|it| (it.diagnostic.range.start != start, it.is_shared))?;
        found.is_shared = true;
        Some(found.diagnostic.clone())
    }

    /// The findings that hadolint does not have: rejections, which then have no code, and rules that
    /// hadolint lacks.
    fn rest(self) -> Vec<Diagnostic> {
        let is_rejection =
            |it: &Diagnostic| registry::named(it.code).is_some_and(|rule| rule.rejection.is_some());
        let others = self.found.into_iter().filter(|it| !it.is_shared).map(|it| it.diagnostic);
        let rejections = others.filter(is_rejection);
        let mut rest = self.rest;
        rest.extend(rejections.map(|it| Diagnostic { aliases: &[], ..it }));
        rest
    }
}

fn plain(code: &'static Code, range: Range<usize>, message: Message) -> Diagnostic {
    Diagnostic {
        code: code.our_rule().map_or(code.rule, |rule| rule.name),
        aliases: &code.names,
        severity: code.severity,
        range,
        lines: None,
        message,
        notes: Vec::new(),
        related: Vec::new(),
        tags: Vec::new(),
        fix: None,
        alternative: None,
        url: Some(code.url()),
    }
}

/// A finding on hadolint's line: at the word concerned if that is on it, otherwise at the keyword.
fn diagnostic(file: &File<'_>, hit: &Hit, own: Option<Diagnostic>) -> Diagnostic {
    let placed = &file.lines[hit.line].placed;
    let text = file.document.text();
    let at = |range: &Range<usize>| placed.start + range.start..placed.start + range.end;
    let keyword = at(&placed.facts.keyword_range);
    let row = text.point(keyword.start).row;
    let is_here = |range: &Range<usize>| range.end <= text.len() && text.point(range.start).row == row;
    let place = at(&hit.place);
    let shown = if is_here(&place) { place.clone() } else { keyword };
    let Some(own) = own else {
        return plain(hit.code, shown, message(file, hit.code, place));
    };
    let range = if is_here(&own.range) { own.range.clone() } else { shown };
    let (aliases, severity, url) = (&hit.code.names, hit.code.severity, Some(hit.code.url()));
    Diagnostic { aliases, severity, url, range, lines: None, ..own }
}

/// What is wrong, with the word concerned.
fn message(file: &File<'_>, code: &Code, place: Range<usize>) -> Message {
    const MAX: usize = 40;
    let summary = Message::from(code.summary());
    if !code.names_word() || place.is_empty() || place.end > file.document.text().len() {
        return summary;
    }
    let word = file.document.text().slice(place);
    if word.len() > MAX || word.contains(['\n', '`']) {
        return summary;
    }
    texts::WithWord { summary, word: &*word }.message()
}
