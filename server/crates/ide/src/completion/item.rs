//! An item of a completion list.

use std::ops::Range;

use dockwright_analysis::{cursor::Token, fix::TextEdit};
use dockwright_texts::{Entry, Language, Topic};

/// The kind of an item, for which editors show an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// An instruction.
    Keyword,
    /// Several lines or words to fill in.
    Snippet,
    /// A flag.
    Flag,
    /// One of few values.
    Value,
    /// A key of a mount or a label.
    Key,
    /// A stage.
    Stage,
    /// An image.
    Image,
    /// A variable.
    Variable,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A rule.
    Rule,
}

/// Refers to the text that explains an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocKey {
    /// The file of texts.
    pub topic: Topic,
    /// The entry, or `None` for the topic itself.
    pub id: Option<String>,
}

impl DocKey {
    /// The text.
    pub fn entry(&self, language: Language) -> Option<Entry> {
        match &self.id {
            Some(id) => self.topic.entry(language, id),
            None => Some(self.topic.intro(language)),
        }
    }
}

/// Which texts are legal in place of an item. This determines how likely it is that typed text
/// which is a prefix of the item is meant to become it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// Only the items are legal: instructions, flags, keys. A word that matches none of them is
    /// unfinished.
    Closed,
    /// Names of existing things: files, stages, variables, images. Other names are legal too.
    Names,
    /// Like `Names`, where the line cannot end after a name, so users do not press Enter there to end
    /// it.
    InnerNames,
    /// The items are examples; any text is legal.
    Open,
}

/// A completion item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// The text that the list shows.
    pub label: String,
    /// A few words after the label.
    pub detail: Option<String>,
    /// The kind of the item.
    pub kind: CompletionKind,
    /// The text to insert, and the range that it replaces: the whole word under the cursor.
    pub edit: TextEdit,
    /// The part of the range before the cursor, which clients replace when they insert rather than
    /// overwrite.
    pub insert: Range<usize>,
    /// The text to match: editors compare it with the text before the cursor in the replaced range.
    pub filter: String,
    /// Whether the edit's text is an LSP snippet.
    pub is_snippet: bool,
    /// Items with a lower rank come first in the list.
    pub rank: u8,
    /// Which other texts are legal instead of it.
    pub vocabulary: Vocabulary,
    /// Whether more text must follow, which completion then offers.
    pub opens_list: bool,
    /// Whether Docker advises against it.
    pub is_deprecated: bool,
    /// The text that explains it.
    pub doc: Option<DocKey>,
}

impl CompletionItem {
    pub(super) fn new(kind: CompletionKind, label: impl Into<String>, token: &Token) -> Self {
        let label = label.into();
        let insert = token.range.start..(token.range.start + token.prefix.len()).min(token.range.end);
        Self {
            detail: None,
            kind,
            edit: TextEdit { range: token.range.clone(), text: label.clone() },
            insert,
            filter: label.clone(),
            is_snippet: false,
            rank: 50,
            vocabulary: Vocabulary::Closed,
            opens_list: false,
            is_deprecated: false,
            doc: None,
            label,
        }
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.edit.text = text.into();
        self
    }

    pub(super) fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// Other names than those in the list are legal.
    pub(super) fn name(self) -> Self {
        Self { vocabulary: Vocabulary::Names, ..self }
    }

    /// Other names than those in the list are legal, and more must follow on the line.
    pub(super) fn inner_name(self) -> Self {
        Self { vocabulary: Vocabulary::InnerNames, ..self }
    }

    /// Any other text is legal.
    pub(super) fn example(self) -> Self {
        Self { vocabulary: Vocabulary::Open, ..self }
    }

    /// A guess that must not be there any more once something is typed, not even in the list that a client shows
    /// until the next one arrives: Enter would accept it.
    pub(super) fn until_typed(self) -> Self {
        let is_typed = !self.insert.is_empty();
        if is_typed { self } else { Self { filter: " ".to_owned(), ..self } }
    }

    /// Makes the next list open once the item is accepted.
    pub(super) fn opens_list(self, opens_list: bool) -> Self {
        Self { opens_list, ..self }
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into()).filter(|detail| !detail.is_empty());
        Self { detail, ..self }
    }

    pub(super) fn doc_of(self, topic: Topic) -> Self {
        Self { doc: Some(DocKey { topic, id: None }), ..self }
    }

    pub(super) fn doc(self, topic: Topic, id: &str) -> Self {
        Self { doc: Some(DocKey { topic, id: Some(id.to_owned()) }), ..self }
    }
}
