//! The bundled table of predictions: for each context, the pieces that follow it and how many
//! repository owners use them there.
//!
//! The table is counted over a collection of real Dockerfiles by an example of the tests crate (see
//! `server/docs/contributing.md`). It is read directly from the binary: nothing is unpacked when
//! the server starts, and only the parts in use are loaded into memory.
//!
//! Layout, all numbers little-endian:
//!
//! | part | |
//! |---|---|
//! | header | [`MAGIC`], the number of pieces (u16), of buckets (u16), and the length of the pieces' text (u32) |
//! | weights | a byte for each kind of context and bucket of certainty, as a share of 255 |
//! | ends of pieces | u16 each, into the text, which has the pieces in the order of their bytes |
//! | text | |
//! | buckets | u32 each, the starts of the buckets' entries, and the end of the last one |
//! | entries | check number (u16), total (count), number of items (u16), then for each item a piece (u16) and a count |
//!
//! A count is a byte: 16 times its binary logarithm. The upper bits of a context's key select the
//! bucket; the lower bits are the check number.

use std::sync::LazyLock;

use super::{
    context::{END_KINDS, KINDS},
    words::number,
};

/// The first bytes, which change with the layout and with the numbering of contexts.
const MAGIC: [u8; 4] = *b"dwt1";
const HEADER: usize = 12;
/// Buckets of certainty: by how often a context was counted, and by how many different pieces
/// follow it.
pub const CERTAINTIES: usize = 24;
/// The number of weights.
pub const WEIGHTS: usize = (KINDS + END_KINDS) * CERTAINTIES;
/// The piece that represents the end of a word, and the first of three for
/// [`super::reader::LineEnd`].
const END_OF_WORD: u16 = 0;
/// The number of the first piece with text.
const FIRST: u16 = 3;
/// The size of an item in an entry.
const ITEM: usize = 3;

/// A table of predictions.
#[derive(Debug, Clone, Copy)]
pub struct Table<'t> {
    weights: &'t [u8],
    ends: &'t [u8],
    text: &'t str,
    buckets: &'t [u8],
    entries: &'t [u8],
}

/// The pieces that follow a context.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'t> {
    /// How often anything follows it, including pieces that are not in the table.
    pub(super) total: f32,
    items: &'t [u8],
}

/// The bucket of certainty of a context, which determines its weight in a prediction.
pub(super) fn certainty(total: f32, kinds: f32) -> usize {
    let often = [1.5, 2.5, 4.5, 10.0, 40.0].iter().filter(|limit| total >= **limit).count();
    let spread = kinds / total.max(1.0);
    let mixed = [0.1, 0.3, 0.7].iter().filter(|limit| spread > **limit).count();
    often * 4 + mixed
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The count that a byte of the table represents.
fn count(byte: u8) -> f32 {
    static COUNTS: LazyLock<[f32; 256]> =
        LazyLock::new(|| std::array::from_fn(|byte| (number(byte) / 16.0).exp2()));
    COUNTS[usize::from(byte)]
}

/// The byte that represents a count most closely.
fn byte(of: f32) -> u8 {
    (0..=u8::MAX).rev().find(|byte| count(*byte) <= of * 1.02).unwrap_or_default()
}

impl Table<'static> {
    /// The table in the binary.
    pub fn bundled() -> &'static Self {
        static BYTES: &[u8] = include_bytes!("table.bin");
        static TABLE: LazyLock<Table<'static>> = LazyLock::new(|| Table::new(BYTES).unwrap_or(Table::EMPTY));
        &TABLE
    }
}

impl<'t> Table<'t> {
    /// A table without entries.
    pub const EMPTY: Self = Self { weights: &[], ends: &[], text: "", buckets: &[], entries: &[] };

    /// Reads a table; `None` if the bytes are not a valid one.
    pub fn new(bytes: &'t [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (pieces, buckets) = (usize::from(u16_at(rest, 0)?), usize::from(u16_at(rest, 2)?));
        let text = u32_at(rest, 4)? as usize;
        let (weights, rest) = bytes.get(HEADER..)?.split_at_checked(WEIGHTS)?;
        let (ends, rest) = rest.split_at_checked(pieces * 2)?;
        let (text, rest) = rest.split_at_checked(text)?;
        let (buckets, entries) = rest.split_at_checked((buckets + 1) * 4)?;
        Some(Self { weights, ends, text: str::from_utf8(text).ok()?, buckets, entries })
    }

    /// The number of pieces.
    pub fn len(&self) -> usize {
        self.ends.len() / 2
    }

    /// Whether it has no pieces.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All its pieces, sorted by their bytes.
    pub fn pieces(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let table = *self;
        (0..table.len()).map(move |at| table.at(at))
    }

