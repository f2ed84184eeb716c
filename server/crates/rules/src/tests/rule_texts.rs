//! The summaries, notes and pages of the rules in all languages.

use dockwright_lint::{registry, rule_texts::*};
use dockwright_texts::Language;

#[test]
fn a_summary_is_in_the_language() {
    let rule = registry::named("StageNameCasing").unwrap();
    assert_eq!(rule_summary(rule, Language::English), rule.summary);
    assert!(rule_summary(rule, Language::Korean).contains("소문자"));
    assert!(rule_note(rule, Language::Korean).contains("Docker"));
}

#[test]
fn a_page_is_in_the_language() {
    let rule = registry::named("UntaggedImage").unwrap();
    assert_eq!(rule_page(rule, Language::English), rule.page);
    let page = rule_page(rule, Language::Korean);
    let titles: Vec<_> = sections(&page).iter().map(|section| section.heading).collect();
    assert_eq!(titles, ["하는 일", "중요한 이유", "예제", "권장하는 방법", "한계", "참고 자료"]);
    assert!(page.contains("# 예제\n\n```dockerfile\nFROM alpine\n```\n\n# 권장하는 방법"), "{page}");
}

/// The prose of a section, without its examples.
fn prose(body: &str) -> String {
    body.split("```").step_by(2).collect::<String>().trim().to_owned()
}

#[test]
fn translated_pages_have_the_sections_of_the_page() {
    let mut wrong = Vec::new();
    for rule in registry::rules() {
        let page = sections(rule.page);
        for (code, translation) in rule.translations {
            let translated = sections(translation);
            let find = |heading| translated.iter().find(|it| it.heading == heading);
            let is_known = |it: &Section<'_>| page.iter().any(|section| section.heading == it.heading);
            let is_complete = page.iter().filter(|it| it.heading != "References").all(|section| {
                let found = find(section.heading).map(|it| prose(it.body)).unwrap_or_default();
                let marks = found.matches("{example}").count();
                prose(section.body).is_empty() == found.is_empty() && marks <= examples(section.body).count()
            });
            if !is_complete || !translated.iter().all(is_known) {
                wrong.push((*code, rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_rule_is_translated() {
    for rule in registry::rules() {
        for language in Language::all() {
            let has = |text: &dockwright_texts::Text| text.is_translated(language);
            let has_page = rule.translations.iter().any(|(code, _)| *code == language.code());
            assert!(
                language == Language::English || (has(rule.texts.summary) && has_page),
                "{} has no page or summary in {}",
                rule.name,
                language.code()
            );
            assert!(rule.texts.note.is_none_or(has), "{}", rule.name);
        }
    }
}
