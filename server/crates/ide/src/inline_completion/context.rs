//! Contexts: the preceding text that a prediction depends on, as numbers that are keys of the table
//! and of the file's own words.
//!
//! A context is a part of the preceding text: the last two words, the command so far, the previous
//! instruction. Ordered from the most to the least specific, they form a chain; see
//! [`super::prediction`].

use super::{
    command_head::head_of,
    distribution::Distribution,
    reader::WordReader,
    words::{Word, hash, mix},
};

/// The kinds of contexts of the next piece, in the order of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// In this file: what follows the previous word.
    FileWord,
    /// The base image, and the current instruction so far.
    Base,
    /// The previous instruction, and the current one so far.
    Instructions,
    /// The previous command, and the current one so far.
    Commands,
    /// The previous two words.
    Pair,
    /// In this file: words with the same prefix as this one.
    FileStem,
    /// The program and its subcommand; for other instructions, the keyword and the number of the word.
    Head,
    /// In this file: what follows the last two pieces of the word.
    FilePieces,
    /// The last two pieces of the word.
    Pieces,
    /// In this file: what follows the last piece of the word.
    FilePiece,
    /// The last piece of the word.
    Piece,
    /// In this file: any piece.
    FileAny,
    /// Any piece.
    Any,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::FileWord,
        Self::Base,
        Self::Instructions,
        Self::Commands,
        Self::Pair,
        Self::FileStem,
        Self::Head,
        Self::FilePieces,
        Self::Pieces,
        Self::FilePiece,
        Self::Piece,
        Self::FileAny,
        Self::Any,
    ];

    /// Whether it is looked up in the file instead of the table.
    pub fn is_of_file(self) -> bool {
        use Kind::{FileAny, FilePiece, FilePieces, FileStem, FileWord};
        matches!(self, FileWord | FileStem | FilePieces | FilePiece | FileAny)
    }
}

/// The kinds of contexts of a line end, in the order of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndKind {
    /// In this file: the last two words.
    FilePair,
    /// In this file: the last word.
    FileWord,
    /// The last two words.
    Pair,
    /// The last word and the program with its subcommand.
    Head,
    /// The lengths of the lines, and the kind of the last word.
    Shape,
}

impl EndKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::FilePair, Self::FileWord, Self::Pair, Self::Head, Self::Shape];

    /// Whether it is looked up in the file instead of the table.
    pub fn is_of_file(self) -> bool {
        matches!(self, Self::FilePair | Self::FileWord)
    }
}

/// The number of kinds of contexts of a piece.
pub(super) const KINDS: usize = Kind::ALL.len();
/// The number of kinds of contexts of a line end.
pub(super) const END_KINDS: usize = EndKind::ALL.len();

/// The contexts at the position after some words.
#[derive(Debug, Clone)]
pub(super) struct Contexts {
    /// For a word that starts here, by [`Kind`]; 0 if there is none.
    words: [u64; KINDS],
    /// For a line that ends here, by [`EndKind`].
    pub(super) ends: [u64; END_KINDS],
    /// For a program name: the distribution that runs it, if that is known.
    distribution: Option<Distribution>,
}

impl Contexts {
    /// The contexts after the text that `reader` has read.
    pub(super) fn new(reader: &WordReader<'_>) -> Self {
        let words = &reader.words;
        let count = words.len();
        let last = |back: usize| count.checked_sub(back).and_then(|at| words.get(at)).map_or(0, |it| it.hash);
        let keyword = words.first().map_or(0, |word| word.hash);
        let so_far = |words: &[Word]| words.iter().fold(0, |key, word| mix(key, word.hash));
        let pair = mix(last(2), last(1));
        let mut keys = [0; KINDS];
        let mut set = |kind: Kind, key: u64| keys[kind as usize] = mix(kind as u64 + 100, key);
        let mut head_key = mix(keyword, count.min(4) as u64);
        let mut distribution = None;
        if reader.is_shell() {
            let head = head_of(words);
            if let Some(before) = words[..head.start].last().filter(|_| head.start > 1)
                && count - head.start <= 4
            {
                let command = head_of(&words[..head.start - 1]).key;
                set(Kind::Commands, mix(mix(command, before.separator()), so_far(&words[head.start..])));
            }
            let start = words[..head.start].last().filter(|_| head.start > 1).map_or(1, Word::separator);
            head_key = if head.key == 0 { mix(2, start) } else { head.key };
            distribution = reader.base.distribution.filter(|_| head.key == 0);
        }
        set(Kind::FileWord, last(1));
        if count <= 4 {
            set(Kind::Instructions, mix(reader.previous, so_far(words)));
        }
        if count <= 3 {
            set(Kind::Base, mix(reader.base.name, so_far(words)));
        }
        set(Kind::Pair, mix(pair, u64::from(reader.on_line == 0)));
        set(Kind::FileStem, 0);
        set(Kind::Head, mix(head_key, u64::from(reader.on_line == 0)));
        set(Kind::FileAny, 0);
        set(Kind::Any, 0);
        let shape = words.last().filter(|_| count > 1).map_or(0, |word| {
            if word.is_separator() {
                1
            } else if word.is_option() {
                2
            } else {
                3
            }
        });
        let lengths = mix(reader.on_last_line.min(6) as u64, reader.on_line.min(6) as u64);
        let shape = mix(mix(keyword, u64::from(reader.is_continued)), mix(lengths, shape));
        let ends = [pair, last(1), pair, mix(head_key, last(1)), shape];
        let ends = std::array::from_fn(|kind| mix(kind as u64 + 200, mix(keyword, ends[kind])));
        Self { words: keys, ends, distribution }
    }

    /// Whether a piece may start the next word: package managers of other distributions may not.
    pub(super) fn allow(&self, stem: &Stem<'_>, piece: &str) -> bool {
        let (Some(ours), true) = (self.distribution, stem.text.is_empty()) else { return true };
        Distribution::of_program(piece).is_none_or(|its| its == ours)
    }

    /// The contexts of the next piece of a word that starts with `stem`, as keys of the table; 0 if
    /// there is none.
    pub(super) fn of_piece(&self, stem: &Stem<'_>) -> [u64; KINDS] {
        let mut keys = self.words;
        for key in keys.iter_mut().filter(|key| **key != 0) {
            *key = mix(*key, stem.key);
        }
        if stem.text.is_empty() {
            keys[Kind::FileStem as usize] = 0;
        } else {
            keys[Kind::FilePieces as usize] = 1;
            keys[Kind::Pieces as usize] = mix(300, stem.pair);
            keys[Kind::FilePiece as usize] = 1;
            keys[Kind::Piece as usize] = mix(301, stem.last);
        }
        // Two pieces of letters cannot follow each other, so how common a piece is says nothing after
        // letters.
        let is_letters = stem.text.chars().next_back().is_some_and(super::pieces::is_letter);
        if is_letters {
            keys[Kind::FileAny as usize] = 0;
        }
        keys[Kind::Any as usize] = mix(302, u64::from(stem.text.is_empty()) * 2 + u64::from(is_letters));
        keys
    }
}

/// The complete pieces of a word that have been typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stem<'a> {
    pub(super) text: &'a str,
    key: u64,
    /// The last piece.
    pub(super) last: u64,
    /// The last two pieces.
    pub(super) pair: u64,
}

impl<'a> Stem<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut stem = Self { text, key: hash(text), last: 0, pair: 0 };
        for piece in super::pieces::pieces(text) {
            let piece = hash(piece);
            stem.pair = mix(stem.last, piece);
            stem.last = piece;
        }
        stem
    }
}
