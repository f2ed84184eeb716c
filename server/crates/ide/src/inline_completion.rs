//! Inline completion ("ghost text"): the most likely rest of the line, which editors show in grey
//! and insert with Tab.
//!
//! A list of words in free text, such as the commands of RUN, is not safe: Enter would accept a
//! longer word than was typed. A suggestion that only Tab accepts is safe. There is at most one,
//! only at the end of a line, never in a comment, and only if it is likely.
//!
//! [`reader`] reads the lines up to the cursor, and [`file_words`] the words around it. [`context`]
//! defines the contexts that predictions depend on, [`table`] stores what follows each of them in
//! other files, and [`prediction`] combines the two. [`suggestion`] decides how long a suggestion
//! is and whether it is shown. [`counting`] is used to make the table.

mod command_head;
mod context;
pub mod counting;
mod distribution;
mod file_words;
mod pieces;
mod prediction;
mod reader;
mod site;
mod suggestion;
pub mod table;
mod words;

use std::ops::Range;

pub use context::Kind;
use site::{Site, without_mark};
use table::Table;

use dockwright_analysis::document::Document;

/// A suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct InlineCompletion {
    /// The text to insert: the typed part of the word, its rest, and perhaps more words.
    pub text: String,
    /// The range to replace: the typed part of the word, up to the cursor.
    pub range: Range<usize>,
    /// The likelihood that the line continues this way.
    pub likelihood: f32,
    /// The context that contributed most.
    pub kind: Kind,
}

impl InlineCompletion {
    /// The text shown after the cursor.
    pub fn rest(&self) -> &str {
        self.text.get(self.range.len()..).unwrap_or_default()
    }
}

/// A word for a list in free text.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeTextWord {
    /// The whole word.
    pub text: String,
    /// The range of its typed part.
    pub range: Range<usize>,
    /// How likely it is.
    pub likelihood: f32,
}

/// The most likely continuation of the line that ends at `offset`.
pub fn inline_completion(document: &Document, offset: usize) -> Option<InlineCompletion> {
    inline_completion_with(Table::bundled(), document, offset)
}

/// Like [`inline_completion`], with a different table.
pub fn inline_completion_with(
    table: &Table<'_>,
    document: &Document,
    offset: usize,
) -> Option<InlineCompletion> {
    let site = Site::new(document, offset)?;
    let (mut reader, words) = site.read();
    let line = without_mark(&site.line);
    if line.trim().is_empty() && !(reader.is_inside() && reader.is_indentation(line)) {
        return None;
    }
    let partial = reader.begin(line)?;
    let suggestion = suggestion::suggest(table, &words, &mut reader, partial, document.escape())?;
    let text = format!("{partial}{}", site.fitted(suggestion.text)?);
    let range = offset - partial.len()..offset;
    Some(InlineCompletion { text, range, likelihood: suggestion.likelihood, kind: suggestion.kind })
}

/// The words that may follow at `offset` in text that a shell reads, the likeliest first.
///
/// They are meant for a list that the user requests, in an editor that shows no inline completion.
/// An editor must not open this list by itself, because Enter would accept its first word.
pub fn free_text_words(document: &Document, offset: usize) -> Vec<FreeTextWord> {
    let Some(site) = Site::new(document, offset) else { return Vec::new() };
    let (mut reader, words) = site.read();
    let Some(partial) = reader.begin(without_mark(&site.line)).filter(|_| reader.is_shell()) else {
        return Vec::new();
    };
    let range = offset - partial.len()..offset;
    let words = suggestion::words(Table::bundled(), &words, &reader, partial).into_iter();
    words.map(|(text, likelihood)| FreeTextWord { text, range: range.clone(), likelihood }).collect()
}

#[cfg(test)]
mod tests;
