//! What instructions take behind their flags.

use std::collections::BTreeSet;

use super::{
    Acc, CompletionItem, CompletionKind, Token, flags, image, paths,
    site::{Site, token},
    start,
};
use crate::{
    facts::operands::Operands,
    spec::{Instruction, Topic},
};

pub(super) fn complete(site: &Site<'_>, acc: &mut Acc<'_>) {
    let is_first = site.words.is_empty();
    if is_first
        && site.token.prefix.is_empty()
        && !site.is_array
        && !site.keyword.eq_ignore_ascii_case("ONBUILD")
    {
        flags::offer(site, &site.token, acc);
    }
    match site.instruction {
        Instruction::Onbuild => {
            let is_lower = start::is_lower(acc, &site.token);
            start::triggers(&site.token, is_lower, acc);
        }
        Instruction::From => from(site, acc),
        Instruction::Arg if !site.token.prefix.contains('=') => arg(site, acc),
        Instruction::Env if !is_value(site) => named(site, Topic::Environment, CompletionKind::Variable, acc),
        Instruction::Label if !is_value(site) => named(site, Topic::Labels, CompletionKind::Key, acc),
        Instruction::Expose => expose(site, acc),
        Instruction::Stopsignal if is_first => documented(site, Topic::Signals, acc),
        Instruction::User if is_first => owners(site, &site.token, acc),
        Instruction::Workdir if is_first => seen_paths(site, "", acc),
        Instruction::Volume => seen_paths(site, "", acc),
        Instruction::Shell => shell(site, acc),
        Instruction::Healthcheck if is_first => {
            for word in ["CMD", "NONE"] {
                let is_lower = site.keyword.starts_with(|c: char| c.is_ascii_lowercase());
                let label = if is_lower { word.to_lowercase() } else { word.to_owned() };
                let item = CompletionItem::new(CompletionKind::Keyword, label, &site.token);
                acc.push(item.rank(5).doc(Topic::Healthcheck, word));
            }
        }
        Instruction::Copy | Instruction::Add => paths::complete(site, acc),
        _ => {}
    }
}

/// Whether the cursor is in the value of a pair.
fn is_value(site: &Site<'_>) -> bool {
    let is_legacy = site.words.first().is_some_and(|word| !word.contains('='));
    is_legacy || site.token.prefix.contains('=') || site.quote.is_some()
}

fn from(site: &Site<'_>, acc: &mut Acc<'_>) {
    match site.words.len() {
        0 => image::base(site, acc),
        1 => {
            let is_lower = site.keyword.starts_with(|c: char| c.is_ascii_lowercase());
            let label = if is_lower { "as" } else { "AS" };
            let item = CompletionItem::new(CompletionKind::Keyword, label, &site.token);
            let has_rest = site.rest.starts_with(' ');
            acc.push(item.text(format!("{label}{}", if has_rest { "" } else { " " })).doc(Topic::From, "AS"));
        }
        _ => {}
    }
}

/// Global arguments that the stage has not declared yet, and those that the builder sets.
fn arg(site: &Site<'_>, acc: &mut Acc<'_>) {
    let declared: BTreeSet<&str> = match site.document.block_at(site.placed.start) {
        Some((_, block)) => block
            .items()
            .iter()
            .filter_map(|item| match &item.facts.operands {
                Operands::Arg(words) => Some(words.iter().map(|word| word.name.text.as_str())),
                _ => None,
            })
            .flatten()
            .collect(),
        None => BTreeSet::new(),
    };
    let is_free = |name: &str| !declared.contains(name) || name == site.token.prefix;
    if site.stage.is_some() {
        let global = &site.document.model().global;
        for (name, variable) in global.scope.names() {
            if global.automatic.get(name).is_none() && is_free(name) {
                let value = variable.value.as_ref().map(|value| value.text.to_string()).unwrap_or_default();
                let item = CompletionItem::new(CompletionKind::Variable, name.to_string(), &site.token);
                acc.push(item.rank(10).detail(value));
            }
        }
    }
    for id in Topic::Predefined.ids().filter(|id| is_free(id)) {
        let item = CompletionItem::new(CompletionKind::Variable, id, &site.token);
        acc.push(item.rank(30).doc(Topic::Predefined, id));
    }
}

/// Names of a topic as keys of pairs.
fn named(site: &Site<'_>, topic: Topic, kind: CompletionKind, acc: &mut Acc<'_>) {
    let word = &site.rest[..site.token.range.end.saturating_sub(site.offset).min(site.rest.len())];
    let end = word.find('=').unwrap_or(word.len());
    let has_equals = end < word.len();
    let token = token(site.token.range.start..site.offset + end, &site.token.prefix);
    for id in topic.ids() {
        let text = if has_equals { id.to_owned() } else { format!("{id}=") };
        acc.push(CompletionItem::new(kind, id, &token).text(text).doc(topic, id));
    }
}

