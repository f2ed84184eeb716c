//! Finds the command that a word belongs to: the program and the subcommand at its start.

use super::words::{Word, mix};

/// The command that the last word belongs to or, after a separator, the command that it would
/// start.
pub(super) struct Head {
    /// A key of its program and subcommand; 0 before the program.
    pub(super) key: u64,
    /// The index of its first word.
    pub(super) start: usize,
}

/// How many words back the start of a command is searched for.
const FAR: usize = 200;

/// The command at the end of some words, of which the first is a keyword.
pub(super) fn head_of(words: &[Word]) -> Head {
    let nearest = words.len().saturating_sub(FAR).max(1);
    let separator = (nearest..words.len()).rev().find(|&at| words[at].is_separator());
    let start = separator.map_or(nearest, |at| at + 1).min(words.len());
    let mut rest = words[start..].iter().skip_while(|word| word.is_prefix());
    let Some(program) = rest.next() else { return Head { key: 0, start } };
    let subcommand = if program.has_subcommands() { rest.find(|word| !word.is_option()) } else { None };
    Head { key: mix(program.name, subcommand.map_or(0, |word| word.name)), start }
}
