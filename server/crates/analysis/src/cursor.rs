//! Finds the text at an offset of a document, even if it is half typed.
//!
//! Facts say what an instruction means. A cursor says where the user is: in which [line](Line), and, for features that help
//! with typing, in which part of it ([`Typing`]). Names (variables, stages, delimiters) are found by
//! [`symbol_at`](crate::usage::symbol_at).

mod line;
mod mount;
mod typing;
mod words;

use std::ops::Range;

pub use line::Line;
pub use mount::MountFields;
pub use typing::{FlagTyping, Typing};
pub use words::Words;

use crate::{document::Document, model::place::Spot};

/// Where a cursor is.
#[derive(Debug)]
pub enum Place<'a> {
    /// In a comment or a parser directive.
    Comment(CommentLine),
    /// At the first word of a line, where a keyword may be written.
    Keyword(KeywordTyping),
    /// After the keyword of an instruction.
    Instruction(Box<Typing<'a>>),
    /// In the body of a heredoc, in a comment between the lines of an instruction, or in text of no instruction.
    Nowhere,
}

/// A word, and the part of it before the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The part before the cursor, with its lines joined.
    pub prefix: String,
    /// The whole word in the document.
    pub range: Range<usize>,
}

impl Token {
    /// A range of the document, of which `prefix` is before the cursor.
    pub fn new(range: Range<usize>, prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), range }
    }
}

/// A comment or a parser directive, with the cursor after its `#`.
#[derive(Debug)]
pub struct CommentLine {
    /// The text from the `#` to the cursor, without the `#`.
    pub before: String,
    /// Where that text starts in the document.
    pub start: usize,
    /// The text after the cursor.
    pub after: String,
}

impl CommentLine {
    /// The comment that holds the offset, wherever it is.
    pub fn at(document: &Document, offset: usize) -> Option<Self> {
        Self::of(&TextLine::at(document, offset), offset)
    }

    fn of(line: &TextLine, offset: usize) -> Option<Self> {
        let before = line.visible().strip_prefix('#')?.to_owned();
        Some(Self { start: offset - before.len(), before, after: line.after.clone() })
    }
}

/// A keyword that is being typed.
#[derive(Debug)]
pub struct KeywordTyping {
    /// The word.
    pub token: Token,
    /// Text follows the word.
    pub has_rest: bool,
    /// A FROM precedes the word.
    pub is_in_stage: bool,
}

/// The line of the document that holds an offset.
struct TextLine {
    before: String,
    after: String,
}

impl TextLine {
    fn at(document: &Document, offset: usize) -> Self {
        let before = document.text().slice(line_start(document, offset)..offset).into_owned();
        Self { before, after: rest_of_line(document, offset) }
    }

    /// The text before the offset without the whitespace at its start.
    fn visible(&self) -> &str {
        self.before.trim_start_matches(['\u{feff}', ' ', '\t'])
    }
}

impl<'a> Place<'a> {
    /// The place of an offset.
    pub fn at(document: &'a Document, offset: usize) -> Self {
        let spot = Spot::before(document, offset);
        match spot.map_or(line::Found::Outside, |spot| Line::find(document, spot, offset)) {
            line::Found::Line(line) => line.typing(),
            line::Found::Inside => Self::Nowhere,
            line::Found::Outside => Self::outside(document, offset),
        }
    }

    /// The place of an offset that is in no instruction.
    fn outside(document: &Document, offset: usize) -> Self {
        let line = TextLine::at(document, offset);
        if let Some(comment) = CommentLine::of(&line, offset) {
            return Self::Comment(comment);
        }
        let word = line.visible();
        if word.contains([' ', '\t']) {
            return Self::Nowhere;
        }
        let end = words::end_of_word(&line.after);
        Self::Keyword(KeywordTyping {
            token: Token::new(offset - word.len()..offset + end, word),
            has_rest: !line.after[end..].trim().is_empty(),
            is_in_stage: document.block_at(offset).is_some_and(|(stage, _)| stage.is_some()),
        })
    }
}

/// Where the line of an offset starts.
pub fn line_start(document: &Document, offset: usize) -> usize {
    const STEP: usize = 256;
    let text = document.text();
    let mut start = offset;
    loop {
        let from = start.saturating_sub(STEP);
        let part = text.slice(from..start);
        if let Some(at) = part.rfind(['\n', '\r']) {
            return start - (part.len() - at - 1);
        }
        if from == 0 {
            return 0;
        }
        start -= part.len();
    }
}

/// The text between an offset and the end of its line, up to a length that users do not type.
fn rest_of_line(document: &Document, offset: usize) -> String {
    const LONGEST: usize = 4096;
    let text = document.text();
    let behind = text.slice(offset..text.len().min(offset + LONGEST));
    behind.split(['\n', '\r']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
