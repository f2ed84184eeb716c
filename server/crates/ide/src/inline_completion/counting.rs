//! Counts which piece follows which contexts in a Dockerfile, to make the table, and evaluates a
//! table.
//!
//! The server does not use this.

use super::{
    context::{Contexts, Stem},
    file_words::FileWords,
    pieces::pieces,
    prediction::Evidence,
    reader::{Event, WordReader},
    table::Table,
};

pub use super::{
    context::{EndKind, Kind},
    table::{CERTAINTIES, WEIGHTS},
};

/// One observation in a file: the text that follows these contexts.
#[derive(Debug)]
pub struct Observation<'a> {
    /// The instruction's keyword, in upper case.
    pub keyword: &'static str,
    /// The whole word, or empty for the end of a line.
    pub word: &'a str,
    /// Where the piece starts in the word.
    pub at: usize,
    /// The piece, empty for the end of a word.
    pub piece: &'a str,
    /// The kind of line end, if the observation is one.
    pub end: Option<u8>,
    /// The keys of the contexts.
    pub keys: Vec<u64>,
}

/// Calls back with every observation in a file.
pub fn observe(text: &str, escape: char, mut visit: impl FnMut(&Observation<'_>)) {
    let mut reader = WordReader::new(escape);
    for line in text.split('\n') {
        reader.read(line, |reader, event| {
            let contexts = Contexts::new(reader);
            let keyword = reader.instruction.map_or("", |instruction| instruction.spec().keyword);
            match event {
                Event::Word(word) => each_piece(word, |at, piece| {
                    let keys = contexts.of_piece(&Stem::new(&word[..at]));
                    let keys = Kind::ALL.into_iter().zip(keys);
                    let keys = keys.filter(|(kind, key)| !kind.is_of_file() && *key != 0);
                    let keys = keys.map(|(_, key)| key).collect();
                    visit(&Observation { keyword, word, at, piece, end: None, keys });
                }),
                Event::End(end) => {
                    let keys = EndKind::ALL.into_iter().zip(contexts.ends);
                    let keys = keys.filter(|(kind, _)| !kind.is_of_file()).map(|(_, key)| key).collect();
                    let end = Some(end as u8);
                    visit(&Observation { keyword, word: "", at: 0, piece: "", end, keys });
                }
            }
        });
    }
}

/// A table's prediction of one observation. For each known context, the index of its weight in
/// [`super::table::Counts::weights`] and the share of the observation; then the share that applies
/// if no context does.
pub type Judgement = (Vec<(usize, f32)>, f32);

/// Calls back with the predictions, by a table and the preceding lines, of everything in the first
/// `lines` lines of a file.
pub fn judge(table: &Table<'_>, text: &str, escape: char, lines: usize, mut visit: impl FnMut(Judgement)) {
    let mut start = 0;
    let mut reader = WordReader::new(escape);
    for line in text.split('\n').take(lines) {
        // Like the server, use only the lines near the current one.
        let mut words = FileWords::default();
        let near =
            text[..start].char_indices().find(|(at, _)| at + (8 << 10) >= start).map_or(0, |(at, _)| at);
        words.read(&mut WordReader::new(escape), &text[near..start]);
        words.finish();
        let evidence = Evidence { table, file: &words };
        reader.read(line, |reader, event| {
            let contexts = Contexts::new(reader);
            match event {
                Event::Word(word) => each_piece(word, |at, piece| {
                    let stem = Stem::new(&word[..at]);
                    let (opinions, unknown) = evidence.opinions_of_piece(reader, &contexts, &stem, piece);
                    visit((numbered(opinions), unknown));
                }),
                Event::End(end) => {
                    visit((numbered(evidence.opinions_of_end(reader, &contexts, end)), 1.0 / 3.0));
                }
            }
        });
        start += line.len() + 1;
    }
}

fn numbered(opinions: Vec<super::prediction::Opinion>) -> Vec<(usize, f32)> {
    opinions.into_iter().map(|it| (it.kind * CERTAINTIES + it.certainty, it.share)).collect()
}

/// The pieces of a word with their offsets, and an empty piece at its end.
fn each_piece(word: &str, mut visit: impl FnMut(usize, &str)) {
    let mut at = 0;
    for piece in pieces(word).chain(std::iter::once("")) {
        visit(at, piece);
        at += piece.len();
    }
}
