//! Names that already occur in the file (users, folders), and common prefixes of names.

use std::collections::BTreeSet;

use super::{Acc, CompletionItem, CompletionKind};
use dockwright_analysis::{
    cursor::{Token, Typing},
    document::Placed,
    facts::operands::Operands,
    spec::{FlagValue, Instruction},
};

/// The prefixes up to a separator that at least three of the names share and that continue the
/// typed text. Each is as long as the names that share it agree.
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

/// The other instructions of the file, up to a limit, since searching a very long file would be
/// slow.
pub(super) fn others<'a>(site: &Typing<'a>) -> impl Iterator<Item = Placed<'a>> {
    const MOST: usize = 400;
    let own = site.line.spot.placed.start;
    site.line.document.instructions().filter(move |placed| placed.start != own).take(MOST)
}

/// Offers root and the users and groups that the file mentions.
pub(super) fn owners(site: &Typing<'_>, token: &Token, acc: &mut Acc<'_>) {
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

/// Offers the folders that the file mentions.
pub(super) fn seen_paths(site: &Typing<'_>, end: &str, token: &Token, acc: &mut Acc<'_>) {
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
