//! What the thing under the cursor is, in a few lines of Markdown.
//!
//! Each provider knows one kind of thing; the first that has something to say is heard. Those that know values come
//! first, and say below a rule what is known of the thing by its name; then those that read the texts of the language.
//! A value that the file does not determine is never guessed: what decides it is named instead.

mod card;
mod comment;
mod form;
mod image;
mod markdown;
mod mode;
mod modifier;
mod mount;
mod names;
mod origin;
mod stage;
mod value;
mod variable;
mod written;

use std::ops::Range;

pub(crate) use markdown::{code, one_line};

use dockwright_analysis::{document::Document, model::place::Spot, spec::Language};

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Byte range of what is explained.
    pub range: Range<usize>,
    /// The explanation; plain text is made of it where an editor shows no Markdown.
    pub markdown: String,
}

/// Says what is at an offset of an instruction, if that is its business.
type Provider = fn(&Document, &Spot<'_>, usize, Language) -> Option<Hover>;

/// Who is asked, in this order.
const PROVIDERS: [Provider; 3] = [variable::hover, stage::hover, image::hover];

/// What is at `offset`, said in a language.
pub fn hover(document: &Document, offset: usize, language: Language) -> Option<Hover> {
    let spot = Spot::at(document, offset);
    spot.and_then(|spot| PROVIDERS.iter().find_map(|provider| provider(document, &spot, offset, language)))
        .or_else(|| comment::hover(document, offset, language))
        .or_else(|| written::hover(document, offset, language))
        .or_else(|| form::terminator(document, offset, language))
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
