//! What rules say of themselves, in the reader's language.
//!
//! In English that is part of each rule; translations stand in `docs/`, an entry for each rule by its name.

use crate::rule::Rule;
use dockwright_analysis::spec::{Language, Topic};

/// What is wrong, in a line.
pub fn rule_summary(rule: &Rule, language: Language) -> String {
    match Topic::Rules.entry(language, rule.name) {
        Some(entry) => entry.summary(),
        None => rule.summary.to_owned(),
    }
}

/// What Docker does with such a file; empty where nothing is said of it.
pub fn rule_note(rule: &Rule, language: Language) -> String {
    match Topic::Rules.entry(language, rule.name) {
        Some(entry) => entry.rest().to_owned(),
        None => rule.note.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{self, RULES};

    #[test]
    fn translations_stand_in_for_the_rules_own_words() {
        let rule = rules::named("StageNameCasing").unwrap();
        assert_eq!(rule_summary(rule, Language::English), rule.summary);
        assert_eq!(rule_note(rule, Language::English), rule.note);
        assert!(rule_summary(rule, Language::Korean).contains("소문자"));
        assert!(rule_note(rule, Language::Korean).contains("Docker"));
    }

    #[test]
    fn every_rule_is_translated() {
        let translated: Vec<_> = Topic::Rules.ids_in(Language::Korean).collect();
        let rules: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(translated, rules);
    }
}
