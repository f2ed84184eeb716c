//! Paints the text of an instruction: what is painted later covers what was there.
//!
//! So whoever paints need not know what is nested in what, and the tokens that come out can neither overlap nor cross
//! the end of a line.

use std::ops::Range;

use super::{TokenModifiers, TokenType};

/// What a stretch of an instruction means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) token_type: TokenType,
    pub(super) modifiers: TokenModifiers,
    pub(super) link: Link,
}

/// What only the whole document tells about a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing: the token is as it is.
    None,
    /// It means the variable whose name has this index.
    Name(u32),
    /// It is there if the text of this index names no stage.
    Image(u32),
    /// It is there if the text of this index names a stage.
    Stage(u32),
}

impl Style {
    /// One that tells its type only.
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
    /// The byte behind its last.
    pub(super) end: u32,
    pub(super) style: Style,
}

/// The text of an instruction with what is painted on it.
pub(super) struct Canvas<'a> {
    pub(super) source: &'a str,
    /// For each byte the stroke that covers it, counted from 1, 0 for none.
    strokes: Vec<u32>,
    styles: Vec<Style>,
    names: Vec<Box<str>>,
    /// What is there beside the strokes: it takes the place of some of them, or they of it.
    others: Vec<(Range<usize>, Style)>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let strokes = vec![0; source.len()];
        Self { source, strokes, styles: Vec::new(), names: Vec::new(), others: Vec::new() }
    }

    /// The text of a range; nothing where it cuts a character or leaves the text.
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

    /// Takes away what covers a range.
    pub(super) fn clear(&mut self, range: Range<usize>) {
        self.fill(range, 0);
    }

    fn fill(&mut self, range: Range<usize>, stroke: u32) {
        let end = range.end.min(self.strokes.len());
        if let Some(bytes) = self.strokes.get_mut(range.start..end.max(range.start)) {
            bytes.fill(stroke);
        }
    }

    /// Covers a range with a variable that the document is asked about.
    pub(super) fn variable(&mut self, range: Range<usize>, name: &str) {
        let link = self.name(name);
        self.paint(range, Style::new(TokenType::Variable).linked(link));
    }

    fn name(&mut self, name: &str) -> Link {
        // The last ones are the likeliest; a long script must not make this a search.
        let known = self.names.iter().rev().take(16).position(|known| **known == *name);
        let at = known.map_or(self.names.len(), |at| self.names.len() - 1 - at);
        if known.is_none() {
            self.names.push(name.into());
        }
        Link::Name(at as u32)
    }

    /// Notes a token that takes turns with what is painted.
    pub(super) fn other(&mut self, range: Range<usize>, style: Style) {
        self.others.push((range, style));
    }

    /// The tokens in the order of the text, and the names that they mean.
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

    /// Runs of the same stroke, cut at line ends and at blanks beside them, never in a character.
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
