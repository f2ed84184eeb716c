//! An item of a completion list.

use std::ops::Range;

use dockwright_analysis::{cursor::Token, fix::TextEdit};
use dockwright_texts::{Entry, Language, Topic};

/// What an item stands for; editors show an icon for it.
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

/// Where the text that explains an item stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocKey {
    /// The file of texts.
    pub topic: Topic,
    /// The row, nothing for the topic itself.
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

/// What may be written in the place of an item: how sure it is that text which begins like the item is meant to
/// become it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// The items are all there is: instructions, flags, keys. A word that is none of them is not finished.
    Closed,
    /// Names of things that exist: files, stages, variables, images. Other names are legal too.
    Names,
    /// The same where the line cannot end after a name. Nobody presses Enter there to end it.
    InnerNames,
    /// The items are examples, and any text may be meant.
    Open,
}

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What the list shows.
    pub label: String,
    /// A few words behind the label.
    pub detail: Option<String>,
    /// What it stands for.
    pub kind: CompletionKind,
    /// What is written, and what of the document it replaces: the whole word under the cursor.
    pub edit: TextEdit,
    /// The part of the range that is before the cursor, where a client inserts rather than replaces.
    pub insert: Range<usize>,
    /// What is typed to find it; editors compare it with the text before the cursor in the replaced range.
    pub filter: String,
    /// The edit's text is a snippet of LSP.
    pub is_snippet: bool,
    /// The lower, the earlier in the list.
    pub rank: u8,
    /// What else may be written in its place.
    pub vocabulary: Vocabulary,
    /// Something has to follow it, and there is a list of what.
    pub opens_list: bool,
    /// Docker advises against it.
    pub is_deprecated: bool,
    /// Where it is explained.
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

    /// The next list opens once the item is accepted.
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
