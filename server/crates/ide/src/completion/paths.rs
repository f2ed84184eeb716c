//! Completion of paths: the sources of COPY and ADD, from the build context or another stage, and
//! their destinations.

use std::collections::HashSet;

use super::{Acc, CompletionItem, CompletionKind, destinations};
use dockwright_analysis::{
    cursor::{Token, Typing},
    facts::operands::Operands,
    spec::Instruction,
};

pub(super) fn complete(site: &Typing<'_>, acc: &mut Acc<'_>) {
    let is_heredoc = site.token.prefix.starts_with('<') || site.line.rest.starts_with("<<");
    if is_heredoc || site.token.prefix.contains("://") {
        return;
    }
    // In an array, paths are offered only inside the quotes of an element.
    if site.words.is_array && site.words.quote.is_none() {
        return;
    }
    let from = site.flags.iter().find_map(|flag| flag.strip_prefix("--from="));
    // Of a stage's files, only those that the Dockerfile mentions are known; the destination may be any
    // path.
    match from {
        Some(from) if site.words.before.is_empty() || acc.context.is_by_hand => of_stage(site, from, acc),
        Some(_) => {}
        None => sources(site, &site.token, acc),
    }
    if !site.words.before.is_empty() {
        destinations::complete(site, acc);
    }
}

/// Whether a path may be complete: the context, or a folder with its slash.
fn is_whole(path: &str) -> bool {
    path.ends_with('/') || matches!(path, "." | "..") || path.ends_with("/.") || path.ends_with("/..")
}

/// Offers the names in the build context.
pub(super) fn sources(site: &Typing<'_>, token: &Token, acc: &mut Acc<'_>) {
    let (folder, name) = match token.prefix.rfind('/') {
        Some(at) => token.prefix.split_at(at + 1),
        None => ("", token.prefix.as_str()),
    };
    // After the first source, the line cannot end yet.
    let is_first = site.words.before.is_empty() && site.flag.is_none();
    let is_whole = is_whole(&token.prefix) && !(is_first && token.prefix.ends_with('/'));
    if !acc.context.is_by_hand && is_whole {
        return;
    }
    if folder.contains(['$', '*', '?', '"', '\\']) || folder.split('/').any(|part| part == "..") {
        return;
    }
    let place = Token::new(token.range.start + folder.len()..token.range.end, name);
    // A second path may be the destination, which need not exist in the context and may look like a
    // prefix of a file there.
    let may_be_destination = !site.words.before.is_empty() && site.flag.is_none() && !acc.context.is_by_hand;
    if may_be_destination && (token.prefix.is_empty() || folder.starts_with('/')) {
        return;
    }
    let mut entries = (acc.context.folder)(folder.trim_start_matches("./").trim_matches('/'), name);
    // `package.json` before `package-lock.json`.
    entries.sort_by_cached_key(|entry| (!entry.is_folder, entry.name.replace('-', "~")));
    for entry in entries {
        // Only arrays can hold names with spaces.
        let has_blank = entry.name.contains(char::is_whitespace);
        if (has_blank && !site.words.is_array) || entry.name.contains(['"', '\\', '$']) {
            continue;
        }
        let has_extension = entry.name.trim_start_matches('.').contains('.');
        if may_be_destination && (entry.is_folder || !has_extension) {
            continue;
        }
        let (kind, text, rank) = if entry.is_folder {
            (CompletionKind::Folder, format!("{}/", entry.name), 11)
        } else {
            (CompletionKind::File, entry.name.clone(), 12)
        };
        let is_hidden = entry.name.starts_with('.');
        let item = CompletionItem::new(kind, text, &place).opens_list(entry.is_folder);
        // A destination must follow the first source.
        let item =
            if site.words.before.is_empty() && site.flag.is_none() { item.inner_name() } else { item.name() };
        acc.push(item.rank(rank + if is_hidden { 10 } else { 0 }));
    }
}

/// Offers the paths that another stage receives or works in.
fn of_stage(site: &Typing<'_>, from: &str, acc: &mut Acc<'_>) {
    let model = site.line.document.model();
    let index = from.parse().ok().filter(|&index: &usize| index < model.stages.len());
    let Some(stage) = index.or_else(|| model.stage_named(from)) else { return };
    let Some(block) = site.line.document.stages().nth(stage) else { return };
    let mut seen = Vec::new();
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
        // The output of a compiler, given by `-o`.
        let script = item.facts.args.first().filter(|_| item.facts.instruction == Some(Instruction::Run));
        let words = script.map(|text| text.split_ascii_whitespace()).into_iter().flatten();
        let words: Vec<_> = words.collect();
        seen.extend(words.windows(2).filter(|pair| pair[0] == "-o").map(|pair| pair[1].to_owned()));
    }
    let mut offered = HashSet::new();
    // The last output of a stage is usually its purpose.
    for path in seen.into_iter().rev() {
        let is_path = path.starts_with('/') && !path.contains(char::is_whitespace);
        if is_path && offered.insert(path.clone()) {
            acc.push(CompletionItem::new(CompletionKind::File, path, &site.token).name().rank(10));
        }
    }
}
