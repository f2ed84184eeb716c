//! Counts which piece follows which context: for each, how many owners of files write it so.
//!
//! Only what several owners write is a fact. Pieces that identify one person or project are not
//! counted at all: maintainers, e-mail addresses, values of labels, what follows the host in an
//! address, hosts and namespaces of images that few use, keys and hashes.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
};

use dockwright_ide::inline_completion::{
    counting::{Observation, observe},
    table::{Context, Counts, Next},
};

use crate::sources::{Source, hash};

/// The fewest owners that make a fact.
const FEWEST: f32 = 3.0;
/// The fewest owners that make a host or a namespace known.
const FEWEST_FOR_HOSTS: f32 = 10.0;
/// The fewest owners of a context.
const FEWEST_FOR_CONTEXTS: f32 = 6.0;
/// The longest piece.
const LONGEST: usize = 40;

/// Counts over files that are in the order of their owners.
pub(crate) fn count(sources: &[&Source]) -> Counts {
    let facts = Facts { hosts: known_hosts(sources) };
    let mut pieces = ByOwner::default();
    each(sources, |source, observation| {
        if !observation.piece.is_empty() && facts.contain(observation) {
            pieces.add(observation.piece.to_owned(), &source.owner);
        }
    });
    let mut pieces: Vec<_> = pieces.at_least(FEWEST).map(|(piece, _)| piece).collect();
    pieces.sort_unstable();
    let numbers: HashMap<_, _> = (0..).zip(&pieces).map(|(at, piece)| (piece.as_str(), at)).collect();

    let mut followers = ByOwner::default();
    each(sources, |source, observation| {
        let next = match observation.end {
            Some(end) => Some(Next::End(end)),
            None if observation.piece.is_empty() => Some(Next::End(0)),
            None => numbers.get(observation.piece).map(|number| Next::Piece(*number)),
        };
        // Unknown pieces count, too: they make known ones less likely.
        let next = next.filter(|_| facts.contain(observation));
        for key in &observation.keys {
            followers.add((*key, next), &source.owner);
        }
    });
    let mut contexts: BTreeMap<u64, Context> = BTreeMap::new();
    for ((key, next), number) in followers.at_least(1.0) {
        let context = contexts.entry(key).or_insert(Context { key, total: 0.0, followers: Vec::new() });
        context.total += number;
        if let Some(next) = next.filter(|_| number >= FEWEST) {
            context.followers.push((next, number));
        }
    }
    contexts.retain(|_, context| {
        context.followers.sort_unstable_by_key(|(next, _)| *next);
        context.total >= FEWEST_FOR_CONTEXTS && !context.followers.is_empty()
    });
    Counts { pieces, contexts: contexts.into_values().collect(), weights: Vec::new() }
}

