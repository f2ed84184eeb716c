//! Completion: the text that may be inserted at the cursor.
//!
//! A [cursor](dockwright_analysis::cursor) describes the position of the user, on unfinished lines
//! as well as on finished ones. Each provider offers one kind of item. An item replaces the whole
//! word under the cursor. [`fit`] removes the items that would replace text that may already be
//! complete.
//!
//! The shell's own words are not offered, and nothing is offered inside heredoc bodies and prose
//! comments.

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
    /// The name without its path.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// The information that completion needs besides the document.
pub struct CompletionContext<'a> {
    /// The language of the texts.
    pub language: Language,
    /// Whether the client supports snippets.
    pub has_snippets: bool,
    /// Whether the user requested the list. Otherwise it opened by itself during typing, and contains
    /// only items that cannot replace finished text.
    pub is_by_hand: bool,
    /// The images used in other files of the workspace that match the typed text, the likeliest first.
    pub images: &'a dyn Fn(&str) -> Vec<String>,
    /// The names in a folder of the build context that are sent to the builder, `""` for the context
    /// itself; empty if the folder cannot be read. The second argument is the start of the name that is
    /// already typed: for a large folder, only names that begin with it are required.
    pub folder: &'a dyn Fn(&str, &str) -> Vec<FolderEntry>,
    /// A Dockerfile generated for the project in the folder. Called only if the document is empty.
    pub starter: &'a dyn Fn() -> Option<StarterFile>,
}

/// A whole file generated for a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterFile {
    /// The kind of project that was detected.
    pub kind: String,
    /// The text of the file.
    pub text: String,
}

impl std::fmt::Debug for CompletionContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompletionContext").field("language", &self.language).finish_non_exhaustive()
    }
}

/// Collects the items of the providers.
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

/// The items that may be inserted at `offset`, the likeliest first.
pub fn completions(
    document: &Document,
    offset: usize,
    context: &CompletionContext<'_>,
) -> Vec<CompletionItem> {
    let mut acc = Acc { document, context, items: Vec::new() };
    match Place::at(document, offset) {
        Place::Comment(comment) => comments::complete(&comment, &mut acc),
        Place::Keyword(keyword) => start::complete(&keyword, &mut acc),
        // Nothing is typed after the character that continues a line.
        Place::Instruction(site) if site.line.is_after_escape => {}
        Place::Instruction(site) => complete_instruction(&site, &mut acc),
        Place::Nowhere => {}
    }
    let fit = if context.is_by_hand { fit::fit_loosely } else { fit::fit };
    fit(&mut acc.items, document, offset);
    // Words that continue on the next line are left alone.
    acc.items.retain(|item| !document.text().slice(item.edit.range.clone()).contains('\n'));
    acc.items
}

/// Whether a letter, a digit or `_` is right before `offset`. After these characters, editors
/// request completion by themselves.
pub fn is_after_word(document: &Document, offset: usize) -> bool {
    // A character has at most four bytes; if the range splits one, the slice contains it completely.
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

/// The text of an instruction after the cursor, up to a number of bytes.
fn after(site: &Typing<'_>, most: usize) -> String {
    let (document, offset) = (site.line.document, site.line.offset);
    let end = site.line.spot.end().max(offset);
    document.text().slice(offset..end.min(offset + most)).into_owned()
}

#[cfg(test)]
mod tests;
