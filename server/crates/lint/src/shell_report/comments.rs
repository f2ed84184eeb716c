//! The shell that a comment names: `# shellcheck shell=bash` for an instruction, `# hadolint shell=bash` from there on.

use dockwright_analysis::{document::Document, memo::Memoized};

/// The comments of a document that name a shell.
struct Named(Vec<(usize, bool, Box<str>)>);

impl Memoized for Named {}

/// The shell that comments name for an instruction: one inside of it or right above it, or the last one of hadolint's
/// before it.
pub fn shell_at(document: &Document, start: usize, end: usize) -> Option<String> {
    let Named(all) = document.memo.get_or_init(|| Named(read(document)));
    if all.is_empty() {
        return None;
    }
    let previous = document
        .instructions()
        .map(|placed| placed.start + placed.facts.len)
        .filter(|&end| end <= start)
        .last();
    let from = previous.unwrap_or(0);
    let own = all.iter().rev().find(|(at, is_lasting, _)| !is_lasting && from <= *at && *at < end);
    let lasting = || all.iter().rev().find(|(at, is_lasting, _)| *is_lasting && *at < start);
    own.or_else(lasting).map(|(_, _, shell)| shell.to_string())
}

fn read(document: &Document) -> Vec<(usize, bool, Box<str>)> {
    let text = document.text().slice(0..document.text().len());
    if !text.contains("shell=") && !text.contains("shell =") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let Some(comment) = line.trim().strip_prefix('#').map(str::trim_start) else { continue };
        let (is_lasting, rest) = match comment.strip_prefix("hadolint ") {
            Some(rest) => (true, rest),
            None => match comment.strip_prefix("shellcheck ") {
                Some(rest) => (false, rest),
                None => continue,
            },
        };
        let named = rest.split([' ', '\t']).find_map(|part| part.strip_prefix("shell="));
        found.extend(named.map(|shell| (at, is_lasting, shell.trim().into())));
    }
    found
}
