//! What instructions take behind their flags.

use std::collections::BTreeSet;

use super::{
    Acc, CompletionItem, CompletionKind, Token, flags, image, paths,
    site::{Site, token},
    start,
};
use dockwright_analysis::{
    document::Placed,
    facts::operands::Operands,
    spec::{FlagValue, Instruction, Topic, ports::PROTOCOLS, usual},
};

pub(super) fn complete(site: &Site<'_>, acc: &mut Acc<'_>) {
    let is_first = site.words.is_empty();
    // Nothing opens by itself where the instruction may be finished already, and a blank at its end is common.
    if site.token.prefix.is_empty() && !acc.context.is_by_hand && may_be_finished(site) {
        return;
    }
    if acc.context.is_by_hand
        && is_first
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
        Instruction::Env if is_value(site) => values(site, acc),
        Instruction::Env => {
            arguments_to_keep(site, acc);
            named(site, Topic::Environment, CompletionKind::Variable, &usual::ENVIRONMENT, acc);
        }
        Instruction::Label if !is_value(site) => {
            named(site, Topic::Labels, CompletionKind::Key, &usual::LABELS, acc);
        }
        Instruction::Expose => expose(site, acc),
        Instruction::Stopsignal if is_first => documented(site, Topic::Signals, acc),
        Instruction::User if is_first => owners(site, &site.token, acc),
        Instruction::Workdir if is_first => {
            seen_paths(site, "", &site.token, acc);
            for path in usual::WORKDIRS {
                let item = CompletionItem::new(CompletionKind::Folder, path, &site.token).example();
                acc.push(item.rank(30));
            }
        }
        Instruction::Volume => seen_paths(site, "", &site.token, acc),
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

/// Whether the words before the cursor may be all.
fn may_be_finished(site: &Site<'_>) -> bool {
    match site.instruction {
        _ if site.is_array => false,
        Instruction::Copy | Instruction::Add => site.words.len() > 1,
        Instruction::From => site.words.len() == 1 || site.words.len() > 2,
        // `ENV NAME`, whose value follows.
        Instruction::Env if site.words.len() == 1 => site.words[0].contains('='),
        _ => !site.words.is_empty(),
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
        1 if !site.token.prefix.is_empty() || acc.context.is_by_hand => {
            let is_lower = site.keyword.starts_with(|c: char| c.is_ascii_lowercase());
            let label = if is_lower { "as" } else { "AS" };
            let item = CompletionItem::new(CompletionKind::Keyword, label, &site.token);
            let has_rest = site.rest.starts_with(' ');
            let item = item.text(format!("{label}{}", if has_rest { "" } else { " " }));
            acc.push(item.doc(Topic::From, "AS").opens_list(!has_rest));
        }
        2 if site.words[1].eq_ignore_ascii_case("AS") => {
            let model = site.document.model();
            for name in usual::STAGES.iter().filter(|name| model.stage_named(name).is_none()) {
                acc.push(CompletionItem::new(CompletionKind::Stage, *name, &site.token).example());
            }
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
                acc.push(item.name().rank(10).detail(value));
            }
        }
    }
    // `TARGET` and `BUILD` are names that people choose themselves; only what follows tells.
    let is_stem = matches!(site.token.prefix.as_str(), "TARGET" | "BUILD" | "BUILDKIT");
    for id in Topic::Predefined.ids().filter(|id| is_free(id) && (!is_stem || acc.context.is_by_hand)) {
        let item = CompletionItem::new(CompletionKind::Variable, id, &site.token);
        acc.push(item.name().rank(30).doc(Topic::Predefined, id));
    }
}

/// Build arguments of the stage, which ENV is often for: an image keeps the value of ENV only.
fn arguments_to_keep(site: &Site<'_>, acc: &mut Acc<'_>) {
    let Some((_, block)) = site.document.block_at(site.placed.start) else { return };
    let end = block.item_at(site.placed.start).unwrap_or(0);
    for item in block.items()[..end].iter().rev() {
        let Operands::Arg(words) = &item.facts.operands else { continue };
        for word in words {
            let name = word.name.text.as_str();
            let item = CompletionItem::new(CompletionKind::Variable, name, &site.token);
            acc.push(item.text(format!("{name}=")).rank(15));
        }
    }
}

/// The usual values of the variable that a pair sets.
fn values(site: &Site<'_>, acc: &mut Acc<'_>) {
    let (name, value) = match (site.token.prefix.split_once('='), site.words.first()) {
        (Some((name, value)), _) if acc.context.is_by_hand => (name, value),
        (None, Some(name)) if site.words.len() == 1 => (name.as_str(), site.token.prefix.as_str()),
        // `NAME=` sets an empty value, and may be all there is to it.
        _ => return,
    };
    let token = token(site.token.range.end.min(site.offset - value.len())..site.token.range.end, value);
    for value in usual::values_of_variable(name) {
        acc.push(CompletionItem::new(CompletionKind::Value, *value, &token).example());
    }
}

/// Names of a topic as keys of pairs, after the beginnings that many of them share. A key alone is nothing yet, so the
/// list may open wherever one begins.
fn named(site: &Site<'_>, topic: Topic, kind: CompletionKind, usual: &[&str], acc: &mut Acc<'_>) {
    let word = &site.rest[..site.token.range.end.saturating_sub(site.offset).min(site.rest.len())];
    let end = word.find('=').unwrap_or(word.len());
    let has_equals = end < word.len();
    let token = token(site.token.range.start..site.offset + end, &site.token.prefix);
    for stem in stems(topic.ids(), &token.prefix, '.') {
        acc.push(CompletionItem::new(kind, stem, &token).rank(19).opens_list(true));
    }
    for id in topic.ids() {
        let text = if has_equals { id.to_owned() } else { format!("{id}=") };
        let rank = 20 + usual::place_in(usual, id);
        acc.push(CompletionItem::new(kind, id, &token).text(text).rank(rank).doc(topic, id));
    }
}

