//! Renames a variable or a stage together with all its uses.
//!
//! A rename must not change the meaning of the file. So it is rejected if the new name already has
//! a meaning there, or if the name is not defined by the file. Uses in shell commands are renamed
//! with the variable; text in single quotes and variables that a shell assigns are not.

use std::{fmt, ops::Range, sync::Arc};

use dockwright_syntax::Edit;

use dockwright_analysis::{
    document::Document,
    fix::TextEdit,
    model::place::Spot,
    usage::{
        self, Occurrences, StageUse, StageUseKind, Symbol, occurrences, shell_view, stage_uses, symbol_at,
        touches,
    },
};
use dockwright_texts::{Message, ide::rename as texts};

/// A name that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// Byte range of the name at the cursor.
    pub range: Range<usize>,
    /// The text that the editor offers for editing.
    pub placeholder: String,
}

/// The reason why a name cannot be changed; displayed as a sentence for users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameError {
    /// There is no name at the cursor.
    NothingHere,
    /// The name cannot be changed to the new one; the message says why.
    Refused(Message),
}

impl RenameError {
    /// The message for users.
    pub fn message(&self) -> Message {
        match self {
            Self::NothingHere => texts::nothing_here(),
            Self::Refused(reason) => reason.clone(),
        }
    }
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().to_string())
    }
}

impl std::error::Error for RenameError {}

/// The name at `offset`.
pub fn prepare_rename(document: &Document, offset: usize) -> Result<Renamable, RenameError> {
    let symbol = symbol_at(document, offset).ok_or(RenameError::NothingHere)?;
    let range = match &symbol {
        Symbol::Stage { range, is_index: false, .. } => range.clone(),
        Symbol::Stage { .. } => {
            return refuse(texts::is_index());
        }
        Symbol::Variable { name, range } => {
            if let Some(reason) = brought_along(document, name) {
                return refuse(reason);
            }
            let occurrences = occurrences(document, name);
            if occurrences.at(range.start).is_none_or(Occurrences::is_loose) {
                return refuse(texts::from_base_image(name));
            }
            range.clone()
        }
        Symbol::ShellVariable { name, range, .. } => {
            // `PATH=$PATH:/x` extends a variable of the environment, whose name programs depend on.
            let view = Spot::at(document, offset).and_then(|spot| shell_view(document, &spot));
            if view.is_some_and(|view| !view.occurrences(name).is_empty()) {
                return refuse(texts::from_environment(name));
            }
            range.clone()
        }
        Symbol::Delimiter { places } => {
            places.iter().find(|place| touches(place, offset)).ok_or(RenameError::NothingHere)?.clone()
        }
        Symbol::Image { .. } => return Err(RenameError::NothingHere),
    };
    let placeholder = document.text().slice(range.clone()).into_owned();
    Ok(Renamable { range, placeholder })
}

/// The edits that rename the symbol at `offset`, in the order of the text.
pub fn rename(document: &Document, offset: usize, new_name: &str) -> Result<Vec<TextEdit>, RenameError> {
    prepare_rename(document, offset)?;
    match symbol_at(document, offset).ok_or(RenameError::NothingHere)? {
        Symbol::Stage { stage, .. } => rename_stage(document, stage, new_name),
        Symbol::Variable { name, range } => rename_variable(document, &name, &range, new_name),
        Symbol::ShellVariable { name, places, range } => {
            rename_in_script(document, &name, &range, places, new_name)
        }
        Symbol::Delimiter { places } => rename_delimiter(document, places, new_name),
        Symbol::Image { .. } => Err(RenameError::NothingHere),
    }
}

fn refuse<T>(reason: Message) -> Result<T, RenameError> {
    Err(RenameError::Refused(reason))
}

/// Why a variable's name cannot be changed: it is not defined by the file alone.
fn brought_along(document: &Document, name: &str) -> Option<Message> {
    let is_special = name.starts_with("BUILDKIT_") || name == "SOURCE_DATE_EPOCH";
    let is_automatic = document.model().global.automatic.get(name).is_some();
    (is_special || is_automatic).then(|| texts::set_by_builder(name))
}

fn rename_stage(document: &Document, stage: usize, new_name: &str) -> Result<Vec<TextEdit>, RenameError> {
    let model = document.model();
    let lower = new_name.to_lowercase();
    let is_name = lower.starts_with(|c: char| c.is_ascii_lowercase())
        && lower.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b));
    if !is_name {
        return refuse(texts::not_a_stage_name(new_name));
    }
    if matches!(lower.as_str(), "scratch" | "context") {
        return refuse(texts::reserved(lower));
    }
    let old = &model.stages[stage].name;
    if old.as_deref() != Some(lower.as_str())
        && let Some(&other) = model.stages_named(&lower).first()
    {
        return refuse(texts::StageExists { number: other, name: lower }.message());
    }
    let uses = stage_uses(document, stage);
    if let Some(by_variable) = uses.iter().find(|used| used.kind == StageUseKind::BaseByVariable) {
        let line = document.text().point(by_variable.range.start).row + 1;
        return refuse(texts::by_variable(line));
    }
    let edit = |used: StageUse| {
        let text = match used.kind {
            StageUseKind::Name | StageUseKind::From => new_name.to_owned(),
            // FROM finds a stage only by its name in lower case.
            StageUseKind::Base => lower.clone(),
            StageUseKind::Index | StageUseKind::BaseByVariable => return None,
        };
        Some(TextEdit { range: used.range, text })
    };
    let edits: Vec<TextEdit> = uses.into_iter().filter_map(edit).collect();
    if !mentions(document, &lower) {
        return Ok(edits);
    }
    let trial = Trial::new(document, &edits);
    let is_edited =
        |used: &StageUse| !matches!(used.kind, StageUseKind::Index | StageUseKind::BaseByVariable);
    let found = stage_uses(&trial.document, stage).into_iter().filter(is_edited).map(|used| used.range.start);
    if let Some(line) = trial.strange_line(found) {
        return refuse(texts::BecomesStage { name: lower, line }.message());
    }
    Ok(edits)
}

