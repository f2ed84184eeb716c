//! Finds the definitions of variables, ENV and ARG, and which of them a reference refers to.
//!
//! The state contains the values; this module finds the lines that set them.

use std::ops::Range;

use super::{Base, Model};
use crate::{
    document::{BlockView, Document},
    facts::{Facts, operands::Operands},
    spec::Instruction,
};

/// A definition of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// The range of the name in the document.
    pub range: Range<usize>,
    /// The range of the name and its value.
    pub whole: Range<usize>,
    /// The instruction that defines it.
    pub kind: DefinitionKind,
    /// The stage that contains it, `None` before the first one.
    pub stage: Option<usize>,
    /// The index of the instruction in its stage, or in the preamble.
    pub item: usize,
    /// Whether it is in an ONBUILD, and takes effect in stages based on this one.
    pub is_trigger: bool,
}

/// The instruction that defines a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefinitionKind {
    /// ENV.
    Env,
    /// ARG.
    Arg {
        /// Whether there is a `=`.
        has_default: bool,
    },
}

/// A step on the way from a reference to the origin of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The kind of origin.
    pub kind: OriginKind,
    /// The definition, if it is in the file.
    pub definition: Option<Definition>,
}

/// The kind of a value's origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginKind {
    /// ENV sets it.
    Env,
    /// The default of an ARG, if `--build-arg` does not set it.
    ArgDefault,
    /// An ARG without a default; an earlier definition may set it.
    ArgDeclaration,
    /// `--build-arg` sets it.
    BuildArg,
    /// The builder sets it: platform and stage names.
    Automatic,
    /// The builder sets it if the base image does not.
    DefaultPath,
    /// The base image may set it.
    BaseImage,
    /// Nothing defines it.
    Undefined,
}

/// The definitions in the file, in the order of the text, or only those of `name`.
pub fn definitions(document: &Document, name: Option<&str>) -> Vec<Definition> {
    let mut found = Vec::new();
    let blocks = document.preamble().into_iter().map(|block| (None, block));
    for (stage, block) in blocks.chain(document.stages().enumerate().map(|(at, block)| (Some(at), block))) {
        in_block(block, stage, name, &mut found);
    }
    found
}

/// The definitions in one stage, or in the preamble.
fn in_block(block: BlockView<'_>, stage: Option<usize>, name: Option<&str>, found: &mut Vec<Definition>) {
    for (item, entry) in block.items().iter().enumerate() {
        let (facts, is_trigger) = match (&entry.facts.trigger, entry.facts.instruction) {
            (Some(trigger), Some(Instruction::Onbuild)) => (&**trigger, true),
            _ => (&*entry.facts, false),
        };
        if !matches!(facts.instruction, Some(Instruction::Arg | Instruction::Env)) {
            continue;
        }
        let start = block.placed(item).start;
        each_named(facts, &mut |named| {
            if name.is_none_or(|name| name == named.name) {
                let shift = |range: &Range<usize>| start + range.start..start + range.end;
                found.push(Definition {
                    name: named.name.to_owned(),
                    range: shift(&named.range),
                    whole: shift(&named.whole),
                    kind: named.kind,
                    stage,
                    item,
                    is_trigger,
                });
            }
        });
    }
}

/// A name that an instruction defines. Ranges are relative to the instruction.
pub struct Named<'a> {
    pub name: &'a str,
    pub range: Range<usize>,
    pub whole: Range<usize>,
    pub kind: DefinitionKind,
}

/// Calls `visit` with each name that an instruction defines, except names that contain variables.
pub fn each_named<'a>(facts: &'a Facts, visit: &mut dyn FnMut(Named<'a>)) {
    match &facts.operands {
        Operands::Arg(definitions) => {
            for definition in definitions {
                let end = definition.value.as_ref().map_or(0, |value| value.range.end);
                let range = definition.name.range.clone();
                let kind = DefinitionKind::Arg { has_default: definition.value.is_some() };
                let whole = range.start..range.end.max(end);
                visit(Named { name: &definition.name.text, range, whole, kind });
            }
        }
        Operands::Pairs(pairs) if facts.instruction == Some(Instruction::Env) => {
            for pair in pairs {
                if let (Some(name), Some(range)) = (pair.key.literal(), pair.key.name_range()) {
                    let whole = pair.key.range.start..pair.key.range.end.max(pair.value.range.end);
                    visit(Named { name, range, whole, kind: DefinitionKind::Env });
                }
            }
        }
        _ => {}
    }
}

