//! Every text that a person reads, in each of the languages.
//!
//! Texts are plain files: Markdown in `docs/`, short messages in `messages/`, where each language is a line. The build
//! script makes a function of each message, so that the compiler finds a text or an argument that is missing. A
//! [`Message`] is not in a language yet: it is kept with a finding or a fix, and becomes text where it is shown.
//!
//! The pages of the rules are not here, since each one is part of its rule.

mod docs;
mod message;

pub use docs::Entry;
pub use message::{Argument, Message, RuleTexts, Text, sentences};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Language {
    /// The language of a locale such as `ko-KR`, `ko_KR.UTF-8` or `en`.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
        let known = CODES.iter().find(|(code, _)| language.eq_ignore_ascii_case(code));
        known.map_or_else(Self::default, |&(_, language)| language)
    }

    /// Its code, such as `ko`.
    pub fn code(self) -> &'static str {
        CODES.iter().find(|&&(_, language)| language == self).map_or("", |(code, _)| code)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.iter().map(|&(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn languages_of_locales() {
        for locale in ["ko", "ko-KR", "ko_KR.UTF-8", "KO"] {
            assert_eq!(Language::of_locale(locale), Language::Korean, "{locale}");
        }
        for locale in ["", "C", "en-US", "kok", "de_DE.UTF-8"] {
            assert_eq!(Language::of_locale(locale), Language::English, "{locale}");
        }
    }

    /// The numbers of the placeholders in a text.
    fn placeholders(text: &str) -> BTreeSet<&str> {
        let text = text.split("{{").flat_map(|part| part.split('{').skip(1));
        text.filter_map(|part| Some(part.split_once('}')?.0)).collect()
    }

    #[test]
    fn every_message_is_translated() {
        let is_hangul = |c: char| ('가'..='힣').contains(&c);
        for text in ALL {
            // The English summary of a rule is the first line of its page.
            let is_summary = text.id().starts_with("rules/") && text.id().ends_with(".summary");
            let english = text.template(Language::English);
            assert_eq!(english.is_empty(), is_summary, "{}", text.id());
            // The words of the operating system have translations that do without them.
            let is_system = english == "{0}";
            for language in Language::all().skip(1) {
                let is_missing = !text.is_translated(language);
                assert!(!is_missing || !COMPLETE.contains(&language), "{}: {language:?}", text.id());
                let translated = text.template(language);
                if !is_summary && !is_system {
                    assert_eq!(placeholders(translated), placeholders(english), "{}", text.id());
                }
            }
            // What is not in Korean has no words, but for code and options.
            let korean = text.template(Language::Korean);
            let words = korean.split('`').step_by(2).flat_map(str::split_whitespace);
            let mut words = words.filter(|word| !word.starts_with("--"));
            let has_words = words.any(|word| word.contains(|c: char| c.is_ascii_alphabetic()));
            assert!(korean.contains(is_hangul) || !has_words, "{}: {korean}", text.id());
        }
    }
}