/// Whether a name, given in lower case, occurs anywhere in a document in any letter case. If not,
/// it cannot have a meaning yet.
fn mentions(document: &Document, lower: &str) -> bool {
    let text = document.text();
    text.slice(0..text.len()).to_lowercase().contains(lower)
}

/// The document after the edits, to check that they refer to the renamed symbol, and that nothing
/// else does.
struct Trial {
    document: Document,
    /// The starts of the edited names.
    places: Vec<usize>,
}

impl Trial {
    fn new(document: &Document, edits: &[TextEdit]) -> Self {
        let mut text = document.text().clone();
        let made: Vec<Edit> =
            edits.iter().rev().map(|edit| text.replace(edit.range.clone(), &edit.text)).collect();
        let (mut added, mut removed) = (0, 0);
        let place = |edit: &TextEdit| {
            let place = edit.range.start + added - removed;
            added += edit.text.len();
            removed += edit.range.len();
            place
        };
        // For many edits, parsing again is cheaper than tracking them.
        let document = if made.len() > 64 {
            Document::with_context(text, Arc::clone(document.context()))
        } else {
            document.edited(text, &made)
        };
        Self { document, places: edits.iter().map(place).collect() }
    }

    /// The line, 1-based, of an occurrence that was found but not edited, or edited but not found.
    fn strange_line(&self, found: impl Iterator<Item = usize>) -> Option<u32> {
        let found: Vec<usize> = found.collect();
        let is_only = |here: &[usize], there: &[usize]| {
            here.iter().copied().find(|place| there.binary_search(place).is_err())
        };
        let place = is_only(&found, &self.places).or_else(|| is_only(&self.places, &found))?;
        Some(self.document.text().point(place).row as u32 + 1)
    }
}

fn rename_variable(
    document: &Document,
    name: &str,
    range: &Range<usize>,
    new_name: &str,
) -> Result<Vec<TextEdit>, RenameError> {
    // The builder accepts letters of any language, shells only ASCII ones.
    let is_name = new_name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && new_name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_name {
        return refuse(texts::not_a_variable_name(new_name));
    }
    if let Some(reason) = brought_along(document, new_name) {
        return refuse(reason);
    }
    let occurrences = occurrences(document, name);
    let one = occurrences.at(range.start).ok_or(RenameError::NothingHere)?;
    let edits: Vec<TextEdit> = occurrences
        .same(one)
        .map(|occurrence| TextEdit { range: occurrence.range.clone(), text: new_name.to_owned() })
        .collect();
    if new_name != name
        && mentions(document, &new_name.to_lowercase())
        && let Some(line) = clash(document, &edits, range.start, new_name)
    {
        return refuse(texts::Taken { name: new_name, line }.message());
    }
    Ok(edits)
}

/// The line, 1-based, where the new name already has a meaning, so that the renamed variable would
/// change it or be changed by it.
fn clash(document: &Document, edits: &[TextEdit], offset: usize, new_name: &str) -> Option<u32> {
    let trial = Trial::new(document, edits);
    let at = edits.iter().position(|edit| edit.range.start == offset)?;
    let occurrences = usage::occurrences(&trial.document, new_name);
    match occurrences.at(trial.places[at]) {
        Some(one) => trial.strange_line(occurrences.same(one).map(|occurrence| occurrence.range.start)),
        None => trial.strange_line(std::iter::empty()),
    }
}

/// Renames a variable that only a script uses.
fn rename_in_script(
    document: &Document,
    name: &str,
    range: &Range<usize>,
    places: Vec<(Range<usize>, bool)>,
    new_name: &str,
) -> Result<Vec<TextEdit>, RenameError> {
    let is_name = new_name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && new_name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !is_name {
        return refuse(texts::not_a_variable_name(new_name));
    }
    let spot = Spot::at(document, range.start).ok_or(RenameError::NothingHere)?;
    let view = shell_view(document, &spot).ok_or(RenameError::NothingHere)?;
    let is_met = !view.own_places(new_name).is_empty() || !view.occurrences(new_name).is_empty();
    if new_name != name && is_met {
        return refuse(texts::taken_in_script(new_name));
    }
    let edit = |(range, _)| TextEdit { range, text: new_name.to_owned() };
    Ok(places.into_iter().map(edit).collect())
}

/// Renames the delimiter of a heredoc. A line of the body that equals the new name would end the
/// body early.
fn rename_delimiter(
    document: &Document,
    places: Vec<Range<usize>>,
    new_name: &str,
) -> Result<Vec<TextEdit>, RenameError> {
    let is_word =
        !new_name.is_empty() && new_name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if !is_word {
        return refuse(texts::not_a_delimiter(new_name));
    }
    let spot = places.first().and_then(|marker| Spot::at(document, marker.start));
    let facts = spot.ok_or(RenameError::NothingHere)?.placed.facts;
    let ends_body = |line: &str| line.trim_end_matches('\r').trim_start_matches('\t') == new_name;
    if facts.heredocs.iter().any(|heredoc| heredoc.content.lines().any(ends_body)) {
        return refuse(texts::ends_body(new_name));
    }
    let edit = |range| TextEdit { range, text: new_name.to_owned() };
    Ok(places.into_iter().map(edit).collect())
}

#[cfg(test)]
mod tests;
