//! From likelihoods to a suggestion: how far it goes, where it may end, and whether it is worth showing.
//!
//! A suggestion grows piece by piece along the likeliest path, and of its stages the most valuable one is shown: a longer
//! one saves more keystrokes, but is less likely to be right as a whole. Nothing is shown that is not [`LIKELY`], and
//! nothing after a complete line, because then it is the line's end that is likely.
//!
//! The limits were chosen by measuring on the half of the files that the table is not counted over (`measure` in
//! `server/docs/contributing.md`). At most one suggestion in three may be wrong, even if each answer counts and not only
//! each suggestion that a user sees appear:
//!
//! | least likelihood | keystrokes saved | shown and wrong | answered and wrong |
//! |---|---|---|---|
//! | 0.45 | 23.8 % | 22.2 % | 37.5 % |
//! | 0.55 | 22.9 % | 17.7 % | 30.7 % |
//!
//! A lower limit saves little and distracts more. Two characters save one keystroke; without such suggestions a tenth
//! fewer are shown.

use super::{
    context::{Contexts, Kind, Stem},
    file_words::FileWords,
    pieces::{is_letter, pieces},
    prediction::{Candidate, Evidence},
    reader::{LineEnd, WordReader},
    table::Table,
    words::number,
};

/// What is suggested at the end of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Suggestion {
    /// The rest of the word, and further words.
    pub(super) text: String,
    /// How likely the line continues so.
    pub(super) likelihood: f32,
    /// The context that decided its first piece.
    pub(super) kind: Kind,
}

/// No suggestion is shown that is less likely than this.
const LIKELY: f32 = 0.55;
/// The fewest characters that are suggested: accepting them takes one key.
const FEWEST: usize = 3;
/// What a wrong suggestion costs, in characters that a right one saves.
const COST: f32 = 8.0;
/// The likelihood at which a suggestion is worth that even if it saves nothing.
const EVEN: f32 = 0.7;
/// No suggestion has more pieces.
const MOST_PIECES: usize = 40;

/// The best suggestion so far.
struct Best {
    suggestion: Option<Suggestion>,
    value: f32,
    kind: Kind,
}

impl Best {
    /// Takes a text if it is likely enough and worth more than those before.
    fn offer(&mut self, text: &str, likelihood: f32) {
        let count = text.chars().count();
        if likelihood < LIKELY || count < FEWEST || !may_end(text) {
            return;
        }
        let saved = number(count) - 1.0;
        let value = likelihood * (saved + COST) - COST * EVEN;
        if value > self.value {
            self.value = value;
            // Nobody sees a space at the end, and everybody would type another one.
            let text = text.strip_suffix(' ').unwrap_or(text).to_owned();
            self.suggestion = Some(Suggestion { text, likelihood, kind: self.kind });
        }
    }
}

/// Whether a text ends where a person would stop: not after what only opens something, as `-`, `"` or `${` do.
fn may_end(text: &str) -> bool {
    let mut last = text.chars().rev();
    match (last.next(), last.next()) {
        (Some('"' | '\''), before) => before.is_some_and(|before| !" =[,(".contains(before)),
        (Some(c), _) => is_letter(c) || " /=:,;)]}\\&|*>".contains(c),
        (None, _) => false,
    }
}

/// What is suggested after a line whose last word is `partial`; `reader` has read everything before that word.
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
        // White space after a word: the line rarely ends here.
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

/// The most words of a list.
const MOST_WORDS: usize = 20;
/// The least likelihood of a word in a list.
const POSSIBLE: f32 = 0.005;

/// The words that may follow and begin with `partial`, with their likelihoods.
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
