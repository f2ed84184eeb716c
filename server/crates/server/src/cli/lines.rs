//! Line numbers and columns as the command line prints them.
//!
//! Lines end only at `\n`, as Docker counts them, so that `check`, `parse` and a failing build
//! report the same line. Columns count Unicode scalar values. Both are 1-based. A byte order mark
//! does not count as a column: editors do not show it and Docker strips it.

use std::ops::Range;

use serde::Serialize;

/// A 1-based position in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct LineColumn {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A line may be as long as the file, so characters are counted from the nearest multiple of this.
const BLOCK: usize = 1024;

/// The starts of the lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    source: &'a str,
    starts: Vec<usize>,
    /// How many characters begin before each block of bytes; empty if all characters are single bytes.
    blocks: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let first = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut starts = vec![first];
        starts.extend(memchr::memchr_iter(b'\n', source.as_bytes()).map(|offset| offset + 1));
        if source.is_ascii() {
            return Self { source, starts, blocks: Vec::new() };
        }
        let mut blocks = vec![0];
        for block in source.as_bytes().chunks(BLOCK) {
            blocks.push(blocks[blocks.len() - 1] + count(block));
        }
        Self { source, starts, blocks }
    }

    /// The position of a byte offset; an offset inside a character counts as its start.
    pub(super) fn place(&self, offset: usize) -> LineColumn {
        let line = self.line(offset);
        let start = self.starts[line];
        let end = self.floor(offset).max(start);
        LineColumn { line: line + 1, column: self.before(end) - self.before(start) + 1 }
    }

    /// The number of characters that begin before an offset.
    fn before(&self, offset: usize) -> usize {
        if self.blocks.is_empty() {
            return offset;
        }
        let block = offset / BLOCK;
        self.blocks[block] + count(&self.source.as_bytes()[block * BLOCK..offset])
    }

    /// The 0-based line of a byte offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The byte range of a 0-based line without its `\n` or `\r\n`.
    pub(super) fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(self.source.len(), |next| next - 1);
        let text = &self.source[start..end];
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// The nearest character boundary at or before an offset.
    pub(super) fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.source.len());
        (0..=offset).rev().find(|&at| self.source.is_char_boundary(at)).unwrap_or(0)
    }
}

/// The number of characters that begin in some bytes, that is, of bytes that do not continue one.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(source: &str, offset: usize) -> (usize, usize) {
        let LineColumn { line, column } = Lines::new(source).place(offset);
        (line, column)
    }

    #[test]
    fn columns_count_scalar_values() {
        let source = "FROM a\nLABEL 이름=🐳x\n";
        assert_eq!(place(source, source.find('=').unwrap()), (2, 9));
        assert_eq!(place(source, source.find('x').unwrap()), (2, 11));
        assert_eq!(place(source, source.len()), (3, 1));
        assert_eq!(place(source, 1000), (3, 1));
    }

    #[test]
    fn an_offset_inside_a_character_is_that_character() {
        let source = "가나";
        assert_eq!(place(source, 4), (1, 2));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let source = "\u{feff}FROM a";
        assert_eq!(place(source, 0), (1, 1));
        assert_eq!(place(source, 3), (1, 1));
        assert_eq!(place(source, 8), (1, 6));
    }

    #[test]
    fn columns_in_a_long_line() {
        let source = format!("FROM a\nRUN {}x", "가나 ".repeat(1000));
        for end in [source.len(), source.len() - 1, 7 + 4 + 7 * 300] {
            assert_eq!(place(&source, end), (2, source[7..end].chars().count() + 1));
        }
    }

    #[test]
    fn only_line_feeds_end_lines() {
        let source = "a\rb\r\nc";
        assert_eq!(place(source, 2), (1, 3));
        assert_eq!(place(source, 5), (2, 1));
        assert_eq!(Lines::new(source).range(0), 0..3);
        assert_eq!(Lines::new(source).range(1), 5..6);
    }
}
