//! What rules say of themselves, in the reader's language.

use crate::rule::Rule;
use dockwright_texts::{Language, Message};

/// What is wrong, in a line. In English that is the first line of the rule's page.
pub fn rule_summary(rule: &Rule, language: Language) -> String {
    match Message::from(rule.texts.summary).text(language) {
        text if text.is_empty() => rule.summary.to_owned(),
        text => text,
    }
}

/// What Docker does with such a file; empty where nothing is said of it.
pub fn rule_note(rule: &Rule, language: Language) -> String {
    rule.texts.note.map(|note| Message::from(note).text(language)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{self, RULES};

    #[test]
    fn a_summary_is_in_the_language() {
        let rule = rules::named("StageNameCasing").unwrap();
        assert_eq!(rule_summary(rule, Language::English), rule.summary);
        assert!(rule_summary(rule, Language::Korean).contains("소문자"));
        assert!(rule_note(rule, Language::Korean).contains("Docker"));
    }

    #[test]
    fn every_rule_is_translated() {
        for rule in RULES {
            for language in Language::all() {
                let has = |text: &dockwright_texts::Text| text.is_translated(language);
                assert!(language == Language::English || has(rule.texts.summary), "{}", rule.name);
                assert!(rule.texts.note.is_none_or(has), "{}", rule.name);
            }
        }
    }
}
