//! Resolves a file as the build does: replaces each variable reference by its value, and computes
//! the resulting image.
//!
//! The text is for users to read. Values replace references, with the escapes that the position
//! needs; a reference whose value the file does not determine stays unchanged. References that a
//! shell expands at build time or run time are left to the shell.

use std::ops::Range;

use dockwright_analysis::{
    document::{BlockView, Document},
    facts::{
        Facts,
        operands::Operands,
        template::{Reference, Template},
    },
    model::{
        Base, Budget, Definition, ImageConfig, Lookup, Model, Origin, Value, definitions,
        expansion::expand_reference,
        origins,
        place::{Spot, StageWalk},
    },
    spec::Instruction,
    suggest::nearest,
    usage::each_template,
};

/// A resolved Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The text with references replaced by their values.
    pub text: String,
    /// The references in the order of the text.
    pub references: Vec<ResolvedReference>,
    /// The stages in the order of the text.
    pub stages: Vec<ResolvedStage>,
    /// The configuration of the image that the target produces; `None` if there is no such stage.
    pub image: Option<ImageConfig>,
}

/// A variable reference with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedReference {
    /// The whole expression, `$NAME` or `${NAME…}`.
    pub range: Range<usize>,
    /// The variable.
    pub name: String,
    /// The result of the expression; `None` if the file does not determine it, or if BuildKit rejects
    /// it.
    pub value: Option<String>,
    /// BuildKit's error message if it rejects the expression.
    pub error: Option<String>,
    /// The definitions that the value comes from, the nearest first.
    pub origins: Vec<Origin>,
    /// Whether it is in the operand of another reference.
    pub is_nested: bool,
}

/// A stage with its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedStage {
    /// Its FROM.
    pub range: Range<usize>,
    /// Its name in lower case.
    pub name: Option<String>,
    /// Its base.
    pub base: Base,
    /// Whether the target needs it.
    pub is_reachable: bool,
}

/// Resolves a document for the build that `model` was made for.
pub fn resolve(document: &Document, model: &Model) -> Resolution {
    let mut all = Resolver {
        document,
        model,
        definitions: all_definitions(document),
        references: Vec::new(),
        budget: Budget::default(),
    };
    all.run();
    let mut references = all.references;
    references.sort_by_key(|found| (found.reference.range.start, found.reference.is_nested));
    let text = substitute(document, &references);
    let target = model.target();
    let reachable = target.map(|target| model.reachable(target));
    let stages = document
        .stages()
        .zip(&model.stages)
        .enumerate()
        .map(|(at, (block, stage))| {
            let from = block.placed(0);
            ResolvedStage {
                range: from.start..from.start + from.facts.len,
                name: stage.name.as_deref().map(str::to_owned),
                base: stage.base.clone(),
                is_reachable: reachable.as_ref().is_some_and(|reachable| reachable[at]),
            }
        })
        .collect();
    Resolution {
        text,
        references: references.into_iter().map(|found| found.reference).collect(),
        stages,
        image: target.map(|target| model.image(document, target)),
    }
}

/// The stage whose name is most similar to an unknown one.
pub fn nearest_stage(model: &Model, name: &str) -> Option<String> {
    let names = model.stages.iter().filter_map(|stage| stage.name.as_deref());
    nearest(&name.to_lowercase(), names).map(str::to_owned)
}

/// The definitions of every variable, by name.
fn all_definitions(document: &Document) -> Vec<(String, Vec<Definition>)> {
    let mut all = definitions(document, None);
    // The sort is stable, so definitions of one name stay in the order of the text.
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.chunk_by(|a, b| a.name == b.name).map(|group| (group[0].name.clone(), group.to_vec())).collect()
}

struct FoundVariable {
    reference: ResolvedReference,
    quoting: Quoting,
}

/// The quoting that a value needs at its position.
#[derive(Debug, Clone, Copy)]
struct Quoting {
    escape: char,
    in_double_quotes: bool,
    /// Whether a space ends the word.
    splits_words: bool,
}

