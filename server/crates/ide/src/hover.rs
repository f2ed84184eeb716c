//! What the thing under the cursor is, in a few lines of Markdown.
//!
//! Each provider knows one kind of thing; the first that has something to say is heard. A value that the file does
//! not determine is never guessed: what decides it is named instead.

mod image;
mod markdown;
mod modifier;
mod origin;
mod stage;
mod variable;

use std::ops::Range;

pub(crate) use markdown::{code, one_line};

use crate::{document::Document, model::place::Spot, spec::Language};

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
    let spot = Spot::at(document, offset)?;
    PROVIDERS.iter().find_map(|provider| provider(document, &spot, offset, language))
}

#[cfg(test)]
mod tests;
