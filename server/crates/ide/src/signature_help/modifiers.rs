//! Signature help for the modifiers in `${NAME…}`, where the builder expands it.

use super::{SignatureHelp, signature};
use dockwright_analysis::{
    cursor::Typing,
    spec::{Instruction, instructions::Arguments, layout::Layout, signatures::MODIFIERS},
};
use dockwright_texts::{Entry, Language, Topic};

/// The signatures of the unclosed substitution at the cursor.
pub(super) fn at(typing: &Typing<'_>, language: Language) -> Option<SignatureHelp> {
    let inner = open(before(typing)?, typing.instruction, typing.line.document.escape())?;
    let name = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
    let behind = &inner[name..];
    let modifier = MODIFIERS.iter().position(|(modifier, _)| behind.starts_with(modifier));
    let parameter = match modifier.map(|at| MODIFIERS[at].0) {
        None => 0,
        // The replacement follows a second slash.
        Some(modifier @ ("/" | "//")) if behind[modifier.len()..].contains('/') => 2,
        Some(_) => 1,
    };
    let signatures = MODIFIERS.iter().map(|(modifier, template)| {
        let text = Topic::Modifiers.entry(language, modifier);
        let text = text.map(Entry::summary).unwrap_or_default();
        signature(Layout::new(template), text, language)
    });
    Some(SignatureHelp {
        signatures: signatures.collect(),
        active_signature: modifier.unwrap_or_default(),
        active_parameter: Some(parameter),
        is_free_text: false,
    })
}

/// The text before the cursor that the builder expands. Source: Docker's reference on environment
/// replacement.
fn before<'a>(typing: &'a Typing<'_>) -> Option<&'a str> {
    if let Some(flag) = &typing.flag {
        let is_expanded = typing.flag_spec(&flag.name).is_some_and(|spec| spec.value.is_expanded());
        return flag
            .value
            .is_some()
            .then(|| &typing.line.before()[flag.value_start..])
            .filter(|_| is_expanded);
    }
    typing.instruction.is_expanded().then(|| typing.text())
}

/// The text after the innermost unclosed `${`.
fn open(before: &str, instruction: Instruction, escape: char) -> Option<&str> {
    let is_whole = instruction.spec().arguments == Arguments::Whole;
    let mut open = Vec::new();
    let mut quote = None;
    let mut chars = before.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (c, quote) {
            ('\'', Some('\'')) | ('"', Some('"')) => quote = None,
            (_, Some('\'')) => {}
            (c, _) if c == escape => {
                chars.next();
            }
            ('\'' | '"', None) => quote = Some(c),
            ('$', _) if chars.peek().is_some_and(|(_, next)| *next == '{') => {
                chars.next();
                open.push(at + "${".len());
            }
            ('}', _) => {
                open.pop();
            }
            // The word ends here.
            (c, None) if c.is_whitespace() && !is_whole => open.clear(),
            (_, _) => {}
        }
    }
    let inner = open.pop().filter(|_| quote != Some('\''))?;
    before.get(inner..)
}