fn each(sources: &[&Source], mut visit: impl FnMut(&Source, &Observation<'_>)) {
    for source in sources {
        observe(&source.text, source.escape(), |observation| visit(source, observation));
    }
}

/// How many owners do each thing; the files of an owner are adjacent.
struct ByOwner<T> {
    counts: HashMap<T, (f32, u64)>,
}

impl<T> Default for ByOwner<T> {
    fn default() -> Self {
        Self { counts: HashMap::new() }
    }
}

impl<T: Eq + Hash> ByOwner<T> {
    fn add(&mut self, what: T, owner: &str) {
        let owner = hash(owner);
        let count = self.counts.entry(what).or_insert((0.0, !owner));
        if count.1 != owner {
            *count = (count.0 + 1.0, owner);
        }
    }

    fn at_least(self, fewest: f32) -> impl Iterator<Item = (T, f32)> {
        let counts = self.counts.into_iter().map(|(what, (count, _))| (what, count));
        counts.filter(move |(_, count)| *count >= fewest)
    }
}

/// The pieces that may be counted.
struct Facts {
    /// Hosts, and namespaces of images.
    hosts: HashSet<String>,
}

impl Facts {
    /// Whether a piece is a fact about Dockerfiles, and not about a person or a project.
    fn contain(&self, observation: &Observation<'_>) -> bool {
        if observation.end.is_some() {
            return true;
        }
        let Observation { keyword, word, at, piece, .. } = *observation;
        let end = at + piece.len();
        if keyword == "MAINTAINER" || is_address(word) || is_secret(piece) || piece.len() > LONGEST {
            return false;
        }
        if keyword == "LABEL" && word.find('=').is_none_or(|equals| end > equals + 2) {
            return false;
        }
        match host(keyword, word) {
            None => true,
            Some((start, host)) if self.hosts.contains(host) => end <= start + host.len() + 1,
            Some((start, _)) => end <= start,
        }
    }
}

/// The hosts and namespaces that many owners use.
fn known_hosts(sources: &[&Source]) -> HashSet<String> {
    let mut hosts = ByOwner::default();
    each(sources, |source, observation| {
        if observation.at == 0
            && let Some((_, host)) = host(observation.keyword, observation.word)
        {
            hosts.add(host.to_owned(), &source.owner);
        }
    });
    hosts.at_least(FEWEST_FOR_HOSTS).map(|(host, _)| host).collect()
}

/// The host of an address in a word, or the namespace of an image, and where it starts.
fn host<'a>(keyword: &str, word: &'a str) -> Option<(usize, &'a str)> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-:".contains(c);
    let until_end = |start: usize| {
        let rest = &word[start..];
        (start, &rest[..rest.find(|c| !is_host(c)).unwrap_or(rest.len())])
    };
    if let Some(scheme) = word.find("://") {
        return Some(until_end(scheme + 3));
    }
    if keyword == "FROM" || word.starts_with("--from=") {
        let start = word.find('=').map_or(0, |equals| equals + 1);
        return word.rfind('/').filter(|slash| *slash > start).map(|slash| (start, &word[start..slash]));
    }
    if let Some(archive) = word.find("ppa:") {
        return Some(until_end(archive + 4));
    }
    // `github.com/…`, `git@github.com:…`
    let mut starts = word.char_indices().filter(|(at, c)| {
        c.is_ascii_alphanumeric() && word[..*at].chars().next_back().is_none_or(|before| !is_host(before))
    });
    starts.find_map(|(start, _)| {
        let (start, host) = until_end(start);
        let name = host.split(':').next().unwrap_or_default();
        let is_followed = word[start + name.len()..].starts_with(['/', ':']);
        let top = name.rsplit('.').next().filter(|top| top.len() < name.len())?;
        (is_followed && TOP_LEVEL.contains(&top)).then_some((start, name))
    })
}

/// The ends of hosts' names that are met without a scheme.
const TOP_LEVEL: &[&str] = &[
    "ai", "co", "com", "de", "dev", "edu", "eu", "fr", "gov", "in", "io", "net", "nl", "org", "ru", "uk",
    "us",
];

/// Whether a word contains an e-mail address.
fn is_address(word: &str) -> bool {
    let parts = word.split_once('@').filter(|_| !word.contains("://"));
    parts.is_some_and(|(name, host)| {
        let host = host.trim_end_matches(|c: char| !c.is_alphanumeric());
        name.chars().next_back().is_some_and(char::is_alphanumeric)
            && host.rsplit_once('.').is_some_and(|(_, top)| top.chars().all(char::is_alphabetic))
    })
}

/// Whether a piece looks like a key, a hash or a number that means something to one project.
fn is_secret(piece: &str) -> bool {
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let is_hexadecimal = piece.trim_start_matches("0x").chars().all(|c| c.is_ascii_hexdigit());
    (piece.len() >= 8 && digits > 0 && is_hexadecimal)
        || (piece.len() > 5 && digits == piece.len())
        || (piece.len() > 20 && digits > 2)
}
