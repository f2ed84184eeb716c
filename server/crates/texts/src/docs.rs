//! The texts that explain the language, as plain Markdown below `docs/`: a folder for each language, a file for each
//! instruction and each kind of name. A translator needs no Rust.
//!
//! The text before the first `## ` of a file is about its subject, each `## ID` starts the entry of a row. An entry's
//! first paragraph is its summary, which lists show alone. Nothing is built when the program starts: a file is split when
//! an entry of it is first asked for.

use std::sync::OnceLock;

use crate::{LANGUAGES, Language, TOPICS, Topic};

/// What is said about a row, as Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The summary and what follows it.
    pub text: &'static str,
}

impl Entry {
    /// The first paragraph, in one line.
    pub fn summary(self) -> String {
        let first = self.text.split("\n\n").next().unwrap_or_default();
        first.lines().collect::<Vec<_>>().join(" ")
    }

    /// What follows the summary.
    pub fn rest(self) -> &'static str {
        self.text.split_once("\n\n").map_or("", |(_, rest)| rest)
    }
}

impl Topic {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        TOPICS.iter().map(|&(_, topic, _)| topic)
    }

    /// Its name, which is that of its files.
    pub fn name(self) -> &'static str {
        TOPICS[self as usize].0
    }

    fn text(self, language: Language) -> &'static str {
        TOPICS[self as usize].2[language as usize]
    }

    /// The topic of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|topic| topic.name() == name)
    }

    /// What is said about the topic itself, in the first language where the language says nothing.
    pub fn intro(self, language: Language) -> Entry {
        let intro = |language| match self.text(language).split("\n## ").next() {
            Some(text) if !text.starts_with("## ") => text.trim(),
            _ => "",
        };
        let text = Some(intro(language)).filter(|text| !text.is_empty());
        Entry { text: text.unwrap_or_else(|| intro(Language::default())) }
    }

    /// What is said about a row, in the first language where the language says nothing.
    pub fn entry(self, language: Language, id: &str) -> Option<Entry> {
        let find = |language| self.sections(language).iter().find(|(found, _)| *found == id);
        let &(_, text) = find(language).or_else(|| find(Language::default()))?;
        Some(Entry { text })
    }

    /// The rows, in the order of the file.
    pub fn ids(self) -> impl Iterator<Item = &'static str> {
        self.ids_in(Language::default())
    }

    /// The rows that a language has texts for.
    pub fn ids_in(self, language: Language) -> impl Iterator<Item = &'static str> {
        self.sections(language).iter().map(|&(id, _)| id)
    }

    /// The rows and what is said about them.
    fn sections(self, language: Language) -> &'static [Section] {
        static KNOWN: [[OnceLock<Box<[Section]>>; LANGUAGES]; TOPICS.len()] =
            [const { [const { OnceLock::new() }; LANGUAGES] }; TOPICS.len()];
        KNOWN[self as usize][language as usize].get_or_init(|| split(self.text(language)))
    }
}

/// A row and what is said about it.
type Section = (&'static str, &'static str);

fn split(text: &'static str) -> Box<[Section]> {
    let sections = text.split("\n## ").skip(1).filter_map(|section| {
        let (id, text) = section.split_once('\n')?;
        Some((id.trim_end(), text.trim()))
    });
    sections.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::COMPLETE;

    #[test]
    fn texts_are_there_in_each_language() {
        for topic in Topic::all() {
            let mut ids: Vec<_> = topic.ids().collect();
            for language in Language::all() {
                let found: Vec<_> = topic.ids_in(language).collect();
                assert!(found == ids || !COMPLETE.contains(&language), "{topic:?} {language:?}");
                assert!(found.iter().all(|id| ids.contains(id)), "{topic:?} {language:?}");
                let entries = ids.iter().map(|id| (*id, topic.entry(language, id).unwrap()));
                for (id, entry) in entries.chain([("", topic.intro(language))]) {
                    let summary = entry.summary();
                    assert!(!summary.is_empty() && !summary.contains("```"), "{topic:?} {id}");
                    assert!(summary.chars().count() <= 160, "{topic:?} {id}: {summary}");
                    assert_eq!(entry.text.matches("```").count() % 2, 0, "{topic:?} {id}");
                }
            }
            ids.sort_unstable();
            assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{topic:?}");
        }
    }

    #[test]
    fn entries_are_found() {
        let entry = Topic::Modifiers.entry(Language::Korean, "##").unwrap();
        assert!(!entry.summary().is_empty());
        assert_eq!(Topic::Modifiers.entry(Language::English, "!"), None);
        assert!(Topic::Run.intro(Language::English).rest().contains("```dockerfile"));
    }
}