struct Resolver<'a> {
    document: &'a Document,
    model: &'a Model,
    definitions: Vec<(String, Vec<Definition>)>,
    references: Vec<FoundVariable>,
    /// The remaining steps for computing values.
    budget: Budget,
}

impl Resolver<'_> {
    fn run(&mut self) {
        if let Some(preamble) = self.document.preamble() {
            let mut walk = StageWalk::of_preamble(self.model);
            for (item, entry) in preamble.items().iter().enumerate() {
                self.instruction(preamble, None, item, &entry.facts, &mut walk);
            }
        }
        for (stage, block) in self.document.stages().enumerate() {
            if let Some(from) = block.items().first() {
                self.instruction(block, Some(stage), 0, &from.facts, &mut StageWalk::at_from(self.model));
            }
            let mut walk = StageWalk::of_stage(self.model, stage);
            for (item, entry) in block.items().iter().enumerate().skip(1) {
                self.instruction(block, Some(stage), item, &entry.facts, &mut walk);
            }
        }
    }

    fn instruction(
        &mut self,
        block: BlockView<'_>,
        stage: Option<usize>,
        item: usize,
        facts: &Facts,
        walk: &mut StageWalk<'_>,
    ) {
        let placed = block.placed(item);
        let spot = Spot { stage, item, placed };
        let scope = if item == 0 { None } else { stage };
        if facts.instruction == Some(Instruction::Arg) {
            let Operands::Arg(definitions) = &facts.operands else { return };
            for definition in definitions {
                if let Some(value) = &definition.value {
                    self.template(&spot, scope, value, true, walk, placed.start + value.range.start);
                }
                walk.declare(std::slice::from_ref(definition));
            }
            return;
        }
        let splits = matches!(facts.instruction, Some(Instruction::Env | Instruction::Label));
        let mut templates = Vec::new();
        each_template(facts, &mut |template| templates.push(template));
        for template in templates {
            self.template(&spot, scope, template, splits, walk, placed.start);
        }
        if item > 0 {
            walk.step(facts);
        }
    }

    fn template(
        &mut self,
        spot: &Spot<'_>,
        scope: Option<usize>,
        template: &Template,
        splits_words: bool,
        walk: &StageWalk<'_>,
        offset: usize,
    ) {
        if template.literal().is_some() {
            return;
        }
        let mut top: Range<usize> = 0..0;
        template.references(&mut |reference| {
            let is_nested = reference.range.start < top.end && reference.range.start >= top.start;
            if !is_nested {
                top = reference.range.clone();
            }
            self.reference(spot, scope, reference, is_nested, splits_words, walk, offset);
        });
    }

    #[expect(clippy::too_many_arguments, reason = "what a reference needs to be resolved is this much")]
    fn reference(
        &mut self,
        spot: &Spot<'_>,
        scope: Option<usize>,
        reference: &Reference,
        is_nested: bool,
        splits_words: bool,
        walk: &StageWalk<'_>,
        offset: usize,
    ) {
        let mut is_open = false;
        let expanded = expand_reference(reference, &mut self.budget, &mut |reference| {
            let lookup = walk.look_up(reference);
            is_open |= matches!(lookup, Lookup::Unset { is_certain: false, .. });
            lookup
        });
        let (value, error) = match expanded {
            Ok(value) => (Some(value).filter(|value: &Value| value.is_certain), None),
            // `${NAME:?}` succeeds if the base image sets the name.
            Err(_)
                if is_open && expand_reference(reference, &mut self.budget, &mut |_| any_value()).is_ok() =>
            {
                (None, None)
            }
            Err(error) => (None, Some(error.message)),
        };
        let definitions = self
            .definitions
            .binary_search_by(|(name, _)| name.as_str().cmp(&reference.name))
            .map_or(&[][..], |at| &self.definitions[at].1);
        let start = spot.placed.start;
        self.references.push(FoundVariable {
            reference: ResolvedReference {
                range: start + reference.range.start..start + reference.range.end,
                name: reference.name.clone(),
                value: value.map(|value| value.text.to_string()),
                error,
                origins: origins(self.model, definitions, &reference.name, scope, offset),
                is_nested,
            },
            quoting: Quoting {
                escape: self.document.escape(),
                in_double_quotes: reference.is_raw,
                splits_words,
            },
        });
    }
}

