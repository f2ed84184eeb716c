//! How much each kind of context is trusted: the weights that best explain files that were not
//! counted.
//!
//! The counted half is split in two; each part is judged by a table of the other, and the weights
//! are found by expectation maximization.

use std::io;

use dockwright_ide::inline_completion::{
    counting::judge,
    table::{Counts, Table, WEIGHTS},
};

use crate::{
    counting::count,
    each,
    sources::{Source, hash},
};

/// How often the weights are improved.
const ROUNDS: usize = 20;
/// How many lines of a file are judged.
const LINES: usize = 60;

/// What contexts say about a piece of a file: the numbers of their weights and its share; and its
/// share for no context.
struct Judgement {
    opinions: Vec<(u16, f32)>,
    unknown: f32,
}

/// The table over all sources, with its weights.
pub(crate) fn weighted_table(sources: &[&Source]) -> io::Result<Vec<u8>> {
    let (first, second): (Vec<&Source>, Vec<&Source>) =
        sources.iter().copied().partition(|source| (hash(&source.owner) >> 1).is_multiple_of(2));
    let mut judgements = judged(&count(&first), &second)?;
    judgements.extend(judged(&count(&second), &first)?);
    let counts = Counts { weights: weights(&judgements), ..count(sources) };
    encode(&counts)
}

fn encode(counts: &Counts) -> io::Result<Vec<u8>> {
    counts.encode().ok_or_else(|| io::Error::other("there are too many pieces"))
}

fn judged(counts: &Counts, sources: &[&Source]) -> io::Result<Vec<Judgement>> {
    let bytes = encode(counts)?;
    let table = Table::new(&bytes).ok_or_else(|| io::Error::other("the table cannot be read"))?;
    let judgements = each(sources, |source| {
        let mut judgements = Vec::new();
        judge(&table, &source.text, source.escape(), LINES, |(opinions, unknown)| {
            let opinions = opinions.into_iter().map(|(weight, share)| (weight as u16, share)).collect();
            judgements.push(Judgement { opinions, unknown });
        });
        judgements
    });
    Ok(judgements.into_iter().flatten().collect())
}

/// The weights as shares of 255.
fn weights(judgements: &[Judgement]) -> Vec<u8> {
    let mut weights = vec![0.5; WEIGHTS];
    for _ in 0..ROUNDS {
        let (mut used, mut reached) = (vec![0.5; WEIGHTS], vec![2.0; WEIGHTS]);
        for judgement in judgements {
            improve(&weights, judgement, &mut used, &mut reached);
        }
        weights = used.iter().zip(&reached).map(|(used, reached)| used / reached).collect();
    }
    weights.into_iter().map(|weight: f64| (weight * 255.0).round() as u8).collect()
}

/// Adds how much of what was seen each context explains, and how much was left for it to explain.
fn improve(weights: &[f64], judgement: &Judgement, used: &mut [f64], reached: &mut [f64]) {
    let mut left = 1.0;
    let mut shares = Vec::with_capacity(judgement.opinions.len());
    for &(number, share) in &judgement.opinions {
        let weight = weights[usize::from(number)];
        shares.push(left * weight * f64::from(share));
        left *= 1.0 - weight;
    }
    let total = shares.iter().sum::<f64>() + left * f64::from(judgement.unknown);
    let mut rest = 1.0;
    for (&(number, _), share) in judgement.opinions.iter().zip(shares) {
        let explained = share / total.max(f64::MIN_POSITIVE);
        used[usize::from(number)] += explained;
        reached[usize::from(number)] += rest;
        rest -= explained;
    }
}
