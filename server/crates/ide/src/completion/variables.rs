//! Completion of variables after `$` and in `${…}`, and of the modifiers that follow their names.

mod likelihood;

use std::{cmp::Reverse, collections::HashMap};

use super::{Acc, CompletionItem, CompletionKind};
use crate::hover::one_line;
use dockwright_analysis::{
    cursor::{Token, Typing},
    model::{Definition, DefinitionKind, definitions, place::state_at},
    spec::Instruction,
};
use dockwright_texts::Topic;

/// The maximum width of a value; longer ones are cut.
const WIDTH: usize = 40;

/// Offers variables if the cursor is in a reference to one, and returns whether it is.
pub(super) fn complete(site: &Typing<'_>, acc: &mut Acc<'_>) -> bool {
    let text = match &site.flag {
        Some(flag) => flag.value.as_deref().unwrap_or_default(),
        None => site.text(),
    };
    let Some(begun) = begun(text, site.line.document.escape()) else { return false };
    if !is_expanded(site) {
        return matches!(begun, Begun::Name { .. });
    }
    match begun {
        Begun::Name { name, is_braced } if acc.context.is_by_hand || is_open(site, text, name, is_braced) => {
            names(site, name, is_braced, acc);
        }
        Begun::Name { .. } => {}
        Begun::Modifier { text } => modifiers(site, text, acc),
    }
    true
}

enum Begun<'a> {
    /// `$NA` or `${NA`.
    Name { name: &'a str, is_braced: bool },
    /// `${NAME:`, with the text after the name.
    Modifier { text: &'a str },
}

/// The unfinished reference at the end of a text.
fn begun(text: &str, escape: char) -> Option<Begun<'_>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let dollar = text.rfind('$')?;
    if text[..dollar].ends_with(escape) {
        return None;
    }
    let rest = &text[dollar + 1..];
    let Some(inner) = rest.strip_prefix('{') else {
        return rest.chars().all(is_name).then_some(Begun::Name { name: rest, is_braced: false });
    };
    let end = inner.find(|c| !is_name(c)).unwrap_or(inner.len());
    if end == inner.len() {
        return Some(Begun::Name { name: inner, is_braced: true });
    }
    let modifier = &inner[end..];
    let is_begun = end > 0 && modifier.len() < 3 && modifier.chars().all(|c| ":-+?#%/".contains(c));
    is_begun.then_some(Begun::Modifier { text: modifier })
}

/// Whether variables are expanded at the cursor, by the builder or by the shell that receives the
/// text.
fn is_expanded(site: &Typing<'_>) -> bool {
    use Instruction::{Cmd, Entrypoint, Healthcheck, Maintainer, Run, Shell};
    if let Some(flag) = &site.flag {
        return site.flag_spec(&flag.name).is_some_and(|spec| spec.value.is_expanded());
    }
    match site.instruction {
        Maintainer | Shell => false,
        // Arrays are not run through a shell.
        Cmd | Entrypoint | Healthcheck | Run if site.words.is_array => false,
        _ => site.words.quote != Some('\''),
    }
}

/// Whether a list may open by itself after the `$`. A shell knows other variables, and patterns end
/// in `$`.
fn is_open(site: &Typing<'_>, text: &str, name: &str, is_braced: bool) -> bool {
    if site.instruction != Instruction::Run || site.flag.is_some() {
        return true;
    }
    if name.is_empty() {
        let before = &text[..text.len() - "$".len()];
        let is_begun = before.ends_with(|c: char| c.is_whitespace() || "\"'/=:-.@".contains(c));
        return is_braced
            || before.is_empty()
            || is_begun
            || before.ends_with("-v")
            || before.ends_with("/v");
    }
    let is_set = |word: &str| {
        let rest = word.trim_start_matches(['(', '{', '"', '`', ';']).strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', ';', ')']))
    };
    !text.split_whitespace().any(is_set)
}

fn names(site: &Typing<'_>, name: &str, is_braced: bool, acc: &mut Acc<'_>) {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let tail = site.line.rest.find(|c| !is_name(c)).unwrap_or(site.line.rest.len());
    let closes = is_braced && site.line.rest[tail..].starts_with('}');
    let start = site.line.offset - name.len();
    let sign = if is_braced { "${" } else { "$" };
    let state = state_at(site.line.document, site.line.document.model(), &site.line.spot, start);
    let token = Token::new(
        start - sign.len()..site.line.offset + tail + usize::from(closes),
        &format!("{sign}{name}"),
    );
    // Braces separate the name from letters that follow. Users who continue typing without a brace do
    // not want braces.
    let has_braces =
        is_braced || name.is_empty() && (acc.context.is_by_hand || site.line.rest.starts_with(is_name));
    let full = |variable: &str| if has_braces { format!("${{{variable}}}") } else { format!("${variable}") };
    // Letters may follow the `$` before the item is accepted.
    let item = |variable: &str| CompletionItem {
        filter: format!("{sign}{variable}"),
        ..CompletionItem::new(CompletionKind::Variable, full(variable), &token).name()
    };
    if site.instruction == Instruction::Run && site.flag.is_none() {
        // RUN can use these without a declaration.
        for variable in Topic::Predefined.ids().filter(|id| id.ends_with("_PROXY")) {
            if state.scope.get(variable).is_none() {
                acc.push(item(variable).rank(40).doc(Topic::Predefined, variable));
            }
        }
    }
    let origins = origins(site);
    let predefined: Vec<&str> = Topic::Predefined.ids().collect();
    let mut variables = state.scope.names();
    let likely = likelihood::Likelihood::before(site, start - sign.len());
    variables.sort_by_cached_key(|(name, _)| {
        Reverse(likely.of(name, origins.get(&***name).map(|&(_, start)| start)))
    });
    for (variable, known) in variables {
        // Values that the base image may set are not guessed.
        let value = known.value.as_ref().filter(|value| value.is_certain);
        let value = value.map(|value| one_line(&value.text, WIDTH)).unwrap_or_default();
        let line = |start: usize| site.line.document.text().point(start).row + 1;
        let origin =
            origins.get(&**variable).map(|&(kind, start)| format!("{}:{}", keyword(kind), line(start)));
        let detail = match origin {
            Some(origin) if value.is_empty() => origin,
            Some(origin) => format!("{value} · {origin}"),
            None => value,
        };
        let is_predefined = predefined.contains(&&**variable);
        let is_declared = origins.contains_key(&**variable);
        let item = item(variable).detail(detail).rank(if is_declared || !is_predefined { 20 } else { 30 });
        acc.push(if is_predefined { item.doc(Topic::Predefined, variable) } else { item });
    }
}

/// The definition that gives each variable its value before the cursor, and the offset of its name
/// there.
fn origins(site: &Typing<'_>) -> HashMap<String, (DefinitionKind, usize)> {
    let is_before = |it: &Definition| {
        it.range.start < site.line.offset
            && (it.stage.is_none() || it.stage <= site.line.spot.stage)
            && !it.is_trigger
    };
    let found = definitions(site.line.document, None).into_iter().filter(is_before);
    found.map(|it| (it.name, (it.kind, it.range.start))).collect()
}

fn keyword(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Env => "ENV",
        DefinitionKind::Arg { .. } => "ARG",
    }
}

fn modifiers(site: &Typing<'_>, text: &str, acc: &mut Acc<'_>) {
    let start = site.line.offset - text.len();
    let token = Token::new(start..site.line.offset, text);
    for id in Topic::Modifiers.ids() {
        if id.starts_with(text) {
            acc.push(CompletionItem::new(CompletionKind::Value, id, &token).doc(Topic::Modifiers, id));
        }
    }
}