fn any_value() -> Lookup {
    Lookup::Set(Value::certain("x"))
}

/// The text with the outermost references replaced.
fn substitute(document: &Document, references: &[FoundVariable]) -> String {
    let text = document.text();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in references {
        let range = &found.reference.range;
        let Some(value) = found.reference.value.as_ref().filter(|_| range.start >= done) else { continue };
        out.push_str(&text.slice(done..range.start));
        push_protected(value, found.quoting, &mut out);
        done = range.end;
    }
    out.push_str(&text.slice(done..text.len()));
    out
}

fn push_protected(value: &str, quoting: Quoting, out: &mut String) {
    for c in value.chars() {
        let is_special = c == '$'
            || c == quoting.escape
            || c == '"'
            || (!quoting.in_double_quotes && (c == '\'' || (quoting.splits_words && c.is_whitespace())));
        if is_special {
            out.push(quoting.escape);
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;
    use dockwright_analysis::build_inputs::BuildInputs;

    #[track_caller]
    fn check(source: &str, expected: &str) -> Resolution {
        let document = Document::new(Text::new(source));
        let resolution = resolve(&document, document.model());
        assert_eq!(resolution.text, expected);
        resolution
    }

    #[test]
    fn references_become_values() {
        check(
            "ARG V=3\nFROM alpine:$V AS a\nARG V\nENV A=$V B=\"${V}x\"\nENV C=${A:+'q'}\nCOPY $A /${B%x}\n",
            "ARG V=3\nFROM alpine:3 AS a\nARG V\nENV A=3 B=\"3x\"\nENV C=q\nCOPY 3 /3\n",
        );
    }

    #[test]
    fn what_the_base_decides_stays() {
        let resolution = check(
            "FROM golang\nENV PATH=$PATH:/x\nWORKDIR $GOPATH/src\nUSER ${U:-me}\n",
            "FROM golang\nENV PATH=$PATH:/x\nWORKDIR $GOPATH/src\nUSER ${U:-me}\n",
        );
        assert!(resolution.references.iter().all(|reference| reference.value.is_none()));
    }

    #[test]
    fn values_are_protected() {
        check(
            "FROM scratch\nARG A='a \"$b'\nENV B=$A C=\"$A\"\nUSER $A\n",
            "FROM scratch\nARG A='a \"$b'\nENV B=a\\ \\\"\\$b C=\"a \\\"\\$b\"\nUSER a \\\"\\$b\n",
        );
    }

    #[test]
    fn stages_inherit_and_args_are_sequential() {
        check(
            "FROM scratch AS a\nENV A=1\nARG A=2\nENV B=$A\nFROM a\nENV C=$A$B\nARG X=1 Y=$X\nENV A=9 D=$A\n",
            "FROM scratch AS a\nENV A=1\nARG A=2\nENV B=2\nFROM a\nENV C=12\nARG X=1 Y=1\nENV A=9 D=1\n",
        );
    }

    #[test]
    fn build_arguments_count() {
        let document = Document::new(Text::new("ARG V=1\nFROM a:$V\nARG V\nUSER $V\n"));
        let inputs = BuildInputs { build_args: vec![("V".into(), "2".into())], ..BuildInputs::default() };
        let model = Model::new(&document, &inputs, None);
        assert_eq!(resolve(&document, &model).text, "ARG V=1\nFROM a:2\nARG V\nUSER 2\n");
    }
}
