//! The values of ENV and ARG at an instruction of a stage: those before it, and not those that the stage ends with.

use dockwright_analysis::{facts::operands::Operands, memo::Memoized, model::Evaluated, spec::Instruction};
use rustc_hash::FxHashMap;

/// The definitions of a stage by name, in the order of the text.
pub(super) struct Definitions(FxHashMap<Box<str>, Vec<Definition>>);

impl Memoized for Definitions {}

struct Definition {
    item: usize,
    is_env: bool,
    /// Its value, if no variable is in it.
    value: Option<Box<str>>,
}

impl Definitions {
    /// The definitions of a stage.
    pub(super) fn of(evaluated: &Evaluated) -> &Self {
        evaluated.memo.get_or_init(|| {
            let mut all: FxHashMap<Box<str>, Vec<Definition>> = FxHashMap::default();
            let mut add = |name: &str, item, is_env, value: Option<&str>| {
                let value = value.map(Into::into);
                all.entry(name.into()).or_default().push(Definition { item, is_env, value });
            };
            for (at, item) in evaluated.items.iter().enumerate() {
                match &item.facts.operands {
                    Operands::Arg(definitions) => {
                        for it in definitions {
                            add(
                                &it.name.text,
                                at,
                                false,
                                it.value.as_ref().and_then(|value| value.literal()),
                            );
                        }
                    }
                    Operands::Pairs(pairs) if item.facts.instruction == Some(Instruction::Env) => {
                        for pair in pairs {
                            let Some(name) = pair.key.literal() else { continue };
                            add(name, at, true, pair.value.literal());
                        }
                    }
                    _ => {}
                }
            }
            Self(all)
        })
    }

    /// The value of a variable at an instruction, if it is known.
    pub(super) fn value_at<'a>(
        &'a self,
        evaluated: &'a Evaluated,
        name: &str,
        item: usize,
    ) -> Option<&'a str> {
        let all = self.0.get(name).map_or(&[][..], Vec::as_slice);
        let before = all.partition_point(|it| it.item < item);
        if before == all.len() {
            return evaluated.exit.scope.value(name).map(|value| &*value.text);
        }
        // ARG does not change what ENV has set.
        let last_env = all[..before].iter().rev().find(|it| it.is_env);
        match last_env.or_else(|| all[..before].last()) {
            Some(definition) => definition.value.as_deref(),
            None => evaluated.entry.scope.value(name).map(|value| &*value.text),
        }
    }
}
