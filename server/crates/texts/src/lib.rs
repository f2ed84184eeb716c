//! All texts that users read, in every language.
//!
//! Texts are plain files: Markdown in `docs/`, and short messages in `messages/`, with one line for
//! each language. The build script turns each message into a function or a record, so that the compiler finds a
//! missing text or argument. A [`Message`] has no language yet: findings and fixes store it, and it
//! becomes text where it is shown.
//!
//! The rule pages are not here; each is part of its rule.

mod docs;
mod message;
mod particles;

pub use docs::Entry;
pub use message::{Argument, Message, RuleTexts, Text, sentences};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Language {
    /// The language of a locale such as `ko-KR`, `ko_KR.UTF-8` or `en`.
    pub fn of_locale(locale: &str) -> Self {
        Self::known(locale).unwrap_or_default()
    }

    /// The language of a locale, if it has texts.
    pub fn known(locale: &str) -> Option<Self> {
        let language = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
        CODES.iter().find(|(code, _)| language.eq_ignore_ascii_case(code)).map(|&(_, language)| language)
    }

    /// Its code, such as `ko`.
    pub fn code(self) -> &'static str {
        CODES.iter().find(|&&(_, language)| language == self).map_or("", |(code, _)| code)
    }

    /// All languages.
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

    /// The placeholder numbers in a text.
    fn placeholders(text: &str) -> BTreeSet<&str> {
        let text = text.split("{{").flat_map(|part| part.split('{').skip(1));
        text.filter_map(|part| Some(part.split_once('}')?.0)).collect()
    }

    #[test]
    fn every_message_is_translated() {
        let is_hangul = |c: char| ('가'..='힣').contains(&c);
        for text in ALL {
            // A rule's English summary is the first line of its page.
            let is_summary = text.id().starts_with("rules/") && text.id().ends_with(".summary");
            let english = text.template(Language::English);
            assert_eq!(english.is_empty(), is_summary, "{}", text.id());
            // Messages of the operating system have translations that do not use the original.
            let is_system = english == "{0}";
            for language in Language::all().skip(1) {
                let is_missing = !text.is_translated(language);
                assert!(!is_missing || !COMPLETE.contains(&language), "{}: {language:?}", text.id());
                let translated = text.template(language);
                if !is_summary && !is_system {
                    assert_eq!(placeholders(translated), placeholders(english), "{}", text.id());
                }
            }
            // A Korean text without Hangul must not contain words, except in code and options.
            let korean = text.template(Language::Korean);
            let words = korean.split('`').step_by(2).flat_map(str::split_whitespace);
            let mut words = words.filter(|word| !word.starts_with("--"));
            let has_words = words.any(|word| word.contains(|c: char| c.is_ascii_alphabetic()));
            assert!(korean.contains(is_hangul) || !has_words, "{}: {korean}", text.id());
        }
    }
}
