//! Which variable a name means where it stands, as far as colours go: an ARG, or one that the builder knows.
//!
//! What a stage starts with is the model's knowledge. In a stage it takes the first ARG and the first ENV of a name:
//! once ENV gives a value, no ARG changes it any more. Names are taken as written, in PowerShell too.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::TokenModifiers;
use dockwright_analysis::{
    document::{BlockView, Document},
    facts::Facts,
    model::{
        DefinitionKind, Scope,
        definitions::{Named, each_named},
    },
    spec::Instruction,
};
use dockwright_texts::Topic;

/// The variables of a block: where each is first declared by ARG and first set by ENV, as the index of an
/// instruction.
pub(super) struct Names<'a> {
    first: FxHashMap<&'a str, First>,
    /// What the stage starts with.
    entry: Option<&'a Scope>,
}

#[derive(Debug, Clone, Copy)]
struct First {
    arg: usize,
    env: usize,
}

impl<'a> Names<'a> {
    pub(super) fn of(document: &'a Document, stage: Option<usize>, block: BlockView<'a>) -> Self {
        let entry = stage.and_then(|stage| document.model().stages.get(stage));
        let entry = entry.map(|stage| stage.evaluated.entry.scope.as_ref());
        let mut first = FxHashMap::default();
        for (at, item) in block.items().iter().enumerate() {
            let facts: &'a Facts = &item.facts;
            if !matches!(facts.instruction, Some(Instruction::Arg | Instruction::Env)) {
                continue;
            }
            each_named(facts, &mut |Named { name, kind, .. }| {
                let never = First { arg: usize::MAX, env: usize::MAX };
                let first = first.entry(name).or_insert(never);
                let slot = match kind {
                    DefinitionKind::Arg { .. } => &mut first.arg,
                    DefinitionKind::Env => &mut first.env,
                };
                *slot = at.min(*slot);
            });
        }
        Self { first, entry }
    }

    /// What is known of a variable where the instructions before the one of this index count.
    pub(super) fn modifiers(&self, name: &str, before: usize) -> TokenModifiers {
        let first = self.first.get(name);
        let inherited = self.entry.and_then(|scope| scope.get(name));
        let is_env = first.is_some_and(|first| first.env < before)
            || inherited.is_some_and(|variable| variable.env.is_some());
        if is_env {
            return TokenModifiers::NONE;
        }
        let is_arg = first.is_some_and(|first| first.arg < before)
            || inherited.is_some_and(|variable| variable.is_declared);
        let known = if is_arg { TokenModifiers::READONLY } else { TokenModifiers::NONE };
        known.with(predefined(name))
    }
}

/// [`TokenModifiers::DEFAULT_LIBRARY`] where the builder knows an argument of this name by itself.
pub(super) fn predefined(name: &str) -> TokenModifiers {
    static NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
        // Proxies come in lower case, too.
        let lower = Topic::Predefined.ids().filter(|id| id.ends_with("_PROXY")).map(str::to_lowercase);
        lower.chain(Topic::Predefined.ids().map(str::to_owned)).collect()
    });
    if NAMES.contains(name) { TokenModifiers::DEFAULT_LIBRARY } else { TokenModifiers::NONE }
}
