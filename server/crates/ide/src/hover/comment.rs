//! Hovers for parser directives, and for comments that control checks.

use std::ops::Range;

use dockwright_syntax::kinds::{Kind, NodeKind};

use super::{Hover, card};
use dockwright_analysis::{document::Document, spec::directives::DirectiveSpec, usage::touches};
use dockwright_lint::registry;
use dockwright_texts::{Language, Topic};

/// A line with the form of a comment: the range of its text, and the offset of the hover.
struct TypedComment<'a> {
    text: &'a str,
    start: usize,
    offset: usize,
    language: Language,
}

impl TypedComment<'_> {
    /// The hover for a part of the line, if it contains the offset.
    fn about(&self, part: Range<usize>, markdown: impl FnOnce(&str) -> Option<String>) -> Option<Hover> {
        let range = self.start + part.start..self.start + part.end;
        if part.is_empty() || !touches(&range, self.offset) {
            return None;
        }
        Some(Hover { range, markdown: markdown(&self.text[part])? })
    }

    fn entry(&self, part: Range<usize>, id: &str) -> Option<Hover> {
        self.about(part, |_| {
            let text = Topic::Directives.entry(self.language, id)?.text;
            let directive = id.split('=').next().and_then(DirectiveSpec::named);
            Some(match directive {
                Some(spec) => card::with_source(text, spec.since, spec.name, self.language),
                None => text.to_owned(),
            })
        })
    }
}

/// Explains the directive or comment at an offset.
pub(super) fn hover(document: &Document, offset: usize, language: Language) -> Option<Hover> {
    let is_it = |node: tree_sitter::Node<'_>| matches!(node.syntax_kind(), Kind::Comment | Kind::Directive);
    let find = |offset: usize| document.outermost_at(offset, is_it);
    let node = find(offset).or_else(|| find(offset.checked_sub(1)?))?;
    let source = document.text().slice(node.byte_range());
    let text = source.trim_end();
    let line = TypedComment { text, start: node.start_byte(), offset, language };
    if offset > line.start + text.len() {
        return None;
    }
    let sign = text.find('#')? + 1;
    let is_directive = node.syntax_kind() == Kind::Directive;
    let equals = sign + text[sign..].find('=')?;
    let name = trimmed(text, sign..equals);
    let value = trimmed(text, equals + 1..text.len());
    match text[name.clone()].to_ascii_lowercase().as_str() {
        "check" => check(&line, name, value),
        known @ ("syntax" | "escape") if is_directive => {
            let about_value = |value: &str| {
                let tag = value.strip_prefix("docker/dockerfile:")?;
                let id =
                    if tag.ends_with("labs") { "docker/dockerfile:1-labs" } else { "docker/dockerfile:1" };
                tag.starts_with('1').then(|| card::entry(Topic::Directives, language, id)).flatten()
            };
            let whole = || line.entry(value.clone(), known);
            line.entry(name, known).or_else(|| line.about(value.clone(), about_value)).or_else(whole)
        }
        _ => comment(&line, name, value),
    }
}

/// `check=skip=A,B;error=true`.
fn check(line: &TypedComment<'_>, name: Range<usize>, value: Range<usize>) -> Option<Hover> {
    if let Some(hover) = line.entry(name, "check") {
        return Some(hover);
    }
    let end = line.text[value.clone()].find(' ').map_or(value.end, |at| value.start + at);
    let mut start = value.start;
    for option in line.text[value.start..end].split(';') {
        let range = start..start + option.len();
        start = range.end + 1;
        let Some(equals) = option.find('=').map(|at| range.start + at) else { continue };
        let key = trimmed(line.text, range.start..equals);
        let id = format!("check={}", &line.text[key.clone()]);
        let list = equals + 1..range.end;
        let found = line.entry(key, &id).or_else(|| names(line, list.clone())).or_else(|| {
            // `all`, `true`, `false`.
            line.entry(trimmed(line.text, list), &id)
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// `hadolint ignore=A,B` and similar comments.
fn comment(line: &TypedComment<'_>, name: Range<usize>, value: Range<usize>) -> Option<Hover> {
    let words: Vec<&str> = line.text[name.clone()].split_whitespace().collect();
    let id = words.join(" ");
    let is_known = matches!(words.first(), Some(&("hadolint" | "shellcheck" | "dockwright")))
        && Topic::Directives.entry(line.language, &id).is_some();
    if !is_known {
        return None;
    }
    if let Some(hover) = line.entry(name, &id) {
        return Some(hover);
    }
    let list = &line.text[value.clone()];
    let end = list.find([';', '#']).unwrap_or(list.len());
    names(line, value.start..value.start + end)
}

/// The rule at the offset in a list of names.
fn names(line: &TypedComment<'_>, list: Range<usize>) -> Option<Hover> {
    let mut start = list.start;
    line.text[list].split(',').find_map(|part| {
        let range = start..start + part.len();
        start = range.end + 1;
        let name = trimmed(line.text, range);
        line.about(name, |name| Some(card::rule(registry::named(name)?, line.language)))
    })
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}
