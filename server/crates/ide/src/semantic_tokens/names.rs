//! Determines which variable a name refers to, as far as highlighting needs it: an argument, or one
//! that is built into the builder.
//!
//! The model provides the variables at the start of a stage. Within a stage, the first ARG and the
//! first ENV of each name are enough: once ENV sets a value, ARG cannot change it. Names are
//! case-sensitive here, even in PowerShell.

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

/// The variables of a block: for each, the indexes of the instructions where ARG first declares it
/// and ENV first sets it.
pub(super) struct Names<'a> {
    first: FxHashMap<&'a str, First>,
    /// The variables at the start of the stage.
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

    /// The modifiers of a variable, considering the instructions before the index `before`.
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

/// [`TokenModifiers::DEFAULT_LIBRARY`] if the builder predefines an argument with this name.
pub(super) fn predefined(name: &str) -> TokenModifiers {
    static NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
        // The proxy variables also exist in lower case.
        let lower = Topic::Predefined.ids().filter(|id| id.ends_with("_PROXY")).map(str::to_lowercase);
        lower.chain(Topic::Predefined.ids().map(str::to_owned)).collect()
    });
    if NAMES.contains(name) { TokenModifiers::DEFAULT_LIBRARY } else { TokenModifiers::NONE }
}
