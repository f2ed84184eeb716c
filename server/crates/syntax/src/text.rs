//! A document's text as a rope, with the three position encodings of LSP.
//!
//! Within the project, positions are byte offsets. Lines and columns are used only here and where
//! the protocol needs them. There are two kinds of lines: LSP's, which end at `\n`, `\r\n` or `\r`,
//! and Docker's (also tree-sitter's rows), which end at `\n` only.

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, OnceLock},
};

use ropey::Rope;
use tree_sitter::Point;

/// The unit of a column, as negotiated with the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PositionEncoding {
    /// Bytes of UTF-8.
    Utf8,
    /// 16-bit code units, LSP's default.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A 0-based line and column; the unit of `column` is a [`PositionEncoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// LSP line (`\n`, `\r\n` and `\r` end lines).
    pub line: u32,
    /// Column in the units of the encoding it was made with.
    pub column: u32,
}

/// A replaced byte range, in the form that tree-sitter needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// First byte that changed.
    pub start: usize,
    /// End of the replaced bytes in the old text.
    pub old_end: usize,
    /// End of the new bytes in the new text.
    pub new_end: usize,
    /// [`start`](Self::start) as a tree-sitter point (rows end at `\n`).
    pub start_point: Point,
    /// [`old_end`](Self::old_end) in the old text.
    pub old_end_point: Point,
    /// [`new_end`](Self::new_end) in the new text.
    pub new_end_point: Point,
}

/// Texts up to this length, in bytes, are also kept as one string.
const SHORT: usize = 4096;

/// One immutable text; cloning shares it.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// Built on first use if the text is kept in one piece.
    rope: OnceLock<Rope>,
    /// Its length in bytes. A rope of one chunk counts characters and lines each time it is asked.
    len: usize,
    /// A copy of a short text as one string. Most Dockerfiles are short, so slices need not be
    /// assembled from chunks.
    whole: Option<Arc<str>>,
    /// How many `\r` are not followed by `\n`. The rope counts them as line ends, Docker does not. As
    /// long as there are none, which is nearly always the case, both counts agree and the rope's index
    /// serves both.
    lone_returns: usize,
}

impl Text {
    /// Creates a text with these contents.
    pub fn new(source: &str) -> Self {
        let whole: Option<Arc<str>> = (source.len() <= SHORT).then(|| source.into());
        let rope = if whole.is_some() { OnceLock::new() } else { Rope::from_str(source).into() };
        let lone_returns = lone_returns([source].into_iter(), false);
        Self { rope, len: source.len(), whole, lone_returns }
    }

    fn rope(&self) -> &Rope {
        self.rope.get_or_init(|| Rope::from_str(self.whole.as_deref().unwrap_or_default()))
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no byte at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes from `offset` to the end of the chunk that holds it; empty at the end of the text.
    pub fn chunk_at(&self, offset: usize) -> &[u8] {
        if offset >= self.len {
            return &[];
        }
        let (chunk, start) = self.chunk(offset);
        &chunk.as_bytes()[offset - start..]
    }

    /// The text of a byte range, borrowed if one chunk of the rope holds it. A range that exceeds the
    /// text or cuts a character is treated as in [`replace`](Self::replace).
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, str> {
        if let Some(slice) = self.in_one_chunk(&range) {
            return Cow::Borrowed(slice);
        }
        if let Some(slice) = self.rope().get_byte_slice(range.clone()) {
            return slice.into();
        }
        let (start, end) = (range.start.min(range.end), range.start.max(range.end));
        self.rope().byte_slice(self.floor(start)..self.floor(end)).into()
    }

    /// Shortens a byte range by the whitespace at its end.
    pub fn trim_end(&self, range: Range<usize>) -> Range<usize> {
        const STEP: usize = 64;
        let mut end = range.end;
        while end > range.start {
            let start = end.saturating_sub(STEP).max(range.start);
            let part = self.slice(start..end);
            let kept = part.trim_end().len();
            if kept > 0 {
                // A slice that starts inside a character includes the whole character.
                return range.start..end - (part.len() - kept);
            }
            end -= part.len();
        }
        range.start..range.start
    }

    /// The text of a range that lies in one chunk of the rope. Faster than the rope's slices, which
    /// first count characters and lines.
    fn in_one_chunk(&self, range: &Range<usize>) -> Option<&str> {
        if range.end > self.len {
            return None;
        }
        let (chunk, chunk_start) = self.chunk(range.start.min(range.end));
        chunk.get(range.start.checked_sub(chunk_start)?..range.end.checked_sub(chunk_start)?)
    }

    /// The line ending for inserted text: `\r\n` if the beginning of the text contains one. In a text
    /// with both, a lone `\n` would do more harm: tools that need `\r\n` need it everywhere.
    pub fn line_ending(&self) -> &'static str {
        const BEGINNING: usize = 4096;
        let is_crlf = self.slice(0..self.len().min(BEGINNING)).contains("\r\n");
        if is_crlf { "\r\n" } else { "\n" }
    }

