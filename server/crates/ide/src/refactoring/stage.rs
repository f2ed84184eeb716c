//! Names a stage without a name, and replaces its number by the name in all uses.

use super::{Refactoring, RefactoringKind, Selected};
use dockwright_analysis::{
    document::Document,
    facts::operands::Operands,
    fix::TextEdit,
    usage::{StageUseKind, stage_uses},
};
use dockwright_texts::ide::refactoring as texts;

/// Turns `FROM golang` into `FROM golang AS build`.
pub(super) fn name(place: &Selected<'_>) -> Option<Refactoring> {
    let stage = place.spot.stage.filter(|_| place.spot.item == 0)?;
    let Operands::From(operands) = &place.spot.facts().operands else { return None };
    let image = operands.image.as_ref().filter(|_| operands.separator.is_none())?;
    let name = free_name(place.document, stage, &image.text);
    let is_lower = place.spot.facts().word.starts_with(|c: char| c.is_ascii_lowercase());
    let at = place.offset(image.range.end);
    let separator = if is_lower { "as" } else { "AS" };
    let mut edits = vec![TextEdit { range: at..at, text: format!(" {separator} {name}") }];
    let by_number = stage_uses(place.document, stage).into_iter().filter(|it| it.kind == StageUseKind::Index);
    edits.extend(by_number.map(|used| TextEdit { range: used.range, text: name.clone() }));
    Some(Refactoring { title: texts::name_stage(&name), kind: RefactoringKind::Rewrite, edits })
}

/// A name that the file does not use yet, neither for a stage nor for an image in FROM or COPY.
fn free_name(document: &Document, stage: usize, image: &str) -> String {
    let is_last = stage + 1 == document.model().stages.len();
    let path = image.split(['@', ':']).next().unwrap_or_default();
    let own = path.rsplit('/').next().unwrap_or_default();
    let is_name = own.starts_with(|c: char| c.is_ascii_lowercase())
        && own.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let usual = if is_last { "final" } else { "build" };
    let text = document.text();
    let text = text.slice(0..text.len()).to_lowercase();
    let is_free = |name: &str| document.model().stage_named(name).is_none() && !mentions(&text, name);
    let candidates = [usual.to_owned(), format!("{own}-{usual}")];
    let candidates = candidates.into_iter().filter(|name| is_name || !name.contains(own) || own.is_empty());
    let numbered = (stage..).map(|number| format!("stage-{number}"));
    candidates.chain(numbered).find(|name| is_free(name)).unwrap_or_default()
}

/// Whether a name appears where FROM or COPY would read it as an image.
fn mentions(text: &str, name: &str) -> bool {
    ["from ", "from="].iter().any(|before| {
        text.match_indices(before).any(|(at, _)| {
            let rest = text[at + before.len()..].trim_start_matches(' ');
            let rest = rest.strip_prefix(name);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || "-_./:@".contains(c)))
        })
    })
}
