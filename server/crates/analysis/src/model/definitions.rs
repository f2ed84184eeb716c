//! Where variables come from: ENV and ARG, and which of them a reference means.
//!
//! Source: language.md 6.1 and 6.2. The values themselves are in the state; what is here leads people to the lines
//! that gave them.

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
    /// The name as written, in the document.
    pub range: Range<usize>,
    /// The name with its value.
    pub whole: Range<usize>,
    /// What defines it.
    pub kind: DefinitionKind,
    /// The stage it stands in, `None` before the first one.
    pub stage: Option<usize>,
    /// The index of the instruction in its stage, or before the first one.
    pub item: usize,
    /// It stands behind ONBUILD, and counts in stages built on this one.
    pub is_trigger: bool,
}

/// What defines a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefinitionKind {
    /// ENV.
    Env,
    /// ARG.
    Arg {
        /// With `=`.
        has_default: bool,
    },
}

/// A step on the way from a reference to where its value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What it is.
    pub kind: OriginKind,
    /// The definition, where there is one in the file.
    pub definition: Option<Definition>,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginKind {
    /// ENV gives it.
    Env,
    /// The default of ARG gives it, unless `--build-arg` does.
    ArgDefault,
    /// ARG declares it, and something further back may give it a value.
    ArgDeclaration,
    /// `--build-arg` gives it.
    BuildArg,
    /// The builder brings it: platform and stage names.
    Automatic,
    /// The builder sets it where the base image does not.
    DefaultPath,
    /// The base image may set it.
    BaseImage,
    /// Nothing defines it.
    Undefined,
}

/// The definitions in the file in the order of the text; those of `name` alone, if one is given.
pub fn definitions(document: &Document, name: Option<&str>) -> Vec<Definition> {
    let mut found = Vec::new();
    let blocks = document.preamble().into_iter().map(|block| (None, block));
    for (stage, block) in blocks.chain(document.stages().enumerate().map(|(at, block)| (Some(at), block))) {
        in_block(block, stage, name, &mut found);
    }
    found
}

/// Those of one stage, or of what stands before the first.
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

/// A name that an instruction defines, ranges relative to the instruction.
pub struct Named<'a> {
    pub name: &'a str,
    pub range: Range<usize>,
    pub whole: Range<usize>,
    pub kind: DefinitionKind,
}

/// Calls `visit` with each name that an instruction defines. A name that is itself made of variables is left out.
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

/// The way from a reference before `offset` in a stage, or in the global scope, to where its value comes from.
/// `definitions` are those of the variable.
///
/// The first step is the nearest definition. Where that is an ARG without a default, what may give it a value follows.
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

    /// The definitions of a stage before an offset, the last one first.
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

    /// Follows an ARG; whether it has a value.
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

    /// What a stage starts with: ENV of its base wins over ARG there.
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
