//! Turns likelihoods into a suggestion: how long it is, where it may end, and whether it is worth
//! showing.
//!
//! A suggestion grows piece by piece along the likeliest path, and the most valuable length is
//! shown: a longer one saves more keystrokes, but is less likely to be right as a whole. Nothing is
//! shown that is less likely than [`LIKELY`]. Nothing is shown after a complete line, since the end
//! of the line is likelier there.
//!
//! The limits were chosen by measuring on the half of the files that were not counted for the table
//! (`measure` in `server/docs/contributing.md`). At most one suggestion in three may be wrong, even
//! if every answer counts, and not just every suggestion that appears:
//!
//! | least likelihood | keystrokes saved | shown and wrong | answered and wrong |
//! |---|---|---|---|
//! | 0.45 | 23.8 % | 22.2 % | 37.5 % |
//! | 0.55 | 22.9 % | 17.7 % | 30.7 % |
//!
//! A lower limit saves little and distracts more. Two characters save one keystroke; without such
//! suggestions a tenth fewer are shown.

use super::{
    context::{Contexts, Kind, Stem},
    file_words::FileWords,
    pieces::{is_letter, pieces},
    prediction::{Candidate, Evidence},
    reader::{LineEnd, WordReader},
    table::Table,
    words::number,
};

/// A suggestion for the end of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Suggestion {
    /// The rest of the word, and perhaps more words.
    pub(super) text: String,
    /// The likelihood that the line continues this way.
    pub(super) likelihood: f32,
    /// The context that contributed most to its first piece.
    pub(super) kind: Kind,
}

/// Suggestions less likely than this are not shown.
const LIKELY: f32 = 0.55;
/// The minimum number of characters to suggest; accepting them takes one key.
const FEWEST: usize = 3;
/// The cost of a wrong suggestion, in characters that a right one saves.
const COST: f32 = 8.0;
/// The likelihood at which a suggestion breaks even although it saves nothing.
const EVEN: f32 = 0.7;
/// The maximum number of pieces in a suggestion.
const MOST_PIECES: usize = 40;

/// The best suggestion so far.
struct Best {
    suggestion: Option<Suggestion>,
    value: f32,
    kind: Kind,
}

impl Best {
    /// Accepts a text if it is likely enough and worth more than the previous ones.
    fn offer(&mut self, text: &str, likelihood: f32) {
        let count = text.chars().count();
        if likelihood < LIKELY || count < FEWEST || !may_end(text) {
            return;
        }
        let saved = number(count) - 1.0;
        let value = likelihood * (saved + COST) - COST * EVEN;
        if value > self.value {
            self.value = value;
            // Users cannot see a trailing space and would type a second one.
            let text = text.strip_suffix(' ').unwrap_or(text).to_owned();
            self.suggestion = Some(Suggestion { text, likelihood, kind: self.kind });
        }
    }
}

/// Whether a suggestion may end after this text: not after an opening character such as `-`, `"` or
/// `${`.
fn may_end(text: &str) -> bool {
    let mut last = text.chars().rev();
    match (last.next(), last.next()) {
        (Some('"' | '\''), before) => before.is_some_and(|before| !" =[,(".contains(before)),
        (Some(c), _) => is_letter(c) || " /=:,;)]}\\&|*>".contains(c),
        (None, _) => false,
    }
}

/// The suggestion after a line whose last word is `partial`; `reader` has read everything before
/// that word.
pub(super) fn suggest<'t>(
    table: &Table<'t>,
    file: &FileWords<'t>,
    reader: &mut WordReader<'_>,
    partial: &str,
    escape: char,
) -> Option<Suggestion> {
    let evidence = Evidence { table, file };
    let mut best = Best { suggestion: None, value: 0.0, kind: Kind::Any };
    let mut contexts = Contexts::new(reader);
    let mut likelihood = 1.0;
    if partial.is_empty() && reader.on_line > 0 {
        // After whitespace, the line rarely ends.
        let [word, end, continuation] = evidence.ends(reader, &contexts);
        likelihood = word / (word + continuation + 0.1 * end);
    }
    let open = pieces(partial).last().unwrap_or_default();
    let (mut word, mut text) = (partial[..partial.len() - open.len()].to_owned(), String::new());
    for at in 0..MOST_PIECES {
        if likelihood < LIKELY {
            break;
        }
        let prefix = if at == 0 { open } else { "" };
        let candidates = evidence.candidates(reader, &contexts, &Stem::new(&word), prefix);
        let Some(candidate) = candidates.first() else { break };
        if at == 0 {
            best.kind = candidate.kind;
        }
        likelihood *= candidate.likelihood;
        if !candidate.piece.is_empty() {
            word.push_str(candidate.piece);
            text.push_str(&candidate.piece[prefix.len()..]);
            best.offer(&text, likelihood);
            continue;
        }
        if word.is_empty() {
            break;
        }
        reader.push(&word);
        word.clear();
        contexts = Contexts::new(reader);
        let ends = evidence.ends(reader, &contexts);
        text.push(' ');
        if !reader.is_in_heredoc() {
            best.offer(&format!("{text}{escape}"), likelihood * ends[LineEnd::Continuation as usize]);
        }
        likelihood *= ends[LineEnd::Word as usize];
        best.offer(&text, likelihood);
    }
    best.suggestion
}

/// The maximum number of words in a list.
const MOST_WORDS: usize = 20;
/// The minimum likelihood of a word in a list.
const POSSIBLE: f32 = 0.005;

/// The likely words that begin with `partial`, with their likelihoods.
pub(super) fn words<'t>(
    table: &Table<'t>,
    file: &FileWords<'t>,
    reader: &WordReader<'_>,
    partial: &str,
) -> Vec<(String, f32)> {
    let evidence = Evidence { table, file };
    let contexts = Contexts::new(reader);
    let open = pieces(partial).last().unwrap_or_default();
    let stem = &partial[..partial.len() - open.len()];
    let mut words: Vec<(String, f32)> = Vec::new();
    let candidates = evidence.candidates(reader, &contexts, &Stem::new(stem), open);
    for Candidate { piece, likelihood, .. } in candidates.into_iter().take(MOST_WORDS) {
        if piece.is_empty() {
            continue;
        }
        let (mut word, mut likelihood) = (format!("{stem}{piece}"), likelihood);
        for _ in 0..MOST_PIECES {
            let next = evidence.candidates(reader, &contexts, &Stem::new(&word), "");
            let Some(next) = next.first().filter(|_| likelihood > POSSIBLE) else { break };
            if next.piece.is_empty() {
                break;
            }
            likelihood *= next.likelihood;
            word.push_str(next.piece);
        }
        if likelihood > POSSIBLE
            && word.len() > partial.len()
            && !words.iter().any(|(known, _)| *known == word)
        {
            words.push((word, likelihood));
        }
    }
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
}