fn documented(site: &Site<'_>, topic: Topic, acc: &mut Acc<'_>) {
    for id in topic.ids() {
        let is_usual = matches!(id, "SIGTERM" | "SIGINT" | "SIGQUIT");
        let item = CompletionItem::new(CompletionKind::Value, id, &site.token).doc(topic, id);
        acc.push(item.rank(if is_usual { 10 } else { 50 }));
    }
}

fn expose(site: &Site<'_>, acc: &mut Acc<'_>) {
    const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];
    if let Some((port, protocol)) = site.token.prefix.split_once('/') {
        let token = token(site.token.range.start + port.len() + 1..site.token.range.end, protocol);
        for name in PROTOCOLS {
            acc.push(CompletionItem::new(CompletionKind::Value, name, &token).doc(Topic::Ports, name));
        }
        return;
    }
    for id in Topic::Ports.ids().filter(|id| !PROTOCOLS.contains(id)) {
        let entry = Topic::Ports.entry(acc.context.language, id);
        let detail = entry.map(crate::spec::Entry::summary).unwrap_or_default();
        let item = CompletionItem::new(CompletionKind::Value, id, &site.token).detail(detail);
        acc.push(item.doc(Topic::Ports, id));
    }
}

/// Users and groups that the file speaks of, and root.
pub(super) fn owners(site: &Site<'_>, token: &Token, acc: &mut Acc<'_>) {
    let mut seen = BTreeSet::new();
    for placed in site.document.instructions() {
        if placed.start == site.placed.start {
            continue;
        }
        match &placed.facts.operands {
            Operands::Whole(user) if placed.facts.instruction == Some(Instruction::User) => {
                seen.extend(user.literal().map(str::to_owned));
            }
            Operands::Copy(copy) => {
                seen.extend(copy.chown.as_ref().and_then(|owner| owner.literal()).map(str::to_owned));
            }
            _ => {}
        }
    }
    seen.retain(|name| !name.is_empty() && !name.contains(char::is_whitespace));
    let is_new = !seen.contains("root");
    for name in seen {
        acc.push(CompletionItem::new(CompletionKind::Value, name, token).rank(10));
    }
    if is_new {
        acc.push(CompletionItem::new(CompletionKind::Value, "root", token));
    }
}

/// Folders that the file speaks of.
pub(super) fn seen_paths(site: &Site<'_>, end: &str, acc: &mut Acc<'_>) {
    let mut seen = BTreeSet::new();
    for placed in site.document.instructions() {
        if placed.start == site.placed.start {
            continue;
        }
        match (&placed.facts.operands, placed.facts.instruction) {
            (Operands::Whole(path), Some(Instruction::Workdir)) => {
                seen.extend(path.literal().map(str::to_owned));
            }
            (Operands::List(paths), Some(Instruction::Volume)) => {
                seen.extend(paths.iter().filter_map(|path| path.literal()).map(str::to_owned));
            }
            (Operands::Copy(copy), _) => {
                let path = copy.destination.as_ref().and_then(|path| path.literal());
                let folder = path.and_then(|path| path.strip_suffix('/'));
                seen.extend(folder.map(str::to_owned));
            }
            _ => {}
        }
    }
    seen.retain(|path| path.starts_with('/') && path.len() > 1 && !path.contains(char::is_whitespace));
    for path in seen {
        let path = format!("{}{end}", path.trim_end_matches('/'));
        acc.push(CompletionItem::new(CompletionKind::Folder, path, &site.token).rank(20));
    }
}

fn shell(site: &Site<'_>, acc: &mut Acc<'_>) {
    const SHELLS: [&str; 5] = [
        r#"["/bin/bash", "-o", "pipefail", "-c"]"#,
        r#"["/bin/bash", "-c"]"#,
        r#"["/bin/sh", "-c"]"#,
        r#"["powershell", "-Command"]"#,
        r#"["cmd", "/S", "/C"]"#,
    ];
    // Whole arrays only: in one that is begun, nobody knows what is meant.
    let begun = site.text.trim_end();
    if begun.is_empty() || begun == "[" {
        let rest = site.rest.trim_end();
        if !rest.is_empty() && rest != "]" {
            return;
        }
        let whole = token(site.offset - site.text.len()..site.offset + rest.len(), &site.text);
        for array in SHELLS {
            acc.push(CompletionItem::new(CompletionKind::Value, array, &whole).doc_of(Topic::Shell));
        }
    }
}