    /// The line ending that is at an offset, if any.
    pub fn line_end_at(&self, offset: usize) -> Option<&'static str> {
        let after = self.slice(offset..self.len().min(offset + 2));
        ["\r\n", "\n"].into_iter().find(|line_end| after.starts_with(line_end))
    }

    /// The number of LSP lines. An empty text has one, and so has the position after a final line end.
    pub fn line_count(&self) -> u32 {
        self.rope().len_lines() as u32
    }

    /// The position of a byte offset. An offset inside a character means the start of that character;
    /// an offset inside a line end means the end of the line.
    pub fn position(&self, offset: usize, encoding: PositionEncoding) -> Position {
        let (chunk, chunk_start, at) = self.chunk_and_index(offset);
        let mut end = chunk_start + at;
        let line = self.rope().byte_to_line(end);
        if end > 0 && chunk.as_bytes().get(at) == Some(&b'\n') && self.rope().byte(end - 1) == b'\r' {
            end -= 1;
        }
        // Nearly every line is in one chunk, where a scan is many times faster than walking the rope.
        let before = &chunk[..end.saturating_sub(chunk_start)];
        let line_start = before.rfind(['\n', '\r']).map(|line_end| line_end + 1);
        let column = if let Some(start) = line_start.or((chunk_start == 0).then_some(0)) {
            let contents = &before[start..];
            match encoding {
                PositionEncoding::Utf8 => contents.len(),
                PositionEncoding::Utf16 => contents.chars().map(char::len_utf16).sum(),
                PositionEncoding::Utf32 => contents.chars().count(),
            }
        } else {
            let contents = self.rope().byte_slice(self.rope().line_to_byte(line)..end);
            match encoding {
                PositionEncoding::Utf8 => contents.len_bytes(),
                PositionEncoding::Utf16 => contents.len_utf16_cu(),
                PositionEncoding::Utf32 => contents.len_chars(),
            }
        };
        Position { line: line as u32, column: column as u32 }
    }

    /// The byte offset of a position, clamped to the line's end, to the text's end and to the start of
    /// a character.
    pub fn offset(&self, position: Position, encoding: PositionEncoding) -> usize {
        let line = position.line as usize;
        if line >= self.rope().len_lines() {
            return self.len;
        }
        let start = self.rope().line_to_byte(line);
        let end = self.line_end(line);
        let column = position.column as usize;
        match encoding {
            PositionEncoding::Utf8 => self.floor(start.saturating_add(column).min(end)),
            PositionEncoding::Utf16 => {
                let unit = self.utf16(start).saturating_add(column).min(self.utf16(end));
                self.rope().char_to_byte(self.rope().utf16_cu_to_char(unit))
            }
            PositionEncoding::Utf32 => {
                let character = self.rope().byte_to_char(start).saturating_add(column);
                self.rope().char_to_byte(character.min(self.rope().byte_to_char(end)))
            }
        }
    }

    /// The 0-based row of an offset, counting `\n` only, and its column in bytes.
    pub fn point(&self, offset: usize) -> Point {
        let offset = self.floor(offset);
        if self.lone_returns > 0 {
            return self.scanned_point(offset);
        }
        let row = self.rope().byte_to_line(offset);
        Point { row, column: offset - self.rope().line_to_byte(row) }
    }

    /// The 1-based line of an offset as Docker counts lines, by `\n` only.
    pub fn docker_line(&self, offset: usize) -> u32 {
        self.point(offset).row as u32 + 1
    }

    /// Replaces a byte range and returns what changed. A range whose end precedes its start is swapped,
    /// a range that exceeds the text is clamped, and a bound inside a character moves to the start of
    /// that character.
    pub fn replace(&mut self, range: Range<usize>, new: &str) -> Edit {
        let start = self.floor(range.start.min(range.end));
        let old_end = self.floor(range.start.max(range.end));
        let new_end = start + new.len();
        let start_point = self.point(start);
        let old_end_point = self.point(old_end);

        // Only a `\r` in the edit or directly before it can become, or stop being, a lone one.
        let seam = self.floor(start.saturating_sub(1));
        let before = lone_returns_of(self.rope(), seam..old_end);
        let rope = if start == 0 && old_end == self.len() {
            Rope::from_str(new)
        } else {
            self.rope();
            let mut rope = self.rope.take().unwrap_or_default();
            let first = rope.byte_to_char(start);
            rope.remove(first..rope.byte_to_char(old_end));
            rope.insert(first, new);
            rope
        };
        self.len = self.len - (old_end - start) + new.len();
        self.whole = (self.len <= SHORT).then(|| String::from(&rope).into());
        self.lone_returns = self.lone_returns - before + lone_returns_of(&rope, seam..new_end);
        self.rope = rope.into();

        Edit { start, old_end, new_end, start_point, old_end_point, new_end_point: self.point(new_end) }
    }

    /// The chunk that contains a byte, and where it starts; the last chunk at the end of the text.
    fn chunk(&self, offset: usize) -> (&str, usize) {
        if let Some(whole) = &self.whole {
            return (whole, 0);
        }
        let (chunk, start, _, _) = self.rope().chunk_at_byte(offset);
        (chunk, start)
    }

    /// The start of the character that contains a byte; at most the text's end.
    fn floor(&self, offset: usize) -> usize {
        let (_, chunk_start, at) = self.chunk_and_index(offset);
        chunk_start + at
    }

    /// The chunk that contains a byte, where the chunk starts, and the start of the byte's character in
    /// it.
    fn chunk_and_index(&self, offset: usize) -> (&str, usize, usize) {
        let offset = offset.min(self.len);
        let (chunk, start) = self.chunk(offset);
        let mut at = offset - start;
        while !chunk.is_char_boundary(at) {
            at -= 1;
        }
        (chunk, start, at)
    }

    /// The end of a line's contents, before its line end.
    fn line_end(&self, line: usize) -> usize {
        let start = self.rope().line_to_byte(line);
        let next = self.rope().line_to_byte(line + 1);
        let last = |end: usize| (end > start).then(|| self.rope().byte(end - 1));
        match last(next) {
            Some(b'\n') if last(next - 1) == Some(b'\r') => next - 2,
            Some(b'\n' | b'\r') => next - 1,
            Some(_) | None => next,
        }
    }

    fn utf16(&self, offset: usize) -> usize {
        self.rope().char_to_utf16_cu(self.rope().byte_to_char(offset))
    }

    fn scanned_point(&self, offset: usize) -> Point {
        let (mut row, mut row_start, mut at) = (0, 0, 0);
        for chunk in self.rope().byte_slice(..offset).chunks() {
            for newline in
                chunk.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| at + index)
            {
                row += 1;
                row_start = newline + 1;
            }
            at += chunk.len();
        }
        Point { row, column: offset - row_start }
    }
}

/// The number of lone `\r` in a byte range; also looks at the byte after the range.
fn lone_returns_of(rope: &Rope, range: Range<usize>) -> usize {
    lone_returns(rope.byte_slice(range.clone()).chunks(), rope.get_byte(range.end) == Some(b'\n'))
}

/// The number of lone `\r` in the chunks of a text; `is_before_feed` if a `\n` follows them.
fn lone_returns<'a>(chunks: impl Iterator<Item = &'a str>, is_before_feed: bool) -> usize {
    let mut lone = 0;
    let mut pending = false;
    for chunk in chunks {
        // Searching for one byte is many times faster than visiting every byte, and most texts have no
        // `\r`.
        if !pending && !chunk.as_bytes().contains(&b'\r') {
            continue;
        }
        for byte in chunk.bytes() {
            lone += usize::from(pending && byte != b'\n');
            pending = byte == b'\r';
        }
    }
    lone + usize::from(pending && !is_before_feed)
}

#[cfg(test)]
mod tests;
