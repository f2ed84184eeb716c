//! Closes quotes and brackets in JSON arrays.

use std::borrow::Cow;

use super::behind_cursor;
use dockwright_analysis::{document::Document, fix::TextEdit, model::place::Spot, spec::Instruction};

/// Closes a bracket or a quote that was typed before `offset` in an array, or removes a quote that
/// was closed twice.
pub(super) fn closing(document: &Document, offset: usize, typed: char) -> Option<TextEdit> {
    let start = Spot::at(document, offset)?.placed.start;
    let before = document.text().slice(start..offset);
    let rest = rest_of_line(document, offset);
    let text = before.strip_suffix(typed)?;
    let insert = |text: &str| {
        let source = document.text().slice(0..document.text().len());
        Some(behind_cursor(&source, offset, text.to_owned()))
    };
    if typed == '[' {
        let ends = rest.trim_matches([' ', '\t', '\r']).is_empty();
        return if ends && is_before_array(text) { insert("]") } else { None };
    }
    let bracket = text.find('[')?;
    if !is_before_array(&text[..bracket])
        || is_in_string(&text[bracket..]) == is_in_string(&before[bracket..])
    {
        return None;
    }
    if is_in_string(&before[bracket..]) {
        let is_free = rest.chars().next().is_none_or(|next| matches!(next, ' ' | '\t' | '\r' | ']' | ','));
        return if is_free && !is_in_string(&rest) { insert("\"") } else { None };
    }
    let is_double = rest.starts_with('"') && is_in_string(&rest);
    is_double.then(|| TextEdit { range: offset..offset + 1, text: String::new() })
}

fn rest_of_line(document: &Document, offset: usize) -> Cow<'_, str> {
    let rest = document.text().slice(offset..document.text().len());
    match rest {
        Cow::Borrowed(rest) => Cow::Borrowed(rest.lines().next().unwrap_or_default()),
        Cow::Owned(rest) => Cow::Owned(rest.lines().next().unwrap_or_default().to_owned()),
    }
}

/// Whether a text ends inside a JSON string that it opens.
fn is_in_string(text: &str) -> bool {
    let mut is_open = false;
    let mut is_escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_open,
            b'"' => is_open = !is_open,
            _ => {}
        }
    }
    is_open
}

/// Whether an array may follow a text: a keyword whose arguments can be an array, and flags.
fn is_before_array(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let mut takes_array = false;
    let mut is_flag_allowed = false;
    for word in words.by_ref() {
        match Instruction::from_keyword(word) {
            _ if is_flag_allowed && word.starts_with("--") => {}
            Some(Instruction::Onbuild | Instruction::Healthcheck) if !takes_array => is_flag_allowed = true,
            Some(instruction) if !takes_array => {
                takes_array = instruction.spec().json;
                is_flag_allowed = true;
            }
            _ => return false,
        }
    }
    takes_array && text.ends_with([' ', '\t'])
}
