//! Computes the likelihood of the next piece from the chain of contexts.
//!
//! Each known context predicts the next piece by what has followed it. The first context of the
//! chain gets a weight that depends on how often it was seen and how many different pieces follow
//! it, the next one gets a part of the remaining weight, and so on (Jelinek-Mercer interpolation).
//! The weights come with the table; they are those that best explain files that were not counted
//! (expectation maximization). Text that no context predicts is spelled letter by letter, so that
//! after a rare prefix all known pieces are unlikely.

use rustc_hash::FxHashMap;

use super::{
    context::{Contexts, EndKind, Kind, Stem},
    file_words::{FileWords, Followers},
    reader::{LineEnd, WordReader},
    table::{Table, certainty},
    words::number,
};

/// The data that a prediction is computed from.
pub(super) struct Evidence<'w, 't> {
    pub(super) table: &'w Table<'t>,
    pub(super) file: &'w FileWords<'t>,
}

/// A context's prediction of one piece: the weight of the context, and the share of the piece.
pub(super) struct Opinion {
    /// The number of the kind of context; kinds of line ends follow those of pieces.
    pub(super) kind: usize,
    pub(super) certainty: usize,
    pub(super) share: f32,
}

/// A piece that may follow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'t> {
    /// Empty for the end of the word.
    pub(super) piece: &'t str,
    pub(super) likelihood: f32,
    /// The context that contributes most to it.
    pub(super) kind: Kind,
}

/// The likelihood of each letter of an unknown piece.
const LETTER: f32 = 0.08;
/// Longer lists predict little about a piece that has not begun.
const LONG: f32 = 512.0;

