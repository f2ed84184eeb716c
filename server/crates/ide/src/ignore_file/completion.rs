//! Completion in an ignore file: the names in the context, and patterns for files that are usually
//! excluded.

mod usual;

use std::ops::Range;

use dockwright_analysis::fix::TextEdit;
use dockwright_context::{
    clean,
    ignore_file::{IgnoreFile, IgnoreRule},
    sources::{ContextView, Entry, Kind},
};
use dockwright_texts::{
    Language, Message,
    ide::{completion, ignore_file as texts},
};

use super::IgnoreDocument;
use crate::{CompletionItem, CompletionKind, completion::Vocabulary};

/// The maximum number of names that are offered.
const MOST: usize = 2000;

/// The list for a position.
#[derive(Debug, Default)]
pub struct IgnoreCompletions {
    pub items: Vec<CompletionItem>,
    /// Whether names were left out, so that the next letter needs a new list.
    pub is_incomplete: bool,
}

/// The pattern at the cursor.
struct Site<'a> {
    /// The start of the pattern, after a `!`.
    start: usize,
    /// The end of the pattern, without spaces.
    end: usize,
    /// The offset of the cursor.
    offset: usize,
    /// The text before the cursor.
    typed: &'a str,
    rest: &'a str,
    is_exception: bool,
    /// Whether the pattern starts at the start of the line.
    is_at_line_start: bool,
    language: Language,
}

/// The items for an offset.
pub fn ignore_file_completions(
    document: &IgnoreDocument,
    offset: usize,
    view: &dyn ContextView,
    language: Language,
) -> IgnoreCompletions {
    let Some(site) = Site::new(document, offset, language) else { return IgnoreCompletions::default() };
    // The unfinished pattern itself must not affect the other names.
    let here = |rule: &IgnoreRule| rule.range.start <= offset && offset <= rule.range.end;
    let rules = document.file.rules.iter().filter(|rule| !here(rule)).cloned().collect();
    let others = IgnoreFile { rules };
    let mut list = IgnoreCompletions::default();
    let split = site.typed.rfind('/').map_or(0, |at| at + 1);
    let (folder, name) = site.typed.split_at(split);
    if folder.is_empty() {
        site.signs(&others, &mut list.items);
    }
    let entries = named_folder(folder).and_then(|folder| Some((view.entries(&folder)?, folder)));
    if let Some((entries, folder)) = entries {
        if folder.is_empty() && !site.is_exception {
            usual::add(&site, &entries, &others, &mut list.items);
        }
        site.names(entries, &folder, name, split, &others, &mut list);
    } else if folder == "**/" && !site.is_exception {
        let entries = view.entries("").unwrap_or_default();
        usual::add(&site, &entries, &others, &mut list.items);
    }
    list
}

/// A whole ignore file for a project that has none yet.
pub fn ignore_file_starter(
    document: &IgnoreDocument,
    text: String,
    language: Language,
) -> Option<CompletionItem> {
    let all = 0..document.source.len();
    document.source.trim().is_empty().then(|| CompletionItem {
        label: ".dockerignore".to_owned(),
        detail: Some(completion::for_this_project().text(language)),
        kind: CompletionKind::Snippet,
        insert: all.clone(),
        // Nothing is typed yet.
        filter: String::new(),
        edit: TextEdit { range: all, text },
        is_snippet: false,
        rank: 0,
        vocabulary: Vocabulary::Names,
        opens_list: false,
        is_deprecated: false,
        doc: None,
    })
}

impl<'a> Site<'a> {
    fn new(document: &'a IgnoreDocument, offset: usize, language: Language) -> Option<Self> {
        let line = document.line_at(offset);
        let text = document.source.get(line.clone())?;
        if text.starts_with('#') {
            return None;
        }
        let indent = text.len() - text.trim_start().len();
        let pattern = text.trim();
        let after = pattern.strip_prefix('!');
        let start = match after {
            Some(after) => line.start + indent + 1 + (after.len() - after.trim_start().len()),
            None => line.start + indent,
        };
        let end = (line.start + indent + pattern.len()).max(start).max(offset);
        // Text after a space continues the pattern: `a b` is a single pattern.
        let typed = document.source.get(start..offset)?;
        let is_at_line_start = after.is_none() && indent == 0;
        Some(Self {
            start,
            end,
            offset,
            typed,
            rest: document.source.get(offset..end)?,
            is_exception: after.is_some(),
            is_at_line_start,
            language,
        })
    }

    fn item(&self, label: &str, range: Range<usize>, text: String, kind: CompletionKind) -> CompletionItem {
        CompletionItem {
            label: label.to_owned(),
            detail: None,
            kind,
            insert: range.start..self.offset.max(range.start),
            filter: text.clone(),
            edit: TextEdit { range, text },
            is_snippet: false,
            rank: 50,
            vocabulary: Vocabulary::Names,
            opens_list: false,
            is_deprecated: false,
            doc: None,
        }
    }

