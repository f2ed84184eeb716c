//! Collects the words around the cursor in the file itself. They predict more than any table:
//! package names, paths, variables, stages and whole commands recur.

use super::{
    context::{Kind, Stem},
    pieces::{piece_after, pieces},
    reader::{Event, LineEnd, WordReader},
    words::{hash, mix, number},
};
use dockwright_analysis::spec::Instruction;

/// A word and its context.
#[derive(Debug)]
struct FileWord<'a> {
    text: &'a str,
    hash: u64,
    /// The word before it.
    before: u64,
    /// The keyword of its instruction.
    keyword: u64,
    /// The text after it.
    end: Option<LineEnd>,
}

/// A piece and its context within the word.
#[derive(Debug)]
struct FilePiece<'a> {
    /// Empty for the end of the word.
    text: &'a str,
    last: u64,
    pair: u64,
}

/// The words of a part of a file.
#[derive(Debug, Default)]
pub(super) struct FileWords<'a> {
    words: Vec<FileWord<'a>>,
    pieces: Vec<FilePiece<'a>>,
    /// The pieces except word ends, without duplicates, with their counts.
    distinct: Vec<(&'a str, f32)>,
    total: f32,
    /// The names of stages and variables defined in the file.
    stages: Vec<&'a str>,
    variables: Vec<&'a str>,
}

/// The pieces that follow a context, with their counts.
pub(super) type Followers<'a> = Vec<(&'a str, f32)>;

impl<'a> FileWords<'a> {
    /// Reads lines that follow those that `reader` has read.
    pub(super) fn read(&mut self, reader: &mut WordReader<'a>, text: &'a str) {
        for line in text.split('\n') {
            self.read_line(reader, line);
        }
    }

    /// Reads a line that follows those that `reader` has read.
    pub(super) fn read_line(&mut self, reader: &mut WordReader<'a>, line: &'a str) {
        reader.read(line, |reader, event| match event {
            Event::Word(text) => {
                let before = reader.words.last().map_or(0, |word| word.hash);
                self.take_name(reader, text);
                let keyword = reader.words.first().map_or(0, |word| word.hash);
                self.words.push(FileWord { text, hash: hash(text), before, keyword, end: None });
            }
            Event::End(end) => {
                if reader.words.len() > 1
                    && let Some(word) = self.words.last_mut()
                {
                    word.end = Some(end);
                }
            }
        });
    }

    /// Records a name that a word defines.
    fn take_name(&mut self, reader: &WordReader<'_>, word: &'a str) {
        let names = match reader.instruction {
            // `FROM image AS name`
            Some(Instruction::From) if reader.is_after_as() => &mut self.stages,
            Some(Instruction::Arg) => &mut self.variables,
            Some(Instruction::Env) if word.contains('=') || reader.words.len() == 1 => &mut self.variables,
            _ => return,
        };
        let name = word.split('=').next().unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }

    /// Splits the words that were read into pieces.
    pub(super) fn finish(&mut self) {
        for word in &self.words {
            let (mut last, mut pair) = (0, 0);
            for piece in pieces(word.text) {
                self.pieces.push(FilePiece { text: piece, last, pair });
                let key = hash(piece);
                pair = mix(last, key);
                last = key;
            }
            self.pieces.push(FilePiece { text: "", last, pair });
        }
        let mut texts: Vec<_> =
            self.pieces.iter().map(|piece| piece.text).filter(|it| !it.is_empty()).collect();
        texts.sort_unstable();
        self.total = number(texts.len());
        for text in texts {
            match self.distinct.last_mut() {
                Some((last, number)) if *last == text => *number += 1.0,
                _ => self.distinct.push((text, 1.0)),
            }
        }
    }

    /// The pieces that follow a context, and their total count; for [`Kind::FileAny`], only those that
    /// begin with `prefix`.
    pub(super) fn followers(
        &self,
        kind: Kind,
        before: u64,
        stem: &Stem<'_>,
        prefix: &str,
        found: &mut Followers<'a>,
    ) -> f32 {
        found.clear();
        match kind {
            Kind::FileWord => {
                self.words_like(stem.text, |word| word.before == before, found);
                self.names_like(stem.text, found);
            }
            Kind::FileStem => self.words_like(stem.text, |_| true, found),
            Kind::FilePieces => self.pieces_after(|piece| piece.pair == stem.pair, found),
            Kind::FilePiece => self.pieces_after(|piece| piece.last == stem.last, found),
            _ => {
                let start = self.distinct.partition_point(|(text, _)| *text < prefix);
                found.extend(self.distinct[start..].iter().take_while(|(text, _)| text.starts_with(prefix)));
                return self.total;
            }
        }
        found.iter().map(|(_, number)| number).sum()
    }

    /// The number of different pieces.
    pub(super) fn distinct(&self) -> f32 {
        number(self.distinct.len())
    }

    fn words_like(&self, stem: &str, is_one: impl Fn(&FileWord<'_>) -> bool, found: &mut Followers<'a>) {
        for word in self.words.iter().filter(|word| is_one(word)) {
            if word.text.starts_with(stem)
                && let Some(piece) = piece_after(word.text, stem.len())
            {
                add(found, piece);
            }
        }
    }

    /// Adds defined names where they can be used.
    fn names_like(&self, stem: &str, found: &mut Followers<'a>) {
        let (names, start) = match (stem.strip_prefix("--from="), stem.rfind(['$', '{'])) {
            (Some(start), _) => (&self.stages, start),
            (None, Some(at)) if stem[..=at].ends_with('$') || stem[..=at].ends_with("${") => {
                (&self.variables, &stem[at + 1..])
            }
            _ => return,
        };
        for name in names.iter().filter(|name| name.starts_with(start)) {
            if let Some(piece) = piece_after(name, start.len()).filter(|piece| !piece.is_empty()) {
                add(found, piece);
            }
        }
    }

    fn pieces_after(&self, is_one: impl Fn(&FilePiece<'_>) -> bool, found: &mut Followers<'a>) {
        for piece in self.pieces.iter().filter(|piece| is_one(piece)) {
            add(found, piece.text);
        }
    }

    /// How often each kind of line end follows the last word of an instruction, and the last two.
    pub(super) fn ends(&self, keyword: u64, last: u64, before: u64) -> [[f32; 3]; 2] {
        let mut ends = [[0.0; 3]; 2];
        for word in self.words.iter().filter(|word| word.hash == last && word.keyword == keyword) {
            if let Some(end) = word.end {
                ends[1][end as usize] += 1.0;
                if word.before == before {
                    ends[0][end as usize] += 1.0;
                }
            }
        }
        ends
    }
}

fn add<'a>(found: &mut Followers<'a>, piece: &'a str) {
    match found.iter_mut().find(|(text, _)| *text == piece) {
        Some((_, number)) => *number += 1.0,
        None => found.push((piece, 1.0)),
    }
}