impl<'t> Evidence<'_, 't> {
    /// The pieces that may follow `stem` and begin with `prefix`, the likeliest first.
    pub(super) fn candidates(
        &self,
        reader: &WordReader<'_>,
        contexts: &Contexts,
        stem: &Stem<'_>,
        prefix: &str,
    ) -> Vec<Candidate<'t>> {
        let mut sums: FxHashMap<&'t str, (f32, f32, Kind)> = FxHashMap::default();
        let (mut total, mut excluded) = (0.0, 0.0);
        let mut rest = 1.0;
        let numbers = if prefix.is_empty() { 0..u16::MAX } else { self.table.with_prefix(prefix) };
        let mut found = Followers::default();
        let before = reader.words.last().map_or(0, |word| word.hash);
        for (kind, key) in Kind::ALL.into_iter().zip(contexts.of_piece(stem)) {
            if key == 0 {
                continue;
            }
            let mut add = |piece: &'t str, likelihood: f32| {
                if !contexts.allow(stem, piece) {
                    excluded += likelihood;
                    return;
                }
                total += likelihood;
                let sum = sums.entry(piece).or_insert((0.0, 0.0, kind));
                sum.0 += likelihood;
                if likelihood > sum.1 {
                    (sum.1, sum.2) = (likelihood, kind);
                }
            };
            if kind.is_of_file() {
                let number = self.file.followers(kind, before, stem, prefix, &mut found);
                if number == 0.0 {
                    continue;
                }
                let weight = rest * self.file_weight(kind, number, &found);
                for (piece, count) in found.iter().filter(|(piece, _)| piece.starts_with(prefix)) {
                    add(piece, weight * count / number);
                }
                rest -= weight;
            } else if let Some(entry) = self.table.entry(key) {
                let weight = rest * self.table.weight(kind as usize, certainty(entry.total, entry.kinds()));
                if !prefix.is_empty() || entry.kinds() < LONG {
                    for (piece, count) in entry.pieces(self.table, numbers.clone()) {
                        add(piece, weight * count / entry.total);
                    }
                }
                rest -= weight;
            }
        }
        total += rest * LETTER.powi(i32::try_from(prefix.chars().count()).unwrap_or(i32::MAX));
        // If nothing of a piece is typed, every piece is possible.
        let total = if prefix.is_empty() { 1.0 - excluded } else { total };
        let total = total.max(f32::MIN_POSITIVE);
        let candidates = sums.into_iter();
        let mut candidates: Vec<_> = candidates
            .map(|(piece, (sum, _, kind))| Candidate { piece, likelihood: sum / total, kind })
            .collect();
        candidates.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood).then(a.piece.cmp(b.piece)));
        candidates
    }

    fn file_weight(&self, kind: Kind, number: f32, found: &Followers<'_>) -> f32 {
        let kinds = self.kinds(kind, found);
        self.table.weight(kind as usize, certainty(number, kinds))
    }

    /// The number of different pieces that follow a context of the file.
    fn kinds(&self, kind: Kind, found: &Followers<'_>) -> f32 {
        if kind == Kind::FileAny { self.file.distinct() } else { number(found.len()) }
    }

    /// The likelihood of each kind of line end after the words so far, in the order of [`LineEnd`].
    pub(super) fn ends(&self, reader: &WordReader<'_>, contexts: &Contexts) -> [f32; 3] {
        let mut likelihoods = [0.0; 3];
        let mut rest = 1.0;
        self.each_end(reader, contexts, |kind, certainty, shares| {
            let weight = rest * self.table.weight(kind, certainty);
            for (likelihood, share) in likelihoods.iter_mut().zip(shares) {
                *likelihood += weight * share;
            }
            rest -= weight;
        });
        likelihoods.map(|likelihood| likelihood + rest / 3.0)
    }

    fn each_end(
        &self,
        reader: &WordReader<'_>,
        contexts: &Contexts,
        mut visit: impl FnMut(usize, usize, [f32; 3]),
    ) {
        let hash = |at: Option<usize>| at.and_then(|at| reader.words.get(at)).map_or(0, |word| word.hash);
        let count = reader.words.len();
        let of_file = self.file.ends(hash(Some(0)), hash(count.checked_sub(1)), hash(count.checked_sub(2)));
        for (kind, key) in EndKind::ALL.into_iter().zip(contexts.ends) {
            let counts = if kind.is_of_file() {
                of_file[kind as usize]
            } else {
                let entry = self.table.entry(key);
                std::array::from_fn(|end| entry.as_ref().map_or(0.0, |entry| entry.of(end as u16)))
            };
            let total: f32 = counts.iter().sum();
            if total > 0.0 {
                let most = counts.iter().copied().fold(0.0, f32::max);
                let number = Kind::ALL.len() + kind as usize;
                visit(number, certainty(total, total - most), counts.map(|count| count / total));
            }
        }
    }

    /// The prediction of each context for a following piece; the share for unknown text, by its
    /// letters, comes last.
    pub(super) fn opinions_of_piece(
        &self,
        reader: &WordReader<'_>,
        contexts: &Contexts,
        stem: &Stem<'_>,
        piece: &str,
    ) -> (Vec<Opinion>, f32) {
        let mut opinions = Vec::new();
        let mut found = Followers::default();
        let before = reader.words.last().map_or(0, |word| word.hash);
        let number_of_piece = self.table.number(piece);
        for (kind, key) in Kind::ALL.into_iter().zip(contexts.of_piece(stem)) {
            if key == 0 {
                continue;
            }
            let (certainty, share) = if kind.is_of_file() {
                let number = self.file.followers(kind, before, stem, "", &mut found);
                if number == 0.0 {
                    continue;
                }
                let kinds = self.kinds(kind, &found);
                let count = found.iter().find(|(text, _)| *text == piece).map_or(0.0, |(_, count)| *count);
                (certainty(number, kinds), count / number)
            } else if let Some(entry) = self.table.entry(key) {
                let count = number_of_piece.map_or(0.0, |number| entry.of(number));
                (certainty(entry.total, entry.kinds()), count / entry.total)
            } else {
                continue;
            };
            opinions.push(Opinion { kind: kind as usize, certainty, share });
        }
        (opinions, 0.5 * LETTER.powi(i32::try_from(piece.chars().count()).unwrap_or(i32::MAX)))
    }

    /// The prediction of each context for a line end.
    pub(super) fn opinions_of_end(
        &self,
        reader: &WordReader<'_>,
        contexts: &Contexts,
        end: LineEnd,
    ) -> Vec<Opinion> {
        let mut opinions = Vec::new();
        self.each_end(reader, contexts, |kind, certainty, shares| {
            opinions.push(Opinion { kind, certainty, share: shares[end as usize] });
        });
        opinions
    }
}
