//! Completion of flags and their values.

use super::{
    Acc, CompletionItem, CompletionKind, image,
    known::{owners, seen_paths},
    mounts,
};
use dockwright_analysis::{
    cursor::{FlagTyping, Token, Typing},
    spec::{FlagKind, FlagValue},
};

pub(super) fn complete(site: &Typing<'_>, flag: &FlagTyping, acc: &mut Acc<'_>) {
    match &flag.value {
        None => offer(site, &flag.token, acc),
        Some(value) => values(site, flag, value, acc),
    }
}

/// Offers the flags that are not given yet.
pub(super) fn offer(site: &Typing<'_>, token: &Token, acc: &mut Acc<'_>) {
    // Flags rank lower where an argument may also begin, because that is more likely.
    let first = if token.prefix.is_empty() { 45 } else { 10 };
    let is_given = |name: &str| {
        let name_of = |flag: &str| flag.trim_start_matches('-').split('=').next().map(str::to_owned);
        site.flags.iter().any(|flag| name_of(flag).as_deref() == Some(name))
    };
    let instruction = site.instruction.spec();
    for (at, spec) in instruction.flags_of(site.engine()).enumerate() {
        if spec.kind() != FlagKind::List && is_given(spec.name) {
            continue;
        }
        let name = format!("--{}", spec.name);
        let label = if spec.kind() == FlagKind::Bool { name.clone() } else { format!("{name}=") };
        let mut item = CompletionItem::new(CompletionKind::Flag, label.clone(), token);
        if token.prefix.is_empty() && !token.range.is_empty() {
            // Inserts the flag before a word that already follows.
            item.edit.range.end = item.edit.range.start;
            item.is_snippet = acc.context.has_snippets;
            item.edit.text = format!("{label}{} ", if item.is_snippet { "$0" } else { "" });
        }
        let opens_list = spec.kind() != FlagKind::Bool;
        let item = item.rank(first + u8::try_from(at).unwrap_or(0)).opens_list(opens_list);
        let (topic, id) = instruction.flag_entry(spec);
        acc.push(item.doc(topic, &id));
    }
}

fn values(site: &Typing<'_>, flag: &FlagTyping, value: &str, acc: &mut Acc<'_>) {
    let Some(spec) = site.flag_spec(&flag.name) else { return };
    let whole = &flag.value_token;
    match spec.value {
        FlagValue::Mount => mounts::complete(site, flag, value, acc),
        FlagValue::Stage => image::named_stages(site, whole, acc),
        FlagValue::From => image::from(site, whole, acc),
        FlagValue::Owner => owners(site, whole, acc),
        FlagValue::Path => seen_paths(site, "", whole, acc),
        FlagValue::Platform | FlagValue::Choice(_) => {
            for value in spec.usual() {
                let (topic, id) = spec.value_entry(site.instruction, value);
                acc.push(CompletionItem::new(CompletionKind::Value, *value, whole).name().doc(topic, &id));
            }
        }
        FlagValue::Bool | FlagValue::Digest => {
            for value in spec.usual() {
                acc.push(CompletionItem::new(CompletionKind::Value, *value, whole));
            }
        }
        FlagValue::Duration | FlagValue::Count | FlagValue::Mode => {
            for value in spec.usual() {
                acc.push(CompletionItem::new(CompletionKind::Value, *value, whole).example());
            }
        }
        FlagValue::Pattern | FlagValue::Device | FlagValue::Text => {}
    }
}
