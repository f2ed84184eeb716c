//! Files: what COPY and ADD take from the build context or from another stage, and where they put it.

use std::collections::BTreeSet;

use super::{
    Acc, CompletionItem, CompletionKind, Token, arguments,
    site::{Site, token},
};
use crate::{facts::operands::Operands, spec::Instruction};

pub(super) fn complete(site: &Site<'_>, acc: &mut Acc<'_>) {
    let is_heredoc = site.token.prefix.starts_with('<') || site.rest.starts_with("<<");
    if is_heredoc || site.token.prefix.contains("://") {
        return;
    }
    // In an array, only inside of an element's quotes.
    if site.is_array && site.quote.is_none() {
        return;
    }
    let from = site.flags.iter().find_map(|flag| flag.strip_prefix("--from="));
    match from {
        Some(from) => of_stage(site, from, acc),
        None => sources(site, &site.token, acc),
    }
    if !site.words.is_empty() {
        arguments::seen_paths(site, "/", acc);
    }
}

/// Names in the build context.
pub(super) fn sources(site: &Site<'_>, token: &Token, acc: &mut Acc<'_>) {
    let (folder, name) = match token.prefix.rfind('/') {
        Some(at) => token.prefix.split_at(at + 1),
        None => ("", token.prefix.as_str()),
    };
    if folder.contains(['$', '*', '?', '"', '\\']) || folder.split('/').any(|part| part == "..") {
        return;
    }
    let place = super::site::token(token.range.start + folder.len()..token.range.end, name);
    for entry in (acc.context.folder)(folder.trim_start_matches("./").trim_matches('/')) {
        // Names with blanks can stand in arrays only.
        let has_blank = entry.name.contains(char::is_whitespace);
        if (has_blank && !site.is_array) || entry.name.contains(['"', '\\', '$']) {
            continue;
        }
        let (kind, text, rank) = if entry.is_folder {
            (CompletionKind::Folder, format!("{}/", entry.name), 11)
        } else {
            (CompletionKind::File, entry.name.clone(), 12)
        };
        let is_hidden = entry.name.starts_with('.');
        let item = CompletionItem::new(kind, text, &place);
        acc.push(item.rank(rank + if is_hidden { 10 } else { 0 }));
    }
}

/// Paths that another stage was given or works in.
fn of_stage(site: &Site<'_>, from: &str, acc: &mut Acc<'_>) {
    let model = site.document.model();
    let index = from.parse().ok().filter(|&index: &usize| index < model.stages.len());
    let Some(stage) = index.or_else(|| model.stage_named(from)) else { return };
    let Some(block) = site.document.stages().nth(stage) else { return };
    let mut seen = BTreeSet::new();
    for item in block.items().iter() {
        match (&item.facts.operands, item.facts.instruction) {
            (Operands::Copy(copy), _) => {
                seen.extend(copy.destination.as_ref().and_then(|path| path.literal()).map(str::to_owned));
            }
            (Operands::Whole(path), Some(Instruction::Workdir)) => {
                seen.extend(path.literal().map(str::to_owned));
            }
            _ => {}
        }
        // What `-o` of a compiler names.
        let script = item.facts.args.first().filter(|_| item.facts.instruction == Some(Instruction::Run));
        let words = script.map(|text| text.split_ascii_whitespace()).into_iter().flatten();
        let words: Vec<_> = words.collect();
        seen.extend(words.windows(2).filter(|pair| pair[0] == "-o").map(|pair| pair[1].to_owned()));
    }
    let token = token(site.token.range.clone(), &site.token.prefix);
    for path in seen {
        if path.starts_with('/') && !path.contains(char::is_whitespace) {
            acc.push(CompletionItem::new(CompletionKind::File, path, &token).rank(10));
        }
    }
}
