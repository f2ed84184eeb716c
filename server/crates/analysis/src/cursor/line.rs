//! Joins the lines of an instruction around a cursor, and maps offsets back to the document.

use std::ops::Range;

use dockwright_syntax::{
    logical::{JoinedAt, LogicalLine},
    source_map::SourceMap,
};

use super::rest_of_line;
use crate::{document::Document, model::place::Spot, parts::Parts};

/// An instruction without its heredoc bodies, lines joined. Ranges are in `text` unless documented
/// otherwise.
#[derive(Debug)]
pub struct Line<'a> {
    /// The document.
    pub document: &'a Document,
    /// The cursor in the document.
    pub offset: usize,
    /// The instruction.
    pub spot: Spot<'a>,
    /// The joined text, including trailing whitespace.
    pub text: String,
    /// The cursor in `text`.
    pub cursor: usize,
    /// Whether the cursor follows an escape character that ends its line, or could end it.
    pub is_after_escape: bool,
    /// The text of the document between the cursor and the end of its line.
    pub rest: String,
    map: SourceMap,
}

/// The part of an instruction that an offset is in.
pub(super) enum Found<'a> {
    /// The text of its line.
    Line(Line<'a>),
    /// A comment between its lines, or the body of a heredoc.
    Inside,
    /// No part: the offset is after it.
    Outside,
}

impl<'a> Line<'a> {
    /// The instruction at an offset, or before it on the same line. `None` in the bodies of heredocs, and in comments.
    pub fn at(document: &'a Document, offset: usize) -> Option<Self> {
        match Self::find(document, Spot::before(document, offset)?, offset) {
            Found::Line(line) => Some(line),
            Found::Inside | Found::Outside => None,
        }
    }

    pub(super) fn find(document: &'a Document, spot: Spot<'a>, offset: usize) -> Found<'a> {
        let start = spot.placed.start;
        let body = spot.placed.facts.heredocs.iter().map(|heredoc| heredoc.content_start).min();
        let body = body.map_or(usize::MAX, |body| start + body);
        if body <= offset {
            return if offset <= spot.end() { Found::Inside } else { Found::Outside };
        }
        let rest = rest_of_line(document, offset);
        let end = spot.end().max(offset + rest.len()).min(body);
        let source = document.text().slice(start..end);
        match LogicalLine::join_at(&source, document.escape(), offset - start) {
            JoinedAt::Line { text, map, cursor, is_after_escape } => {
                let may_continue = text[..cursor].ends_with(document.escape()) && rest.trim().is_empty();
                let is_after_escape = is_after_escape || may_continue;
                Found::Line(Self { document, offset, spot, text, cursor, is_after_escape, rest, map })
            }
            JoinedAt::Comment => Found::Inside,
            JoinedAt::Outside => Found::Outside,
        }
    }

    /// The text before the cursor.
    pub fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// The range in the document.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        // BuildKit reads each byte of a flag as a character, so the range is widened to whole characters.
        let end = (range.end..self.text.len()).find(|&end| self.text.is_char_boundary(end));
        let end = end.unwrap_or(self.text.len());
        let found = self.map.range(&self.text, range.start.min(end)..end);
        self.spot.placed.start + found.start..self.spot.placed.start + found.end
    }

    /// The offset in the document. The cursor maps to the cursor.
    pub(super) fn source_offset(&self, at: usize) -> usize {
        if at == self.cursor { self.offset } else { self.spot.placed.start + self.map.offset(at) }
    }

    /// The instruction, followed by the one after ONBUILD.
    pub fn parts(&self) -> Vec<Parts> {
        Parts::chain(&self.text, self.document.escape())
    }
}
