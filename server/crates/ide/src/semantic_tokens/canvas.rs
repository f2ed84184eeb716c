//! A canvas on which the tokens of an instruction are painted: later strokes cover earlier ones.
//!
//! So callers need not consider nesting, and the resulting tokens can neither overlap nor cross the
//! end of a line.

use std::ops::Range;

use super::{TokenModifiers, TokenType};

/// The meaning of a range of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) token_type: TokenType,
    pub(super) modifiers: TokenModifiers,
    pub(super) link: Link,
}

/// A property of a token that only the whole document determines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// None: the token does not depend on the document.
    None,
    /// It refers to the variable whose name has this index.
    Name(u32),
    /// The token exists if the text with this index is not the name of a stage.
    Image(u32),
    /// The token exists if the text with this index is the name of a stage.
    Stage(u32),
}

impl Style {
    /// A style with a type and no modifiers.
    pub(super) const fn new(token_type: TokenType) -> Self {
        Self { token_type, modifiers: TokenModifiers::NONE, link: Link::None }
    }

    pub(super) const fn with(self, modifiers: TokenModifiers) -> Self {
        Self { modifiers: self.modifiers.with(modifiers), ..self }
    }

    pub(super) const fn linked(self, link: Link) -> Self {
        Self { link, ..self }
    }
}

/// A token of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Byte offset in the instruction.
    pub(super) start: u32,
    /// The end, exclusive.
    pub(super) end: u32,
    pub(super) style: Style,
}

/// The text of an instruction with the strokes painted on it.
pub(super) struct Canvas<'a> {
    pub(super) source: &'a str,
    /// For each byte, the 1-based number of the stroke that covers it; 0 for none.
    strokes: Vec<u32>,
    styles: Vec<Style>,
    names: Vec<Box<str>>,
    /// Alternatives to the strokes: depending on the document, either these tokens or the covered
    /// strokes apply.
    others: Vec<(Range<usize>, Style)>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let strokes = vec![0; source.len()];
        Self { source, strokes, styles: Vec::new(), names: Vec::new(), others: Vec::new() }
    }

    /// The text of a range; empty if the range splits a character or is out of bounds.
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// Covers a range.
    pub(super) fn paint(&mut self, range: Range<usize>, style: Style) {
        if !range.is_empty() {
            self.styles.push(style);
            self.fill(range, self.styles.len() as u32);
        }
    }

    /// Removes the strokes from a range.
    pub(super) fn clear(&mut self, range: Range<usize>) {
        self.fill(range, 0);
    }

    fn fill(&mut self, range: Range<usize>, stroke: u32) {
        let end = range.end.min(self.strokes.len());
        if let Some(bytes) = self.strokes.get_mut(range.start..end.max(range.start)) {
            bytes.fill(stroke);
        }
    }

    /// Covers a range with a variable, to be looked up in the document.
    pub(super) fn variable(&mut self, range: Range<usize>, name: &str) {
        let link = self.name(name);
        self.paint(range, Style::new(TokenType::Variable).linked(link));
    }

    fn name(&mut self, name: &str) -> Link {
        // Recent names are the likeliest; a long script must not turn this into a linear search.
        let known = self.names.iter().rev().take(16).position(|known| **known == *name);
        let at = known.map_or(self.names.len(), |at| self.names.len() - 1 - at);
        if known.is_none() {
            self.names.push(name.into());
        }
        Link::Name(at as u32)
    }

    /// Adds a token that is an alternative to the strokes under it.
    pub(super) fn other(&mut self, range: Range<usize>, style: Style) {
        self.others.push((range, style));
    }

    /// The tokens in the order of the text, and the names that they refer to.
    pub(super) fn finish(mut self) -> (Box<[Mark]>, Box<[Box<str>]>) {
        let mut marks = Vec::new();
        let strokes = std::mem::take(&mut self.strokes);
        self.runs(&strokes, 0, &mut |range, stroke| {
            if let Some(&style) = self.styles.get(stroke as usize - 1) {
                marks.push(Mark { start: range.start as u32, end: range.end as u32, style });
            }
        });
        if !self.others.is_empty() {
            for (range, style) in &self.others {
                let whole = vec![1; range.len()];
                self.runs(&whole, range.start, &mut |range, _| {
                    marks.push(Mark { start: range.start as u32, end: range.end as u32, style: *style });
                });
            }
            marks.sort_by_key(|mark| mark.start);
        }
        (marks.into_boxed_slice(), self.names.into_boxed_slice())
    }

    /// Runs of the same stroke, split at line ends, without whitespace next to those, and never within
    /// a character.
    fn runs(&self, strokes: &[u32], base: usize, visit: &mut dyn FnMut(Range<usize>, u32)) {
        let bytes = self.source.as_bytes();
        let mut at = 0;
        while at < strokes.len() {
            let stroke = strokes[at];
            let is_end = |at: usize| matches!(bytes.get(base + at), Some(b'\n' | b'\r') | None);
            if stroke == 0 || is_end(at) || !self.source.is_char_boundary(base + at) {
                at += 1;
                continue;
            }
            let start = at;
            at += 1;
            while at < strokes.len()
                && !is_end(at)
                && (strokes[at] == stroke || !self.source.is_char_boundary(base + at))
            {
                at += 1;
            }
            while !self.source.is_char_boundary(base + at) {
                at += 1;
            }
            let range = base + start..base + at;
            if !self.text(range.clone()).trim().is_empty() {
                visit(range, stroke);
            }
        }
    }
}
