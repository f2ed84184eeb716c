//! The texts that explain the Dockerfile language, as Markdown in `docs/`: a folder for each
//! language, with a file for each instruction and each kind of name. A translator needs no Rust.
//!
//! In a file, the text before the first `## ` describes the topic, and each `## ID` starts the
//! entry with that id. An entry's first paragraph is its summary, which lists show on its own. A
//! file is split when an entry of it is first needed, not when the program starts.

use std::sync::OnceLock;

use crate::{LANGUAGES, Language, TOPICS, Topic};

/// The documentation of one entry, as Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The summary and the text after it.
    pub text: &'static str,
}

impl Entry {
    /// The first paragraph, as one line.
    pub fn summary(self) -> String {
        let first = self.text.split("\n\n").next().unwrap_or_default();
        first.lines().collect::<Vec<_>>().join(" ")
    }

    /// The text after the summary.
    pub fn rest(self) -> &'static str {
        self.text.split_once("\n\n").map_or("", |(_, rest)| rest)
    }
}

impl Topic {
    /// All topics.
    pub fn all() -> impl Iterator<Item = Self> {
        TOPICS.iter().map(|&(_, topic, _)| topic)
    }

    /// Its name, which is also the name of its files.
    pub fn name(self) -> &'static str {
        TOPICS[self as usize].0
    }

    fn text(self, language: Language) -> &'static str {
        TOPICS[self as usize].2[language as usize]
    }

    /// The topic with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|topic| topic.name() == name)
    }

    /// The description of the topic; in the first language if there is no translation.
    pub fn intro(self, language: Language) -> Entry {
        let intro = |language| match self.text(language).split("\n## ").next() {
            Some(text) if !text.starts_with("## ") => text.trim(),
            _ => "",
        };
        let text = Some(intro(language)).filter(|text| !text.is_empty());
        Entry { text: text.unwrap_or_else(|| intro(Language::default())) }
    }

    /// The entry with an id; in the first language if there is no translation.
    pub fn entry(self, language: Language, id: &str) -> Option<Entry> {
        let find = |language| self.sections(language).iter().find(|(found, _)| *found == id);
        let &(_, text) = find(language).or_else(|| find(Language::default()))?;
        Some(Entry { text })
    }

    /// The ids of the entries, in the order of the file.
    pub fn ids(self) -> impl Iterator<Item = &'static str> {
        self.ids_in(Language::default())
    }

    /// The ids of the entries that a language has.
    pub fn ids_in(self, language: Language) -> impl Iterator<Item = &'static str> {
        self.sections(language).iter().map(|&(id, _)| id)
    }

    /// The ids and texts of the entries.
    fn sections(self, language: Language) -> &'static [Section] {
        static KNOWN: [[OnceLock<Box<[Section]>>; LANGUAGES]; TOPICS.len()] =
            [const { [const { OnceLock::new() }; LANGUAGES] }; TOPICS.len()];
        KNOWN[self as usize][language as usize].get_or_init(|| split(self.text(language)))
    }
}

/// The id and the text of an entry.
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
