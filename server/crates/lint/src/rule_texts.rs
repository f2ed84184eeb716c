//! The texts about rules, in the reader's language.
//!
//! A page is written in English, at the head of its rule. A translation has the English headings
//! and only the prose below them: the examples and the references are those of the English page. A
//! line `{example}` in it is replaced by the next example of its section; an example without such a
//! line follows the prose.

use std::{borrow::Cow, fmt::Write as _};

use crate::rule::Rule;
use dockwright_texts::{Language, Message, lint::pages as texts};

/// What is wrong, in one line. In English that is the first line of the rule's page.
pub fn rule_summary(rule: &Rule, language: Language) -> String {
    match Message::from(rule.texts.summary).text(language) {
        text if text.is_empty() => rule.summary.to_owned(),
        text => text,
    }
}

/// What Docker does with such a file; empty if the rule has no note.
pub fn rule_note(rule: &Rule, language: Language) -> String {
    rule.texts.note.map(|note| Message::from(note).text(language)).unwrap_or_default()
}

/// The page as Markdown: the summary and the sections.
pub fn rule_page(rule: &Rule, language: Language) -> Cow<'static, str> {
    let translation = rule.translations.iter().find(|(code, _)| *code == language.code());
    let mut out = rule_summary(rule, language);
    let Some(&(_, translation)) = translation else {
        if out == rule.summary {
            return rule.page.into();
        }
        // The translated texts come before the English page.
        for text in [rule_note(rule, language), rule.page.to_owned()].iter().filter(|it| !it.is_empty()) {
            out.push_str("\n\n");
            out.push_str(text);
        }
        return out.into();
    };
    let translated = sections(translation);
    for section in sections(rule.page) {
        let heading = heading(section.heading).text(language);
        let prose = translated.iter().find(|it| it.heading == section.heading).map(|it| it.body);
        let body = match prose {
            Some(prose) => with_examples(prose, section.body),
            None if section.heading == "References" => section.body.to_owned(),
            None => with_examples("", section.body),
        };
        let _ = write!(out, "\n\n# {heading}\n\n{}", body.trim());
    }
    out.into()
}

/// A section of a page.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    pub heading: &'a str,
    pub body: &'a str,
}

/// The sections of a page, without the text before the first heading.
pub fn sections(page: &str) -> Vec<Section<'_>> {
    let mut starts = Vec::new();
    let (mut at, mut is_code) = (0, false);
    for line in page.split_inclusive('\n') {
        is_code ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix("# ").filter(|_| !is_code) {
            starts.push((at, heading.trim_end(), at + line.len()));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|&(start, ..)| start).chain([page.len()]);
    let bodies = starts.iter().zip(ends);
    bodies.map(|(&(_, heading, start), end)| Section { heading, body: &page[start..end] }).collect()
}

/// The examples in a section, fences included.
pub fn examples(body: &str) -> impl Iterator<Item = String> + '_ {
    body.split("```").skip(1).step_by(2).map(|code| format!("```{code}```"))
}

fn with_examples(prose: &str, body: &str) -> String {
    let mut examples = examples(body);
    let mut paragraphs: Vec<String> = Vec::new();
    for paragraph in prose.trim().split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        match paragraph.trim() {
            "{example}" => paragraphs.extend(examples.next()),
            _ => paragraphs.push(paragraph.to_owned()),
        }
    }
    paragraphs.extend(examples);
    paragraphs.join("\n\n")
}

fn heading(english: &str) -> Message {
    match english {
        "What it does" => texts::what_it_does(),
        "Why it matters" => texts::why_it_matters(),
        "Example" => texts::example(),
        "Use instead" => texts::use_instead(),
        "Limits" => texts::limits(),
        "References" => texts::references(),
        other => Message::verbatim(other.to_owned()),
    }
}
