//! What the thing under the cursor is, in a few lines of Markdown.
//!
//! Each provider knows one kind of thing; the first that has something to say is heard. Those that know values come
//! first, and add what is known of the thing by its name; then those that read the texts of the language.
//! A value that the file does not determine is never guessed: what decides it is named instead.

mod card;
mod comment;
mod context;
mod form;
mod image;
mod markdown;
mod mode;
mod modifier;
mod mount;
mod names;
mod origin;
mod parts;
mod stage;
mod value;
mod variable;

use std::{cell::OnceCell, ops::Range};

pub use context::{ContextSource, SourceSummary, context_source_at, source_hover};
pub(crate) use markdown::{code, one_line};

use dockwright_analysis::{cursor::Line, document::Document, model::place::Spot};
use dockwright_texts::Language;

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Byte range of what is explained.
    pub range: Range<usize>,
    /// The explanation; plain text is made of it where an editor shows no Markdown.
    pub markdown: String,
}

/// The place that is asked about.
struct Asked<'a> {
    document: &'a Document,
    offset: usize,
    language: Language,
    /// The instruction that the offset is in, or at the end of.
    spot: Option<Spot<'a>>,
    line: OnceCell<Option<Line<'a>>>,
}

impl<'a> Asked<'a> {
    /// The joined line of the instruction at the offset.
    fn line(&self) -> Option<&Line<'a>> {
        self.line.get_or_init(|| Line::at(self.document, self.offset)).as_ref()
    }
}

/// Explains one kind of thing, if the offset is on one.
type Provider = fn(&Asked<'_>) -> Option<Hover>;

/// The providers in the order in which they are asked.
const PROVIDERS: [Provider; 9] = [
    |asked| variable::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| stage::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| image::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| comment::hover(asked.document, asked.offset, asked.language),
    |asked| form::continuation(asked.line()?, asked.language),
    |asked| parts::hover(asked.line()?, asked.language),
    |asked| form::hover(asked.line()?, &asked.spot?, asked.language),
    |asked| mount::hover(asked.line()?, &asked.spot?, asked.language),
    |asked| form::terminator(asked.document, asked.offset, asked.language),
];

/// What is at `offset`, said in a language.
pub fn hover(document: &Document, offset: usize, language: Language) -> Option<Hover> {
    let spot = Spot::at(document, offset);
    let asked = Asked { document, offset, language, spot, line: OnceCell::new() };
    PROVIDERS.iter().find_map(|provider| provider(&asked))
}

/// What is known of a thing by its name, below what is known of its value.
fn with_knowledge(markdown: String, knowledge: Option<impl AsRef<str>>) -> String {
    match knowledge {
        Some(knowledge) => format!("{markdown}\n\n---\n\n{}", knowledge.as_ref()),
        None => markdown,
    }
}

#[cfg(test)]
mod tests;
