//! The names that Dockerfiles and build files share: stages, which a build names as its target, and
//! build arguments.

use std::{ops::Range, path::Path, sync::Arc};

use dockwright_analysis::{
    document::Document,
    fix::TextEdit,
    usage::{StageUseKind, Symbol, stage_uses, symbol_at},
};
use dockwright_builds::{Build, Dockerfile, Inline, Place, Said, Table};
use dockwright_texts::ide::rename as texts;

use crate::rename::RenameError;

/// A name that a build file shares with a Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharedName {
    /// A stage, by its number.
    Stage(usize),
    /// A build argument.
    Argument(String),
}

/// The kind of word at a position in a build file.
#[derive(Debug)]
pub enum BuildWord<'a> {
    /// The stage that a build targets, or one that it builds without the cache.
    Target(&'a Build, &'a Said),
    /// The name of a build argument.
    Argument(&'a Build, &'a Said),
    /// The path of the Dockerfile.
    Dockerfile(&'a Build, &'a Said),
    /// A part of an inline Dockerfile, with the offset in it.
    Inline(&'a Build, &'a Arc<Inline>, usize),
}

/// The word at an offset of a build file.
pub fn build_word<'a>(table: &'a Table, file: &Path, offset: usize) -> Option<BuildWord<'a>> {
    let touches =
        |place: &Place| &*place.file == file && place.range.start <= offset && offset <= place.range.end;
    table.all().find_map(|build| {
        let targets = build.target.iter().chain(&build.uncached_stages);
        if let Some(said) = targets.clone().find(|said| touches(&said.place)) {
            return Some(BuildWord::Target(build, said));
        }
        if let Some(arg) = build.args.iter().find(|arg| touches(&arg.name.place)) {
            return Some(BuildWord::Argument(build, &arg.name));
        }
        if let Some(said) = build.dockerfile_said.as_ref().filter(|said| touches(&said.place)) {
            return Some(BuildWord::Dockerfile(build, said));
        }
        match &build.dockerfile {
            Dockerfile::Inline(inline) if *inline.place.file == *file => {
                let at = inline.from_file(offset)?;
                Some(BuildWord::Inline(build, inline, at))
            }
            _ => None,
        }
    })
}

/// The name at an offset of a Dockerfile that its builds may also use.
pub fn shared_name(document: &Document, offset: usize) -> Option<SharedName> {
    match symbol_at(document, offset)? {
        Symbol::Stage { stage, .. } => Some(SharedName::Stage(stage)),
        Symbol::Variable { name, .. } => {
            let is_declared = document.declared_arguments().any(|declared| declared == name);
            is_declared.then_some(SharedName::Argument(name))
        }
        _ => None,
    }
}

/// The range in the Dockerfile that defines a name: the stage name, or its FROM if it has none, or
/// the first ARG with that name.
pub fn place_of(document: &Document, name: &SharedName) -> Option<Range<usize>> {
    match name {
        SharedName::Stage(stage) => {
            let uses = stage_uses(document, *stage);
            let named = uses.into_iter().find(|used| used.kind == StageUseKind::Name).map(|used| used.range);
            named.or_else(|| {
                let from = document.stages().nth(*stage)?.placed(0);
                Some(from.start..from.start + from.facts.len)
            })
        }
        SharedName::Argument(name) => dockwright_analysis::model::definitions(document, Some(name))
            .into_iter()
            .find(|definition| {
                matches!(definition.kind, dockwright_analysis::model::DefinitionKind::Arg { .. })
            })
            .map(|definition| definition.range),
    }
}

/// The ranges in build files that refer to something in a Dockerfile, without duplicates.
pub fn mentions<'a>(
    table: &'a Table,
    dockerfile: &'a Path,
    document: &Document,
    name: &SharedName,
) -> Vec<&'a Said> {
    let mut found: Vec<&Said> = Vec::new();
    for build in builds_of(table, dockerfile) {
        let all: Vec<&Said> = match name {
            SharedName::Stage(stage) => build
                .target
                .iter()
                .chain(&build.uncached_stages)
                .filter(|said| said.value().and_then(|it| document.model().built_stage(it)) == Some(*stage))
                .collect(),
            SharedName::Argument(name) => {
                let names = build.args.iter().map(|arg| &arg.name);
                names.filter(|said| said.value() == Some(name.as_str())).collect()
            }
        };
        for said in all {
            if !found.iter().any(|known| known.place == said.place) {
                found.push(said);
            }
        }
    }
    found
}

/// Whether a word is unquoted, so that YAML may read some values as another type.
fn is_plain(table: &Table, said: &Said) -> bool {
    let Place { file, range } = &said.place;
    let before = table.file(file).and_then(|file| file.text.get(..range.start)?.chars().next_back());
    !matches!(before, Some('"' | '\''))
}

fn builds_of<'a>(table: &'a Table, dockerfile: &'a Path) -> impl Iterator<Item = &'a Build> {
    table.all().filter(move |build| is_of(build, dockerfile))
}

fn is_of(build: &Build, dockerfile: &Path) -> bool {
    matches!(&build.dockerfile, Dockerfile::File(path) if path == dockerfile)
}

/// The edits of build files that a rename needs, or an error if one of them cannot be changed.
/// `shown` formats the path of a file for messages.
pub fn rename_edits(
    table: &Table,
    dockerfile: &Path,
    document: &Document,
    name: &SharedName,
    new_name: &str,
    shown: &dyn Fn(&Path) -> String,
) -> Result<Vec<(Arc<Path>, TextEdit)>, RenameError> {
    let refuse = |reason| Err(RenameError::Refused(reason));
    for file in table.files().into_iter().filter(|file| file.broken.is_some()) {
        // The current contents of this file are not known.
        let is_about = builds_of(table, dockerfile).any(|build| *build.file == *file.path);
        if is_about || file.text.is_empty() {
            return refuse(texts::build_file_broken(shown(file.path)));
        }
    }
    let mut edits = Vec::new();
    for said in mentions(table, dockerfile, document, name) {
        let Place { file, range } = &said.place;
        let old = said.value().unwrap_or_default();
        if matches!(name, SharedName::Stage(_)) && old.bytes().all(|byte| byte.is_ascii_digit()) {
            // A stage number stays valid after a rename.
            continue;
        }
        if !said.is_verbatim {
            return refuse(texts::ByBuildVariable { file: shown(file), name: old }.message());
        }
        if is_plain(table, said)
            && matches!(new_name.to_ascii_lowercase().as_str(), "null" | "true" | "false")
        {
            return refuse(texts::NotPlainText { name: new_name, file: shown(file) }.message());
        }
        let is_shared = table.all().any(|build| {
            let places = build.target.iter().chain(&build.uncached_stages);
            let mut places = places.chain(build.args.iter().map(|arg| &arg.name)).map(|said| &said.place);
            !build.is_base && !is_of(build, dockerfile) && places.any(|place| *place == said.place)
        });
        if is_shared {
            return refuse(texts::SharedByBuilds { name: old, file: shown(file) }.message());
        }
        edits.push((Arc::clone(file), TextEdit { range: range.clone(), text: new_name.to_owned() }));
    }
    edits.sort_by(|(a, x), (b, y)| (a, x.range.start).cmp(&(b, y.range.start)));
    Ok(edits)
}

#[cfg(test)]
mod tests;