    fn at(&self, at: usize) -> &'t str {
        let end = |at| u16_at(self.ends, at * 2).map_or(0, usize::from);
        let start = at.checked_sub(1).map_or(0, end);
        self.text.get(start..end(at)).unwrap_or_default()
    }

    /// The piece with a number, empty for the end of a word.
    fn piece(&self, number: u16) -> &'t str {
        number.checked_sub(FIRST).map_or("", |at| self.at(usize::from(at)))
    }

    /// The number of a piece; an empty piece is the end of a word.
    pub(super) fn number(&self, piece: &str) -> Option<u16> {
        if piece.is_empty() {
            return Some(END_OF_WORD);
        }
        let at = self.first_from(piece);
        (at < self.len() && self.at(at) == piece).then(|| FIRST + at as u16)
    }

    /// The index of the first piece that is not less than a text.
    fn first_from(&self, text: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.at(middle) < text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The numbers of the pieces that begin with a non-empty text.
    pub(super) fn with_prefix(&self, prefix: &str) -> std::ops::Range<u16> {
        let start = self.first_from(prefix);
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.at(middle).starts_with(prefix) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        FIRST + start as u16..FIRST + low as u16
    }

    /// The entry of a context.
    pub(super) fn entry(&self, key: u64) -> Option<Entry<'t>> {
        let buckets = (self.buckets.len() / 4).checked_sub(1).filter(|buckets| *buckets > 0)?;
        let (bucket, check) = place(key, buckets);
        let start = u32_at(self.buckets, bucket * 4)? as usize;
        let end = u32_at(self.buckets, bucket * 4 + 4)? as usize;
        let mut rest = self.entries.get(start..end)?;
        while let [low, high, total, few, many, tail @ ..] = rest {
            let items = usize::from(u16::from_le_bytes([*few, *many]));
            let (items, tail) = tail.split_at_checked(items * ITEM)?;
            if u16::from_le_bytes([*low, *high]) == check {
                return Some(Entry { total: count(*total), items });
            }
            rest = tail;
        }
        None
    }

    /// The weight of a kind of context; kinds of line ends follow those of pieces.
    pub(super) fn weight(&self, kind: usize, certainty: usize) -> f32 {
        self.weights.get(kind * CERTAINTIES + certainty).map_or(0.0, |weight| f32::from(*weight) / 255.0)
    }
}

/// The bucket of a context, and its check number.
fn place(key: u64, buckets: usize) -> (usize, u16) {
    ((key >> 32) as usize % buckets, key as u16)
}

impl<'t> Entry<'t> {
    /// The number of different pieces that follow.
    pub(super) fn kinds(&self) -> f32 {
        number(self.items.len() / ITEM)
    }

    /// The items whose pieces have these numbers, with their counts.
    fn within(&self, numbers: std::ops::Range<u16>) -> impl Iterator<Item = (u16, f32)> + use<'t> {
        let number = |at: usize| u16_at(self.items, at * ITEM).unwrap_or(u16::MAX);
        let (mut low, mut high) = (0, self.items.len() / ITEM);
        while low < high {
            let middle = usize::midpoint(low, high);
            if number(middle) < numbers.start {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let items = self.items[low * ITEM..].chunks_exact(ITEM);
        let items = items.map(|item| (u16::from_le_bytes([item[0], item[1]]), count(item[2])));
        items.take_while(move |(number, _)| *number < numbers.end)
    }

    /// The pieces that begin with a text, or all for an empty one; `numbers` is the result of
    /// [`Table::with_prefix`].
    pub(super) fn pieces(
        &self,
        table: &Table<'t>,
        numbers: std::ops::Range<u16>,
    ) -> impl Iterator<Item = (&'t str, f32)> + use<'t> {
        let table = *table;
        self.within(numbers).map(move |(number, count)| (table.piece(number), count))
    }

    /// The count of the piece with a number.
    pub(super) fn of(&self, number: u16) -> f32 {
        self.within(number..number + 1).next().map_or(0.0, |(_, count)| count)
    }
}

/// The data that a table is made from.
#[derive(Debug, Default)]
pub struct Counts {
    /// The pieces, sorted by their bytes, without duplicates.
    pub pieces: Vec<String>,
    /// The contexts and the pieces that follow them.
    pub contexts: Vec<Context>,
    /// The weights, as shares of 255, of the kinds of contexts of pieces, then of line ends.
    pub weights: Vec<u8>,
}

/// A context and the pieces that follow it.
#[derive(Debug)]
pub struct Context {
    /// The number that identifies it.
    pub key: u64,
    /// How often anything follows it.
    pub total: f32,
    /// The followers with their counts, sorted, without duplicates.
    pub followers: Vec<(Next, f32)>,
}

/// A follower of a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Next {
    /// The end of the word, or the end of the line with this number, of three.
    End(u8),
    /// The piece with this index.
    Piece(u16),
}

impl Counts {
    /// The table's bytes; `None` if there are too many pieces.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let mut text = String::new();
        let mut ends = Vec::new();
        for piece in &self.pieces {
            text.push_str(piece);
            ends.extend(u16::try_from(text.len()).ok()?.to_le_bytes());
        }
        // About six entries in each.
        let buckets = (self.contexts.len() / 6).clamp(1, usize::from(u16::MAX));
        let mut lists = vec![Vec::new(); buckets];
        let mut contexts: Vec<_> = self.contexts.iter().collect();
        contexts.sort_by_key(|context| context.key);
        for Context { key, total, followers } in contexts {
            let (bucket, check) = place(*key, buckets);
            let list: &mut Vec<u8> = &mut lists[bucket];
            list.extend(check.to_le_bytes());
            list.push(byte(*total));
            list.extend(u16::try_from(followers.len()).ok()?.to_le_bytes());
            for (next, count) in followers {
                let number = match *next {
                    Next::End(number) => u16::from(number),
                    Next::Piece(at) => FIRST.checked_add(at)?,
                };
                list.extend(number.to_le_bytes());
                list.push(byte(*count));
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u16::try_from(self.pieces.len()).ok()?.to_le_bytes());
        bytes.extend(u16::try_from(buckets).ok()?.to_le_bytes());
        bytes.extend(u32::try_from(text.len()).ok()?.to_le_bytes());
        bytes.extend(self.weights.iter().copied().chain(std::iter::repeat(128)).take(WEIGHTS));
        bytes.extend(ends);
        bytes.extend(text.as_bytes());
        let mut start = 0_u32;
        bytes.extend(start.to_le_bytes());
        for list in &lists {
            start += u32::try_from(list.len()).ok()?;
            bytes.extend(start.to_le_bytes());
        }
        bytes.extend(lists.into_iter().flatten());
        Some(bytes)
    }
}
