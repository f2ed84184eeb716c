//! What may be written at the cursor.
//!
//! A [cursor](dockwright_analysis::cursor) says where the user is, on half-typed lines as on whole ones. Each provider then
//! knows one kind of thing. An item replaces the whole word under the cursor. [`fit`] drops what would
//! replace text that may be meant as it is.
//!
//! Deliberately not here: words of a shell's own, and anything inside heredoc bodies and comments that are no
//! directives.

mod arguments;
mod build_files;
mod comments;
mod destinations;
mod fit;
mod flags;
mod image;
mod item;
mod known;
mod mounts;
mod paths;
mod start;
mod variables;

pub use build_files::{arguments_for_builds, stages_for_builds};
pub use image::base_images;
pub use item::{CompletionItem, CompletionKind, DocKey, Vocabulary};

use dockwright_analysis::{
    cursor::{Place, Typing},
    document::Document,
};
use dockwright_texts::Language;

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    /// The name alone.
    pub name: String,
    /// It is a folder itself.
    pub is_folder: bool,
}

/// What completion is told beside the document.
pub struct CompletionContext<'a> {
    /// The language of what is shown.
    pub language: Language,
    /// The client expands snippets.
    pub has_snippets: bool,
    /// The user asked for the list. Otherwise it opens by itself while the user types, and holds only what cannot
    /// replace finished text.
    pub is_by_hand: bool,
    /// Images that other files of the workspace are built on, the likeliest first, for what is typed already.
    pub images: &'a dyn Fn(&str) -> Vec<String>,
    /// The names in a folder of the build context that are sent to the builder, `""` for the context itself; nothing
    /// where it cannot be read. The second text is the start of the name that is typed already: of a large folder only
    /// such names have to be given.
    pub folder: &'a dyn Fn(&str, &str) -> Vec<FolderEntry>,
    /// The Dockerfile that the project of the folder gets. Asked for only where the document is empty.
    pub starter: &'a dyn Fn() -> Option<StarterFile>,
}

/// A whole file for a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterFile {
    /// What the project was taken for.
    pub kind: String,
    /// The text of the file.
    pub text: String,
}

impl std::fmt::Debug for CompletionContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompletionContext").field("language", &self.language).finish_non_exhaustive()
    }
}

/// Takes what providers offer.
struct Acc<'a> {
    document: &'a Document,
    context: &'a CompletionContext<'a>,
    items: Vec<CompletionItem>,
}

impl Acc<'_> {
    fn push(&mut self, item: CompletionItem) {
        self.items.push(item);
    }
}

/// What may be written at `offset`, the likeliest first.
pub fn completions(
    document: &Document,
    offset: usize,
    context: &CompletionContext<'_>,
) -> Vec<CompletionItem> {
    let mut acc = Acc { document, context, items: Vec::new() };
    match Place::at(document, offset) {
        Place::Comment(comment) => comments::complete(&comment, &mut acc),
        Place::Keyword(keyword) => start::complete(&keyword, &mut acc),
        // Nothing is typed after the character that continues the line.
        Place::Instruction(site) if site.line.is_after_escape => {}
        Place::Instruction(site) => complete_instruction(&site, &mut acc),
        Place::Nowhere => {}
    }
    let fit = if context.is_by_hand { fit::fit_loosely } else { fit::fit };
    fit(&mut acc.items, document, offset);
    // A word that goes on over a line's end is left alone.
    acc.items.retain(|item| !document.text().slice(item.edit.range.clone()).contains('\n'));
    acc.items
}

/// Whether a letter, a digit or `_` stands right before `offset`, the characters at which editors ask by themselves.
pub fn is_after_word(document: &Document, offset: usize) -> bool {
    // Four bytes are the longest character; of one that is cut, the slice has the whole.
    document
        .text()
        .slice(offset.saturating_sub(4)..offset)
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn complete_instruction(site: &Typing<'_>, acc: &mut Acc<'_>) {
    if variables::complete(site, acc) {
        return;
    }
    if let Some(flag) = &site.flag {
        flags::complete(site, flag, acc);
        return;
    }
    arguments::complete(site, acc);
}

/// The text of an instruction that follows the cursor, up to a number of bytes.
fn after(site: &Typing<'_>, most: usize) -> String {
    let (document, offset) = (site.line.document, site.line.offset);
    let end = site.line.spot.end().max(offset);
    document.text().slice(offset..end.min(offset + most)).into_owned()
}

#[cfg(test)]
mod tests;
