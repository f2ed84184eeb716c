//! Hovers: explains the code under the cursor in a few lines of Markdown.
//!
//! Each provider explains one kind of code; the first one with a result wins. The providers that
//! know values come first, and append general information about the name; the ones that only use
//! the texts about the language come last. A value that the file does not determine is never
//! guessed; instead, the hover names what determines it.

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
mod program;
mod stage;
mod value;
mod variable;

use std::{cell::OnceCell, ops::Range};

pub use context::{ContextSource, SourceSummary, context_source_at, source_hover};
pub(crate) use markdown::{code, one_line};

use dockwright_analysis::{cursor::Line, document::Document, model::place::Spot};
use dockwright_texts::Language;

/// The explanation of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Byte range of the explained code.
    pub range: Range<usize>,
    /// The explanation; converted to plain text for editors that cannot show Markdown.
    pub markdown: String,
}

/// The position of the hover.
struct Asked<'a> {
    document: &'a Document,
    offset: usize,
    language: Language,
    /// The instruction that contains the offset or ends there.
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

/// The providers, in the order in which they are tried.
const PROVIDERS: [Provider; 11] = [
    |asked| variable::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| stage::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| image::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| comment::hover(asked.document, asked.offset, asked.language),
    |asked| form::continuation(asked.line()?, asked.language),
    |asked| parts::hover(asked.line()?, asked.language),
    |asked| program::hover(asked.document, &asked.spot?, asked.offset, asked.language),
    |asked| form::hover(asked.line()?, &asked.spot?, asked.language),
    |asked| mount::hover(asked.line()?, &asked.spot?, asked.language),
    |asked| form::terminator(asked.document, asked.offset, asked.language),
    |asked| variable::of_value(asked.document, &asked.spot?, asked.offset, asked.language),
];

/// Explains the code at `offset`, in a language.
pub fn hover(document: &Document, offset: usize, language: Language) -> Option<Hover> {
    let spot = Spot::at(document, offset);
    let asked = Asked { document, offset, language, spot, line: OnceCell::new() };
    PROVIDERS.iter().find_map(|provider| provider(&asked))
}

/// Appends general information about a name to the explanation of its value.
fn with_knowledge(markdown: String, knowledge: Option<impl AsRef<str>>) -> String {
    match knowledge {
        Some(knowledge) => format!("{markdown}\n\n---\n\n{}", knowledge.as_ref()),
        None => markdown,
    }
}

#[cfg(test)]
mod tests;
