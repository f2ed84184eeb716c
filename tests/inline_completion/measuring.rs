//! Types files character by character and asks for a suggestion after each, as an editor does.
//!
//! A suggestion that continues the line as it is finally written is accepted at once, with one key.
//! A suggestion is *shown* once for as long as it stays the same while the line grows; it is
//! *wrong* if the line continues differently.

use std::{collections::BTreeMap, fmt};

use dockwright_analysis::{document::Document, spec::Instruction};
use dockwright_ide::inline_completion::{InlineCompletion, inline_completion_with, table::Table};
use dockwright_syntax::Text;

use crate::{each, sources::Source};

/// How many lines of a file are typed.
const LINES: usize = 60;

/// What was typed, shown and saved.
#[derive(Debug, Default)]
pub(crate) struct Report {
    typed: usize,
    saved: usize,
    /// Requests that were answered with a suggestion, and how many of these were wrong.
    answers: usize,
    wrong_answers: usize,
    requests: usize,
    kinds: BTreeMap<&'static str, Tally>,
    sources: BTreeMap<&'static str, Tally>,
    likelihoods: BTreeMap<u8, Tally>,
    examples: Vec<String>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    shown: usize,
    wrong: usize,
    saved: usize,
}

pub(crate) fn measure(table: &Table<'_>, sources: &[Source], shows: bool) -> Report {
    let mut report = Report::default();
    for part in each(sources, |source| typed(table, source, shows)) {
        report.add(part);
    }
    report
}

fn typed(table: &Table<'_>, source: &Source, shows: bool) -> Report {
    let mut report = Report::default();
    let mut text = Text::new("");
    let mut document = Document::new(text.clone());
    for line in source.text.lines().take(LINES) {
        report.typed += line.chars().count();
        let is_comment = line.trim_start().starts_with('#');
        let (mut free, mut last) = (0_usize, None);
        for (at, c) in line.char_indices() {
            let edit = text.replace(text.len()..text.len(), c.encode_utf8(&mut [0; 4]));
            document = document.edited(text.clone(), &[edit]);
            if free > 0 {
                free -= 1;
                report.saved += 1;
                continue;
            }
            if is_comment {
                continue;
            }
            report.requests += 1;
            let before = &line[..at + c.len_utf8()];
            let Some(suggestion) = inline_completion_with(table, &document, text.len()) else {
                last = None;
                continue;
            };
            assert_eq!(suggestion.range.end, text.len());
            let after = format!("{before}{}", suggestion.rest());
            free = report.take(&suggestion, line, before, last.as_ref() != Some(&after), shows);
            last = Some(after);
        }
        let edit = text.replace(text.len()..text.len(), "\n");
        document = document.edited(text.clone(), &[edit]);
    }
    report
}

impl Report {
    /// Records a suggestion; returns how many keystrokes it saves.
    fn take(
        &mut self,
        suggestion: &InlineCompletion,
        line: &str,
        before: &str,
        is_new: bool,
        shows: bool,
    ) -> usize {
        let text = suggestion.rest();
        let is_right = line[before.len()..].starts_with(text);
        let saved = if is_right { text.chars().count() - 1 } else { 0 };
        self.answers += 1;
        self.wrong_answers += usize::from(!is_right);
        let new = Tally { shown: usize::from(is_new), wrong: usize::from(is_new && !is_right), saved };
        self.kinds.entry(kind(before, text)).or_default().add(new);
        self.sources
            .entry(if suggestion.kind.is_of_file() { "the file" } else { "the table" })
            .or_default()
            .add(new);
        self.likelihoods.entry((suggestion.likelihood * 20.0) as u8 * 5).or_default().add(new);
        if shows && is_new {
            let verdict = if is_right { "right" } else { "wrong" };
            let likelihood = suggestion.likelihood;
            self.examples
                .push(format!("{verdict} {likelihood:.2} {:?} {before}[{text}]   {line}", suggestion.kind));
        }
        saved
    }

    fn add(&mut self, other: Self) {
        self.typed += other.typed;
        self.saved += other.saved;
        self.answers += other.answers;
        self.wrong_answers += other.wrong_answers;
        self.requests += other.requests;
        self.examples.extend(other.examples);
        for (of, tallies) in [(&mut self.kinds, other.kinds), (&mut self.sources, other.sources)] {
            for (kind, tally) in tallies {
                of.entry(kind).or_default().add(tally);
            }
        }
        for (likelihood, tally) in other.likelihoods {
            self.likelihoods.entry(likelihood).or_default().add(tally);
        }
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.shown += other.shown;
        self.wrong += other.wrong;
        self.saved += other.saved;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for example in &self.examples {
            writeln!(f, "{example}")?;
        }
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let row = |f: &mut fmt::Formatter<'_>, name: &str, tally: Tally| {
            let (shown, wrong) = (tally.shown, percent(tally.wrong, tally.shown));
            writeln!(
                f,
                "{name:24} saved {:5.2} %, shown {shown:6}, wrong {wrong:4.1} %",
                percent(tally.saved, self.typed)
            )
        };
        let mut all = Tally::default();
        for (kind, tally) in &self.kinds {
            row(f, kind, *tally)?;
            all.add(*tally);
        }
        for (source, tally) in &self.sources {
            row(f, &format!("decided by {source}"), *tally)?;
        }
        for (likelihood, tally) in &self.likelihoods {
            row(f, &format!("{likelihood} % likely"), *tally)?;
        }
        row(f, "all", all)?;
        let Self { typed, saved, answers, requests, .. } = self;
        let (share, wrong) = (percent(*saved, *typed), percent(self.wrong_answers, *answers));
        writeln!(f, "{typed} characters, {saved} saved: {share:.2} %")?;
        writeln!(f, "{requests} requests, {answers} answered, of which {wrong:.1} % are wrong")
    }
}

/// The kind of a suggestion, by its first word and the text before it.
fn kind(before: &str, text: &str) -> &'static str {
    let words: Vec<_> = before.split_whitespace().collect();
    let is_open = !before.ends_with([' ', '\t']);
    let (words, partial) = match words.split_last() {
        Some((last, rest)) if is_open => (rest, *last),
        _ => (&words[..], ""),
    };
    let whole = format!("{partial}{text}");
    let mut rest = whole.split_whitespace();
    let word = rest.next().unwrap_or_default();
    if text.starts_with(' ') || rest.next().is_some() {
        return "several words";
    }
    let is_separator =
        |word: &str| ["&&", "||", ";", "|", "then", "do"].contains(&word) || word.ends_with(';');
    let command = words.iter().rposition(|word| is_separator(word)).map_or(1, |at| at + 1);
    let command = words.get(command..).unwrap_or_default();
    let keyword = words.first().map_or(String::new(), |word| word.to_uppercase());
    let installs = |word: &&str| ["add", "install"].contains(word);
    if word.contains('$') {
        "variable"
    } else if word.starts_with('-') {
        "option"
    } else if word.contains("://") {
        "address"
    } else if is_separator(word) {
        "separator"
    } else if keyword != "RUN" && Instruction::from_keyword(&keyword).is_some() {
        if word.contains('/') { "path" } else { "argument of another instruction" }
    } else if word.contains('/') {
        "path"
    } else if command.is_empty() {
        "program"
    } else if command.iter().any(installs) || (words.is_empty() && !word.contains('=')) {
        "package"
    } else if command.len() == 1 {
        "subcommand"
    } else {
        "other word"
    }
}