/// The steps from a reference before `offset`, in a stage or in the global scope, to the origin of
/// its value. `definitions` are those of the variable.
///
/// The first step is the nearest definition. If that is an ARG without a default, further steps
/// show what may set it.
pub fn origins(
    model: &Model,
    definitions: &[Definition],
    name: &str,
    stage: Option<usize>,
    offset: usize,
) -> Vec<Origin> {
    let mut search = Search { model, definitions, name, found: Vec::new() };
    match stage {
        Some(stage) => search.in_stage(stage, offset),
        None => search.in_global_scope(offset),
    }
    search.found
}

struct Search<'a> {
    model: &'a Model,
    definitions: &'a [Definition],
    name: &'a str,
    found: Vec<Origin>,
}

impl<'a> Search<'a> {
    fn push(&mut self, kind: OriginKind, definition: Option<&Definition>) {
        self.found.push(Origin { kind, definition: definition.cloned() });
    }

    /// The definitions in a stage before an offset, the last one first.
    fn before(&self, stage: Option<usize>, offset: usize) -> impl Iterator<Item = &'a Definition> + use<'a> {
        let definitions = self.definitions;
        let start = definitions.partition_point(|definition| definition.stage < stage);
        let end = start
            + definitions[start..]
                .partition_point(|definition| definition.stage == stage && definition.whole.end <= offset);
        definitions[start..end].iter().rev().filter(|definition| !definition.is_trigger)
    }

    fn is_given(&self) -> bool {
        self.model.inputs.build_args.iter().any(|(name, _)| name == self.name)
    }

    /// Follows an ARG; returns whether it has a value.
    fn arg(&mut self, definition: &Definition, has_default: bool) -> bool {
        if self.is_given() {
            self.push(OriginKind::BuildArg, Some(definition));
            return true;
        }
        if has_default {
            self.push(OriginKind::ArgDefault, Some(definition));
            return true;
        }
        self.push(OriginKind::ArgDeclaration, Some(definition));
        if definition.stage.is_none() || self.model.global.scope.value(self.name).is_none() {
            return false;
        }
        self.in_global_scope(usize::MAX);
        true
    }

    fn in_global_scope(&mut self, offset: usize) {
        for definition in self.before(None, offset) {
            let DefinitionKind::Arg { has_default } = definition.kind else { continue };
            if self.arg(definition, has_default) {
                return;
            }
        }
        if self.model.global.automatic.value(self.name).is_some() {
            self.push(OriginKind::Automatic, None);
        } else if self.found.is_empty() {
            self.push(OriginKind::Undefined, None);
        }
    }

    fn in_stage(&mut self, stage: usize, offset: usize) {
        for definition in self.before(Some(stage), offset) {
            match definition.kind {
                DefinitionKind::Env => return self.push(OriginKind::Env, Some(definition)),
                DefinitionKind::Arg { has_default } => {
                    if self.arg(definition, has_default) {
                        return;
                    }
                }
            }
        }
        self.at_start(stage);
    }

    /// Follows the state at the start of a stage, where ENV of the base takes precedence over ARG.
    fn at_start(&mut self, stage: usize) {
        let mut at = stage;
        while let Base::Stage(base) = self.model.stages[at].base {
            if let Some(env) = self.before(Some(base), usize::MAX).find(|d| d.kind == DefinitionKind::Env) {
                return self.push(OriginKind::Env, Some(env));
            }
            at = base;
        }
        let is_scratch = self.model.stages[at].base == Base::Scratch;
        let mut at = stage;
        while let Base::Stage(base) = self.model.stages[at].base {
            for definition in self.before(Some(base), usize::MAX) {
                if let DefinitionKind::Arg { has_default } = definition.kind
                    && self.arg(definition, has_default)
                {
                    return;
                }
            }
            at = base;
        }
        if !is_scratch {
            self.push(OriginKind::BaseImage, None);
        } else if self.name == "PATH" {
            self.push(OriginKind::DefaultPath, None);
        } else if self.found.is_empty() {
            self.push(OriginKind::Undefined, None);
        }
    }
}
