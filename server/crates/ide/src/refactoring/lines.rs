//! Puts one argument on each line: packages, options, pairs and sources.
//!
//! A line may end only where there is nothing but whitespace between two words, so that no word
//! changes. Arguments that are already on separate lines stay there, with the comments between
//! them.

use std::ops::Range;

use super::{Refactoring, RefactoringKind, Selected, layers::chain_style, run::Run};
use dockwright_analysis::{
    facts::{Form, operands::Operands},
    fix::TextEdit,
    packages::package_lists,
    shell::{Command, OperatorKind},
    spec::Instruction,
};
use dockwright_texts::ide::refactoring as texts;

/// Programs whose arguments are a list of things of one kind.
const LISTS: [&str; 10] = [
    "a2dismod",
    "a2enmod",
    "docker-php-ext-enable",
    "docker-php-ext-install",
    "install_packages",
    "mkdir",
    "pecl",
    "phpenmod",
    "rm",
    "touch",
];

/// The minimum number of words of a command whose options get separate lines.
const MANY: usize = 5;

const STEP: &str = "    ";

/// Spreads the words of the command under the cursor, or of ENV, LABEL, COPY or ADD.
pub(super) fn spread(place: &Selected<'_>, run: Option<&Run<'_>>) -> Option<Refactoring> {
    let breaks = match place.spot.facts().instruction? {
        Instruction::Run => of_command(run?)?,
        Instruction::Env | Instruction::Label => of_pairs(place)?,
        Instruction::Copy | Instruction::Add => of_sources(place)?,
        _ => return None,
    };
    let edits: Vec<_> =
        breaks.into_iter().map(|(range, text)| TextEdit { range: place.shift(&range), text }).collect();
    (!edits.is_empty()).then(|| Refactoring {
        title: texts::one_argument_per_line(),
        kind: RefactoringKind::Rewrite,
        edits,
    })
}

/// Whitespace that becomes a line end, relative to the instruction, and its replacement.
type Breaks = Vec<(Range<usize>, String)>;

fn of_command(run: &Run<'_>) -> Option<Breaks> {
    let place = run.place;
    let (index, command) = run.command()?;
    let starts = starts(run, index, command)?;
    let source = &run.source;
    let body = run.facts.heredocs.first().map_or(source.len(), |heredoc| heredoc.content_start);
    let start = command.span.range().start;
    let (escape, is_body) = if start < body { (place.document.escape(), false) } else { ('\\', true) };
    let line_end = place.line_end();
    let is_first_line = !source[..start].contains('\n');
    let chain = chain_style(source).map(|(_, indent)| indent);
    // If the chain continues after the last word, the rest gets a separate line.
    let last = command.span.range().end;
    let operators = run.view.operators.iter().filter(|it| !matches!(it.kind, OperatorKind::Redirection));
    let next = operators.map(|it| it.span.range().start).find(|&at| at >= last);
    let next = next.and_then(|at| blanks_before(source, at)).filter(|gap| {
        let behind = source[gap.end..].lines().next().unwrap_or_default();
        let is_end = behind.trim_end().trim_end_matches(escape).trim_end_matches([' ', '&', '|']).is_empty();
        gap.start == last && !is_body && !is_end && !behind.starts_with(';')
    });
    let base = match (is_first_line, chain) {
        (true, Some(chain)) => chain,
        (true, None) if next.is_some() => format!("{}{STEP}", run.margin()),
        (true, None) => run.margin(),
        (false, _) => run.indent(start).to_owned(),
    };
    let step = if base.contains('\t') { "\t" } else { STEP };
    let indent =
        starts.iter().find_map(|&at| own_indent(source, at, last)).unwrap_or_else(|| format!("{base}{step}"));
    let ends = |gap: Range<usize>, indent: &str| (gap, format!(" {escape}{line_end}{indent}"));
    let mut breaks: Breaks =
        starts.into_iter().filter_map(|at| Some(ends(blanks_before(source, at)?, &indent))).collect();
    if breaks.is_empty() {
        return None;
    }
    breaks.extend(next.map(|gap| ends(gap, &base)));
    Some(breaks)
}

/// The starts of the words that get separate lines.
fn starts(run: &Run<'_>, index: usize, command: &Command) -> Option<Vec<usize>> {
    let words = run.view.words.get(command.words.start as usize..command.words.end as usize)?;
    let start = |at: usize| words[at].span.range().start;
    let is_option = |at: &usize| run.source[words[*at].span.range()].starts_with('-');
    if let Some(list) = package_lists(&run.view).into_iter().find(|list| list.command == index) {
        let first = list.words.first()?.start;
        let is_item = |at: &usize| list.words.iter().any(|word| word.start == start(*at)) || is_option(at);
        let items = (0..words.len()).filter(|&at| start(at) >= first).filter(is_item).map(start);
        return Some(items.collect()).filter(|items: &Vec<usize>| items.len() > 1);
    }
    let name = words.first()?.text.as_deref()?;
    if LISTS.contains(&name) {
        let items = (1..words.len()).skip_while(is_option).map(start);
        return Some(items.collect()).filter(|items: &Vec<usize>| items.len() > 1);
    }
    let options: Vec<usize> = (1..words.len()).filter(is_option).collect();
    (options.len() > 1 && words.len() >= MANY).then(|| options.into_iter().map(start).collect())
}

fn of_pairs(place: &Selected<'_>) -> Option<Breaks> {
    let facts = place.spot.facts();
    let Operands::Pairs(pairs) = &facts.operands else { return None };
    let starts = pairs.iter().skip(1).map(|pair| pair.key.range.start);
    // Pairs are aligned with each other.
    Some(breaks(place, starts, facts.keyword_range.len() + 1))
}

fn of_sources(place: &Selected<'_>) -> Option<Breaks> {
    let facts = place.spot.facts();
    let Operands::Copy(operands) = &facts.operands else { return None };
    if facts.form == Some(Form::Exec) || !facts.elements.is_empty() || operands.sources.len() < 2 {
        return None;
    }
    let starts = operands.sources.iter().skip(1).chain(&operands.destination).map(|it| it.range.start);
    Some(breaks(place, starts, STEP.len()))
}

fn breaks(place: &Selected<'_>, starts: impl Iterator<Item = usize>, indent: usize) -> Breaks {
    let source = place.document.source(&place.spot.placed);
    let start = place.spot.placed.start;
    let before = place.document.text().slice(start.saturating_sub(200)..start);
    let margin = before[before.trim_end_matches([' ', '\t']).len()..].to_owned();
    let starts: Vec<usize> = starts.collect();
    let indent = starts
        .iter()
        .find_map(|&at| own_indent(&source, at, source.len()))
        .unwrap_or_else(|| format!("{margin}{}", " ".repeat(indent)));
    let line = format!(" {}{}{indent}", place.document.escape(), place.line_end());
    starts.into_iter().filter_map(|at| Some((blanks_before(&source, at)?, line.clone()))).collect()
}

/// The whitespace before a word that follows another one on its line.
fn blanks_before(source: &str, at: usize) -> Option<Range<usize>> {
    let before = source.get(..at)?;
    let start = before.trim_end_matches([' ', '\t']).len();
    let is_between = start < at && !before[..start].ends_with(['\n', '\\', '`']) && start > 0;
    is_between.then_some(start..at)
}

/// The indentation of a word that starts its line.
fn own_indent(source: &str, at: usize, end: usize) -> Option<String> {
    let before = source.get(..at.min(end))?;
    let start = before.trim_end_matches([' ', '\t']).len();
    before[..start].ends_with('\n').then(|| before[start..].to_owned())
}
