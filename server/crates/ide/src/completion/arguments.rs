//! Completion of the arguments that follow the flags of an instruction.

use std::collections::BTreeSet;

use super::{
    Acc, CompletionItem, CompletionKind, flags, image,
    known::{others, owners, seen_paths, stems},
    paths, start,
};
use dockwright_analysis::{
    cursor::{Token, Typing},
    facts::operands::Operands,
    spec::{Instruction, ports::PROTOCOLS, usual},
};
use dockwright_texts::Topic;

pub(super) fn complete(site: &Typing<'_>, acc: &mut Acc<'_>) {
    let is_first = site.words.before.is_empty();
    // No list opens by itself where the instruction may already be finished, and a space at its end is
    // common.
    if site.token.prefix.is_empty() && !acc.context.is_by_hand && may_be_finished(site) {
        return;
    }
    if acc.context.is_by_hand
        && is_first
        && site.token.prefix.is_empty()
        && !site.words.is_array
        && site.instruction != Instruction::Onbuild
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

/// Whether the words before the cursor may already be complete.
fn may_be_finished(site: &Typing<'_>) -> bool {
    match site.instruction {
        _ if site.words.is_array => false,
        Instruction::Copy | Instruction::Add => site.words.before.len() > 1,
        Instruction::From => site.words.before.len() == 1 || site.words.before.len() > 2,
        // `ENV NAME`, whose value follows.
        Instruction::Env if site.words.before.len() == 1 => site.words.before[0].contains('='),
        _ => !site.words.before.is_empty(),
    }
}

/// Whether the cursor is in the value of a pair.
fn is_value(site: &Typing<'_>) -> bool {
    let is_legacy = site.words.before.first().is_some_and(|word| !word.contains('='));
    is_legacy || site.token.prefix.contains('=') || site.words.quote.is_some()
}

fn from(site: &Typing<'_>, acc: &mut Acc<'_>) {
    match site.words.before.len() {
        0 => image::base(site, acc),
        1 if !site.token.prefix.is_empty() || acc.context.is_by_hand => {
            let is_lower = site.keyword.starts_with(|c: char| c.is_ascii_lowercase());
            let label = if is_lower { "as" } else { "AS" };
            let item = CompletionItem::new(CompletionKind::Keyword, label, &site.token);
            let has_rest = site.line.rest.starts_with(' ');
            let item = item.text(format!("{label}{}", if has_rest { "" } else { " " }));
            acc.push(item.doc(Topic::From, "AS").opens_list(!has_rest));
        }
        2 if site.words.before[1].eq_ignore_ascii_case("AS") => {
            let model = site.line.document.model();
            for name in usual::STAGES.iter().filter(|name| model.stage_named(name).is_none()) {
                acc.push(CompletionItem::new(CompletionKind::Stage, *name, &site.token).example());
            }
        }
        _ => {}
    }
}

/// Global arguments that the stage has not declared yet, and the builder's predefined ones.
fn arg(site: &Typing<'_>, acc: &mut Acc<'_>) {
    let declared: BTreeSet<&str> = match site.line.document.block_at(site.line.spot.placed.start) {
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
    if site.line.spot.stage.is_some() {
        let global = &site.line.document.model().global;
        for (name, variable) in global.scope.names() {
            if global.automatic.get(name).is_none() && is_free(name) {
                let value = variable.value.as_ref().map(|value| value.text.to_string()).unwrap_or_default();
                let item = CompletionItem::new(CompletionKind::Variable, name.to_string(), &site.token);
                acc.push(item.name().rank(10).detail(value));
            }
        }
    }
    // Users also choose names such as `TARGET` and `BUILD`; only the following characters show that a
    // predefined one is meant.
    let is_stem = matches!(site.token.prefix.as_str(), "TARGET" | "BUILD" | "BUILDKIT");
    for id in Topic::Predefined.ids().filter(|id| is_free(id) && (!is_stem || acc.context.is_by_hand)) {
        let item = CompletionItem::new(CompletionKind::Variable, id, &site.token);
        acc.push(item.name().rank(30).doc(Topic::Predefined, id));
    }
}

/// Build arguments of the stage. ENV is often used to keep their values, because an image does not
/// store arguments.
fn arguments_to_keep(site: &Typing<'_>, acc: &mut Acc<'_>) {
    let Some((_, block)) = site.line.document.block_at(site.line.spot.placed.start) else { return };
    let end = block.item_at(site.line.spot.placed.start).unwrap_or(0);
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
fn values(site: &Typing<'_>, acc: &mut Acc<'_>) {
    let (name, value) = match (site.token.prefix.split_once('='), site.words.before.first()) {
        (Some((name, value)), _) if acc.context.is_by_hand => (name, value),
        (None, Some(name)) if site.words.before.len() == 1 => (name.as_str(), site.token.prefix.as_str()),
        // `NAME=` sets an empty value, so the instruction may be finished.
        _ => return,
    };
    let token =
        Token::new(site.token.range.end.min(site.line.offset - value.len())..site.token.range.end, value);
    for value in usual::values_of_variable(name) {
        acc.push(CompletionItem::new(CompletionKind::Value, *value, &token).example());
    }
}

/// Names of a topic as keys of pairs, after the prefixes that many of them share. A key alone is
/// not valid, so the list may open wherever a key begins.
fn named(site: &Typing<'_>, topic: Topic, kind: CompletionKind, usual: &[&str], acc: &mut Acc<'_>) {
    let word =
        &site.line.rest[..site.token.range.end.saturating_sub(site.line.offset).min(site.line.rest.len())];
    let end = word.find('=').unwrap_or(word.len());
    let has_equals = end < word.len();
    let token = Token::new(site.token.range.start..site.line.offset + end, &site.token.prefix);
    for stem in stems(topic.ids(), &token.prefix, '.') {
        acc.push(CompletionItem::new(kind, stem, &token).rank(19).opens_list(true));
    }
    for id in topic.ids() {
        let text = if has_equals { id.to_owned() } else { format!("{id}=") };
        let rank = 20 + usual::place_in(usual, id);
        acc.push(CompletionItem::new(kind, id, &token).text(text).rank(rank).doc(topic, id));
    }
}

fn documented(site: &Typing<'_>, topic: Topic, acc: &mut Acc<'_>) {
    for id in topic.ids() {
        let is_usual = matches!(id, "SIGTERM" | "SIGINT" | "SIGQUIT");
        let item = CompletionItem::new(CompletionKind::Value, id, &site.token).doc(topic, id);
        acc.push(item.name().rank(if is_usual { 10 } else { 50 }));
    }
}

fn expose(site: &Typing<'_>, acc: &mut Acc<'_>) {
    if let Some((port, protocol)) = site.token.prefix.split_once('/') {
        let token = Token::new(site.token.range.start + port.len() + 1..site.token.range.end, protocol);
        for name in PROTOCOLS {
            acc.push(CompletionItem::new(CompletionKind::Value, name, &token).doc(Topic::Ports, name));
        }
        return;
    }
    let mut ports = seen_ports(site);
    let image = site.line.spot.stage.and_then(|stage| site.line.document.model().base_image(stage));
    ports.extend(image.map_or(&[][..], usual::ports_of_image).iter().map(|it| (*it).to_owned()));
    ports.extend(usual::PORTS.map(str::to_owned));
    ports.extend(Topic::Ports.ids().filter(|id| !PROTOCOLS.contains(id)).map(str::to_owned));
    let mut offered = BTreeSet::new();
    for (at, id) in ports.iter().enumerate().filter(|(_, id)| !site.words.before.contains(id)) {
        if !offered.insert(id) {
            continue;
        }
        let entry = Topic::Ports.entry(acc.context.language, id);
        let detail = entry.map(dockwright_texts::Entry::summary).unwrap_or_default();
        let item = CompletionItem::new(CompletionKind::Value, id, &site.token).example().detail(detail);
        let item = item.rank(10 + u8::try_from(at).unwrap_or(u8::MAX).min(60));
        acc.push(if entry.is_some() { item.doc(Topic::Ports, id) } else { item });
    }
}

/// Ports that the file mentions: those of other EXPOSE instructions, and values of variables whose
/// names suggest a port.
fn seen_ports(site: &Typing<'_>) -> Vec<String> {
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

fn shell(site: &Typing<'_>, acc: &mut Acc<'_>) {
    const SHELLS: [&str; 5] = [
        r#"["/bin/bash", "-o", "pipefail", "-c"]"#,
        r#"["/bin/bash", "-c"]"#,
        r#"["/bin/sh", "-c"]"#,
        r#"["powershell", "-Command"]"#,
        r#"["cmd", "/S", "/C"]"#,
    ];
    // Only whole arrays are offered: the intent of an unfinished one is not known.
    let begun = site.text().trim_end();
    if begun.is_empty() || begun == "[" {
        let rest = site.line.rest.trim_end();
        if !rest.is_empty() && rest != "]" {
            return;
        }
        let whole =
            Token::new(site.line.offset - site.text().len()..site.line.offset + rest.len(), site.text());
        for array in SHELLS {
            acc.push(CompletionItem::new(CompletionKind::Value, array, &whole).doc_of(Topic::Shell));
        }
    }
}
