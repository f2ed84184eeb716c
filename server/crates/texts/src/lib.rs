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

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.iter().map(|&(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
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
}