    fn with_detail(&self, item: CompletionItem, detail: &Message) -> CompletionItem {
        CompletionItem { detail: Some(detail.text(self.language)), ..item }
    }

    /// Offers `!` and `**/` at the start of a pattern.
    fn signs(&self, others: &IgnoreFile, items: &mut Vec<CompletionItem>) {
        let place = self.start..self.offset;
        let sign = |text: &str, detail: &Message| {
            let item = self.item(text, place.clone(), text.to_owned(), CompletionKind::Keyword);
            CompletionItem { opens_list: true, rank: 70, ..self.with_detail(item, detail) }
        };
        let is_useful = others.rules.iter().any(|rule| !rule.is_exception);
        if self.typed.is_empty() && !self.is_exception && is_useful {
            items.push(sign("!", &texts::bring_back()));
        }
        if self.typed.chars().all(|character| character == '*') {
            items.push(sign("**/", &texts::any_folder()));
        }
    }

    /// Offers the names in a folder.
    fn names(
        &self,
        mut entries: Vec<Entry>,
        folder: &str,
        typed: &str,
        split: usize,
        others: &IgnoreFile,
        list: &mut IgnoreCompletions,
    ) {
        let typed: String = typed.to_lowercase().replace('\\', "");
        if entries.len() > MOST {
            entries.retain(|entry| entry.name.to_lowercase().starts_with(&typed));
            list.is_incomplete = true;
        }
        let row = (!folder.is_empty()).then(|| others.row_of(folder));
        let start = self.start + split;
        // The text from the next `/` after the cursor is kept.
        let range = start..self.rest.find('/').map_or(self.end, |at| self.offset + at);
        let mut found: Vec<(bool, Entry)> = Vec::new();
        for entry in entries {
            let path =
                if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
            let is_left_out = others.row(row.as_ref(), &path).is_ignored();
            let is_offered = !self.is_exception
                || is_left_out
                || entry.kind == Kind::Folder && may_leave_out_below(others, &path);
            if is_offered && is_writable(&entry.name) {
                found.push((is_left_out, entry));
            }
        }
        found.sort_unstable_by(|(left_a, a), (left_b, b)| {
            let key = |is_left_out: bool, entry: &Entry| {
                (is_left_out != self.is_exception, entry.kind != Kind::Folder)
            };
            key(*left_a, a).cmp(&key(*left_b, b)).then_with(|| a.name.cmp(&b.name))
        });
        list.is_incomplete |= found.len() > MOST;
        found.truncate(MOST);
        for (is_left_out, entry) in found {
            let is_folder = entry.kind == Kind::Folder;
            let label = if is_folder { format!("{}/", entry.name) } else { entry.name.clone() };
            let text = self.escaped(&entry.name, split == 0);
            let kind = if is_folder { CompletionKind::Folder } else { CompletionKind::File };
            let item = self.item(&label, range.clone(), text, kind);
            list.items.push(if is_left_out && !self.is_exception {
                CompletionItem { rank: 60, ..self.with_detail(item, &texts::left_out_already()) }
            } else if is_left_out == self.is_exception {
                CompletionItem { rank: 20, ..item }
            } else {
                CompletionItem { rank: 30, ..item }
            });
        }
    }

    /// Converts a name to a pattern that matches only it.
    fn escaped(&self, name: &str, is_first: bool) -> String {
        let mut text = String::with_capacity(name.len());
        if is_first && self.is_at_line_start && name.starts_with(['#', '!']) {
            text.push('\\');
        }
        for character in name.chars() {
            if matches!(character, '*' | '?' | '[' | '\\') {
                text.push('\\');
            }
            text.push(character);
        }
        text
    }
}

/// The folder of the context that a part of a pattern refers to.
fn named_folder(folder: &str) -> Option<String> {
    let mut plain = String::new();
    let mut characters = folder.chars();
    while let Some(character) = characters.next() {
        match character {
            '*' | '?' | '[' => return None,
            '\\' => plain.push(characters.next()?),
            character => plain.push(character),
        }
    }
    let path = clean(plain.trim_start_matches('/'));
    let is_outside = path == ".." || path.starts_with("../");
    (!is_outside).then(|| if path == "." { String::new() } else { path })
}

/// Whether a name can be written on a line.
fn is_writable(name: &str) -> bool {
    name.trim() == name && !name.contains(['\n', '\r']) && !name.is_empty()
}

/// Whether a pattern may exclude anything in a folder.
fn may_leave_out_below(others: &IgnoreFile, folder: &str) -> bool {
    let below = format!("{folder}/");
    others.rules.iter().filter(|rule| !rule.is_exception).any(|rule| {
        let (text, prefix) = (rule.pattern.text(), rule.pattern.literal_prefix());
        let is_deep = text.contains("**") || text.matches('/').count() >= below.matches('/').count();
        prefix.starts_with(&below) || is_deep && !rule.pattern.is_literal() && below.starts_with(prefix)
    })
}

#[cfg(test)]
mod tests;
