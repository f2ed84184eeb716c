//! Guesses the destination of COPY and ADD.
//!
//! A destination may be any path, so guesses are offered only until the first letter is typed.

use std::collections::HashSet;

use super::{Acc, CompletionItem, CompletionKind, known::seen_paths};
use dockwright_analysis::{
    cursor::Typing,
    document::Placed,
    facts::operands::Operands,
    spec::{FlagValue, Instruction},
};

/// Offers the likely destinations of a single source, then folders that the file mentions.
pub(super) fn complete(site: &Typing<'_>, acc: &mut Acc<'_>) {
    if let [source] = site.words.before.as_slice() {
        let mut offered = HashSet::new();
        for path in guesses(site, source) {
            if offered.insert(path.clone()) {
                let item = CompletionItem::new(CompletionKind::Folder, path, &site.token).example();
                acc.push(item.until_typed().rank(10));
            }
        }
    }
    seen_paths(site, "/", &site.token, acc);
}

fn guesses(site: &Typing<'_>, source: &str) -> Vec<String> {
    let source = source.trim_matches(['"', '\'']);
    if source.contains(['$', '*', '?', '\\', '<']) || source.contains("://") {
        return Vec::new();
    }
    let name = base_name(source);
    let is_of_stage = site.flags.iter().any(|flag| {
        let (name, value) = flag.trim_start_matches('-').split_once('=').unwrap_or((flag, ""));
        !value.is_empty() && site.flag_spec(name).is_some_and(|flag| flag.value == FlagValue::From)
    });
    if is_of_stage && source.starts_with('/') {
        return vec![source.to_owned(), format!("/{name}")];
    }
    let before = Before::of(site);
    let mut guesses = Vec::new();
    if is_context(source) {
        guesses.extend(before.last.filter(|(last, _)| is_context(last)).map(|(_, destination)| destination));
        guesses.extend(before.has_workdir.then(|| ".".to_owned()));
        return guesses;
    }
    if let Some((last, destination)) = before.last {
        let folder = destination.rfind('/').map_or("", |at| &destination[..=at]);
        if destination.ends_with(base_name(&last)) && !name.is_empty() {
            guesses.push(format!("{folder}{name}"));
        } else {
            guesses.push(destination);
        }
    }
    guesses.extend(before.has_workdir.then(|| "./".to_owned()));
    if !name.is_empty() && !name.contains("..") {
        guesses.push(format!("/{name}"));
    }
    guesses
}

/// Whether a path is the whole build context.
fn is_context(path: &str) -> bool {
    matches!(path, "." | "./" | "/")
}

fn base_name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// The instructions of the stage before the cursor that matter for destinations.
#[derive(Default)]
struct Before {
    /// Source and destination of the previous COPY or ADD.
    last: Option<(String, String)>,
    /// Whether there is a WORKDIR, which gives relative destinations a meaning.
    has_workdir: bool,
}

impl Before {
    fn of(site: &Typing<'_>) -> Self {
        /// The number of instructions to search; real stages are not longer.
        const MOST: usize = 200;
        let mut before = Self::default();
        let Some((_, block)) = site.line.document.block_at(site.line.spot.placed.start) else {
            return before;
        };
        let end = block.item_at(site.line.spot.placed.start).unwrap_or(0);
        for at in (0..end).rev().take(MOST) {
            let Placed { facts, .. } = block.placed(at);
            match (&facts.operands, facts.instruction) {
                (Operands::Copy(copy), _) if before.last.is_none() => {
                    let source = copy.sources.first().and_then(|source| source.literal());
                    let destination = copy.destination.as_ref().and_then(|it| it.literal());
                    let pair = source.zip(destination);
                    before.last = pair.map(|(source, to)| (source.to_owned(), to.to_owned()));
                }
                (_, Some(Instruction::Workdir)) => before.has_workdir = true,
                _ => {}
            }
        }
        before
    }
}