/// The beginnings, up to a separator, that at least three of the names share and that go on from what is typed; each as
/// long as the names that share it agree.
pub(super) fn stems<'a>(names: impl Iterator<Item = &'a str>, typed: &str, separator: char) -> Vec<&'a str> {
    const MANY: usize = 3;
    let mut groups: Vec<(&str, usize)> = Vec::new();
    for name in names.filter(|name| name.starts_with(typed)) {
        let Some(next) = name[typed.len()..].find(separator) else { continue };
        let first = &name[..=typed.len() + next];
        match groups.iter_mut().find(|(stem, _)| stem.starts_with(first)) {
            Some((stem, count)) => {
                let alike = stem.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
                *stem = &stem[..stem[..alike].rfind(separator).map_or(first.len(), |at| at + 1)];
                *count += 1;
            }
            None => groups.push((&name[..=name.rfind(separator).unwrap_or_default()], 1)),
        }
    }
    groups.into_iter().filter(|(_, count)| *count >= MANY).map(|(stem, _)| stem).collect()
}

fn documented(site: &Site<'_>, topic: Topic, acc: &mut Acc<'_>) {
    for id in topic.ids() {
        let is_usual = matches!(id, "SIGTERM" | "SIGINT" | "SIGQUIT");
        let item = CompletionItem::new(CompletionKind::Value, id, &site.token).doc(topic, id);
        acc.push(item.name().rank(if is_usual { 10 } else { 50 }));
    }
}

fn expose(site: &Site<'_>, acc: &mut Acc<'_>) {
    if let Some((port, protocol)) = site.token.prefix.split_once('/') {
        let token = token(site.token.range.start + port.len() + 1..site.token.range.end, protocol);
        for name in PROTOCOLS {
            acc.push(CompletionItem::new(CompletionKind::Value, name, &token).doc(Topic::Ports, name));
        }
        return;
    }
    let mut ports = seen_ports(site);
    let image = site.stage.and_then(|stage| site.document.model().base_image(stage));
    ports.extend(image.map_or(&[][..], usual::ports_of_image).iter().map(|it| (*it).to_owned()));
    ports.extend(usual::PORTS.map(str::to_owned));
    ports.extend(Topic::Ports.ids().filter(|id| !PROTOCOLS.contains(id)).map(str::to_owned));
    let mut offered = BTreeSet::new();
    for (at, id) in ports.iter().enumerate().filter(|(_, id)| !site.words.contains(id)) {
        if !offered.insert(id) {
            continue;
        }
        let entry = Topic::Ports.entry(acc.context.language, id);
        let detail = entry.map(dockwright_analysis::spec::Entry::summary).unwrap_or_default();
        let item = CompletionItem::new(CompletionKind::Value, id, &site.token).example().detail(detail);
        let item = item.rank(10 + u8::try_from(at).unwrap_or(u8::MAX).min(60));
        acc.push(if entry.is_some() { item.doc(Topic::Ports, id) } else { item });
    }
}

/// Ports that the file speaks of: those of other EXPOSE, and values of variables that are called after a port.
fn seen_ports(site: &Site<'_>) -> Vec<String> {
    let is_port = |text: &str| text.parse::<u16>().is_ok_and(|port| port > 0);
    let mut seen = Vec::new();
    for placed in others(site) {
        match &placed.facts.operands {
            Operands::List(words) if placed.facts.instruction == Some(Instruction::Expose) => {
                seen.extend(words.iter().filter_map(|it| it.literal()).map(str::to_owned));
            }
            Operands::Pairs(pairs) => seen.extend(pairs.iter().filter_map(|pair| {
                let is_meant = pair.key.text.to_ascii_uppercase().ends_with("PORT");
                pair.value.literal().filter(|value| is_meant && is_port(value)).map(str::to_owned)
            })),
            _ => {}
        }
    }
    seen
}

/// The other instructions near the cursor: a very long file is not read through for a list.
fn others<'a>(site: &Site<'a>) -> impl Iterator<Item = Placed<'a>> {
    const MOST: usize = 400;
    let own = site.placed.start;
    site.document.instructions().filter(move |placed| placed.start != own).take(MOST)
}

/// Users and groups that the file speaks of, and root.
pub(super) fn owners(site: &Site<'_>, token: &Token, acc: &mut Acc<'_>) {
    let mut seen = BTreeSet::new();
    for placed in others(site) {
        match &placed.facts.operands {
            Operands::Whole(user) if placed.facts.instruction == Some(Instruction::User) => {
                seen.extend(user.literal().map(str::to_owned));
            }
            _ => {}
        }
        let owners = placed.facts.flag_values.iter().filter(|flag| flag.spec.value == FlagValue::Owner);
        seen.extend(owners.filter_map(|owner| owner.value.literal()).map(str::to_owned));
    }
    seen.retain(|name| !name.is_empty() && !name.contains(char::is_whitespace));
    let is_new = !seen.contains("root");
    for name in seen {
        acc.push(CompletionItem::new(CompletionKind::Value, name, token).example().rank(10));
    }
    if is_new {
        acc.push(CompletionItem::new(CompletionKind::Value, "root", token).example());
    }
}

/// Folders that the file speaks of.
pub(super) fn seen_paths(site: &Site<'_>, end: &str, token: &Token, acc: &mut Acc<'_>) {
    let mut seen = BTreeSet::new();
    for placed in others(site) {
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
        acc.push(CompletionItem::new(CompletionKind::Folder, path, token).example().rank(20));
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
