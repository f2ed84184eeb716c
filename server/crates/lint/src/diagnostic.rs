//! One finding as editors, the command line and CI get it.

use std::ops::Range;

use dockwright_texts::{Language, Message, sentences};

use crate::{
    finding::Tag,
    rule::{Rule, Severity},
};
use dockwright_analysis::fix::Fix;

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Byte range in the same document.
    pub range: Range<usize>,
    /// What is there.
    pub message: Message,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's canonical name.
    pub code: &'static str,
    /// The rule's other names.
    pub aliases: &'static [&'static str],
    /// How bad it is.
    pub severity: Severity,
    /// Byte range, token-exact; for BuildKit's preset it begins on BuildKit's line.
    pub range: Range<usize>,
    /// First and last line as BuildKit reports them, 1-based; `None` if it reports nothing or gives no
    /// line.
    pub lines: Option<(u32, u32)>,
    /// What is wrong.
    pub message: Message,
    /// What Docker does, and what was probably meant, one sentence each.
    pub notes: Vec<Message>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Rendering hints.
    pub tags: Vec<Tag>,
    /// A change that fixes it.
    pub fix: Option<Fix>,
    /// A different change that the user may choose instead.
    pub alternative: Option<Fix>,
    /// The rule's page.
    pub url: Option<String>,
}

impl Diagnostic {
    /// What is wrong and the notes, as one text.
    pub fn text(&self, language: Language) -> String {
        let mut out = self.message.text(language);
        let notes = self.notes_text(language);
        if !notes.is_empty() {
            out.push_str(if out.ends_with(['.', '?', '!']) { " " } else { ". " });
            out.push_str(&notes);
        }
        out
    }

    /// The notes as one text; empty without notes.
    pub fn notes_text(&self, language: Language) -> String {
        sentences(&self.notes, language)
    }
}

impl Diagnostic {
    /// A finding of a rule in a file that is not a Dockerfile, with the rule's severity and note.
    pub fn of(rule: &'static Rule, range: Range<usize>, message: impl Into<Message>) -> Self {
        Self {
            code: rule.name,
            aliases: rule.aliases,
            severity: rule.severity,
            range,
            lines: None,
            message: message.into(),
            notes: rule.texts.note.map(Message::from).into_iter().collect(),
            related: Vec::new(),
            tags: Vec::new(),
            fix: None,
            alternative: None,
            url: rule.url.map(str::to_owned),
        }
    }
}
