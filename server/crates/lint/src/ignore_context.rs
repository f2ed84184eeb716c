//! What rules about ignore files check, and how they report their findings.

mod effects;

use std::{cell::OnceCell, ops::Range};

use dockwright_analysis::fix::Fix;
use dockwright_context::ignore_file::{IgnoreFile, IgnoreRule};
use dockwright_texts::Message;

pub use effects::Effect;

use crate::diagnostic::Related;

/// The input of the checks.
pub struct IgnoreContext<'a> {
    pub source: &'a str,
    pub file: &'a IgnoreFile,
    effects: OnceCell<Vec<Effect>>,
}

impl<'a> IgnoreContext<'a> {
    pub fn new(source: &'a str, file: &'a IgnoreFile) -> Self {
        Self { source, file, effects: OnceCell::new() }
    }

    /// The text on the line of a pattern, without the spaces around it.
    pub fn text(&self, rule: &IgnoreRule) -> &'a str {
        &self.source[rule.range.clone()]
    }

    /// The line of a pattern with its end.
    pub fn line(&self, rule: &IgnoreRule) -> Range<usize> {
        let start = self.source[..rule.range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.source[rule.range.end..].find('\n');
        start + self.mark(start)..end.map_or(self.source.len(), |at| rule.range.end + at + 1)
    }

    /// The length of the byte order mark at the start of a line.
    fn mark(&self, start: usize) -> usize {
        if start == 0 && self.source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// The patterns and what each of them changes.
    pub fn effects(&self) -> impl Iterator<Item = (&'a IgnoreRule, Effect)> {
        self.file.rules.iter().zip(self.effects.get_or_init(|| effects::effects(self.file)).iter().copied())
    }

    /// The place of a pattern that explains a finding.
    pub fn related(&self, rule: usize, message: Message) -> Vec<Related> {
        self.file
            .rules
            .get(rule)
            .map(|rule| Related { range: rule.range.clone(), message })
            .into_iter()
            .collect()
    }

    /// A fix that removes the line of a pattern.
    pub fn remove_line(&self, title: impl Into<Message>, rule: &IgnoreRule) -> Fix {
        Fix::replace(title, self.line(rule), String::new())
    }
}
