//! Maps offsets in a derived text back to the text that it was made from.
//!
//! BuildKit joins lines, removes quotes and decodes JSON before it looks at words. Findings are
//! shown in the source, so each derived text remembers where its parts come from.

use std::{cell::Cell, ops::Range};

/// Maps the runs of a derived text to their source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    /// (offset in the derived text, offset in the source), ascending in both.
    runs: Vec<(usize, usize)>,
}

impl SourceMap {
    /// The map of a text that is a single run of the source.
    pub fn starting_at(source: usize) -> Self {
        Self { runs: vec![(0, source)] }
    }

    /// Records that the text from `derived` on comes from `source` on. Extends the last run if
    /// possible.
    pub fn push(&mut self, derived: usize, source: usize) {
        match self.runs.last_mut() {
            Some(last) if derived - last.0 == source.wrapping_sub(last.1) => {}
            Some(last) if last.0 == derived => last.1 = source,
            _ => self.runs.push((derived, source)),
        }
    }

    /// The runs of a derived text of this length: the range of each, and where it starts in the source.
    pub fn runs(&self, len: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
        self.runs.iter().enumerate().map(move |(index, &(start, source))| {
            let end = self.runs.get(index + 1).map_or(len, |&(next, _)| next);
            (start..end, source)
        })
    }

    /// The end of the run that contains an offset, in a derived text of this length.
    pub fn run_end(&self, derived: usize, len: usize) -> usize {
        let next = self.runs.partition_point(|&(at, _)| at <= derived);
        self.runs.get(next).map_or(len, |&(at, _)| at)
    }

    /// The source offset of the character at an offset of the derived text.
    pub fn offset(&self, derived: usize) -> usize {
        let after = self.runs.partition_point(|&(at, _)| at <= derived);
        let (at, source) = after.checked_sub(1).map_or((0, 0), |i| self.runs[i]);
        source + (derived - at)
    }

    /// The source range of a range of the derived `text`, from its first character to after its last.
    ///
    /// The end is computed from the last character: a continuation may follow it in the source.
    pub fn range(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let next = self.runs.partition_point(|&(at, _)| at <= range.start);
        self.range_in(next, text, range)
    }

    /// Like [`range`](Self::range) for one of many ranges, most of which are near the preceding one:
    /// `near` says where that was.
    pub fn range_near(&self, text: &str, range: Range<usize>, near: &Cell<usize>) -> Range<usize> {
        let is_at = |next: usize| {
            let before = next.checked_sub(1).and_then(|run| self.runs.get(run));
            before.is_some_and(|&(at, _)| at <= range.start)
                && self.runs.get(next).is_none_or(|&(at, _)| range.start < at)
        };
        let mut next = near.get();
        if !is_at(next) {
            next = if is_at(next + 1) {
                next + 1
            } else {
                self.runs.partition_point(|&(at, _)| at <= range.start)
            };
            near.set(next);
        }
        self.range_in(next, text, range)
    }

    /// The source range of a range that starts in the run before the one with this index.
    fn range_in(&self, next: usize, text: &str, range: Range<usize>) -> Range<usize> {
        let (at, source) = next.checked_sub(1).map_or((0, 0), |run| self.runs[run]);
        let start = source + (range.start - at);
        if range.is_empty() {
            return start..start;
        }
        // Most ranges are in one run.
        if self.runs.get(next).is_none_or(|&(at, _)| range.end <= at) {
            return start..start + range.len();
        }
        let last = text[..range.end].char_indices().next_back().map_or(0, |(at, _)| at);
        start..self.offset(last) + (range.end - last)
    }
}
