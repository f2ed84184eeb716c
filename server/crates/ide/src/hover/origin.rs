//! Where a value comes from, what it is made of, and what may change it.

use super::markdown::{code, value};
use crate::{
    document::Document,
    everywhere::{Everywhere, Known},
    facts::{
        operands::Operands,
        template::{Reference, Template},
    },
    model::{Base, Definition, DefinitionKind, Model, Origin, OriginKind, definitions, origins, place::Spot},
    spec::Instruction,
    usage::base_stage,
};

/// How far a value is followed, and how many variables are shown on the way.
const DEEPEST: usize = 3;
const MOST: usize = 3;

/// A variable where it is read.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) spot: Spot<'a>,
    /// The stage whose variables count, `None` for the global scope.
    pub(super) scope: Option<usize>,
    /// What is defined before this offset counts.
    pub(super) offset: usize,
}

impl<'a> Place<'a> {
    /// Where a reference that stands at `start` is expanded.
    pub(super) fn of_reference(spot: Spot<'a>, start: usize) -> Self {
        let instruction = spot.facts().instruction;
        let (scope, offset) = match instruction {
            // FROM sees all global arguments, a trigger all that its stage leaves.
            Some(Instruction::From) => (None, usize::MAX),
            _ if spot.is_trigger() => (spot.stage, usize::MAX),
            Some(Instruction::Arg) => (spot.stage, start),
            _ => (spot.stage, spot.placed.start),
        };
        Self { spot, scope, offset }
    }

    /// The offset that the state of the place is asked for with.
    pub(super) fn state_offset(&self) -> usize {
        self.offset.min(self.spot.placed.start + self.spot.placed.facts.len)
    }
}

/// Tells about the origins of a value.
pub(super) struct Teller<'a> {
    pub(super) document: &'a Document,
    pub(super) everywhere: &'a Everywhere,
    /// The arguments that a build may change it by.
    arguments: Vec<String>,
    /// What it is made of, a line each.
    parts: Vec<String>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(document: &'a Document, everywhere: &'a Everywhere) -> Self {
        Self { document, everywhere, arguments: Vec::new(), parts: Vec::new() }
    }

    /// The origins of a variable at a place.
    pub(super) fn origins(&self, name: &str, place: &Place<'_>) -> Vec<Origin> {
        let definitions = definitions(self.document, Some(name));
        origins(&self.everywhere.here, &definitions, name, place.scope, place.offset)
    }

    /// The lines about a variable with these origins.
    pub(super) fn lines(mut self, name: &str, origins: &[Origin], scope: Option<usize>) -> Vec<String> {
        let source = self.source(name, origins, scope, true);
        self.follow(name, origins, DEEPEST);
        let mut lines = vec![
            [Some(source), self.change(name, origins, scope)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        ];
        if !self.parts.is_empty() {
            self.parts.truncate(MOST);
            lines.push(self.parts.join("\n"));
        }
        lines
    }

    fn line(&self, definition: &Definition) -> u32 {
        self.document.text().docker_line(definition.range.start)
    }

    /// `line 3`, and the stage if it is another one.
    fn at(&self, definition: &Definition, scope: Option<usize>) -> String {
        let line = self.line(definition);
        match definition.stage {
            Some(stage) if scope != Some(stage) => {
                format!("line {line}, in stage {}", stage_label(&self.everywhere.here, stage))
            }
            Some(_) | None => format!("line {line}"),
        }
    }

    /// Where the value comes from, as a sentence; `is_long` with the text that gives it.
    fn source(&self, name: &str, origins: &[Origin], scope: Option<usize>, is_long: bool) -> String {
        let declaration = origins
            .iter()
            .filter(|origin| origin.kind == OriginKind::ArgDeclaration)
            .find_map(|origin| origin.definition.as_ref());
        let again = declaration
            .map(|declaration| format!("declared again by `ARG` on {}", self.at(declaration, scope)));
        let Some(last) = origins.last() else { return "Not set here.".to_owned() };
        let written = |definition: &Definition| {
            let (_, template) = self.template(definition).filter(|_| is_long)?;
            template.literal().is_none().then(|| format!(": {}", code(&template.text)))
        };
        let again = |text: String| match &again {
            Some(again) => format!("{text}, {again}."),
            None => format!("{text}."),
        };
        match (last.kind, &last.definition) {
            (OriginKind::Env, Some(env)) => {
                let written = written(env).unwrap_or_default();
                again(format!("Set by `ENV` on {}{written}", self.at(env, scope)))
            }
            (OriginKind::ArgDefault, Some(arg)) => {
                let written = written(arg).unwrap_or_default();
                again(format!("Default of `ARG` on {}{written}", self.at(arg, scope)))
            }
            (OriginKind::BuildArg, _) => again("Given by `--build-arg`".to_owned()),
            (OriginKind::Automatic, _) => match declaration {
                Some(arg) => format!(
                    "Set by the builder, declared by `ARG` on {}: {}.",
                    self.at(arg, scope),
                    automatic(name)
                ),
                None => format!("Set by the builder: {}.", automatic(name)),
            },
            (OriginKind::DefaultPath, _) => "The search path that the builder sets.".to_owned(),
            (OriginKind::BaseImage, _) => {
                let image = self.base_image(scope);
                match declaration {
                    Some(arg) => format!(
                        "Declared without a value by `ARG` on {}; {image} may set it.",
                        self.at(arg, scope)
                    ),
                    None => format!("Not set in this file before; {image} may set it."),
                }
            }
            (OriginKind::ArgDeclaration, Some(arg)) => {
                format!("Declared without a value by `ARG` on {}.", self.at(arg, scope))
            }
            (
                OriginKind::Undefined | OriginKind::Env | OriginKind::ArgDefault | OriginKind::ArgDeclaration,
                _,
            ) => self.hidden(name, scope),
        }
    }

    /// Why a name that nothing sets may seem to be set.
    fn hidden(&self, name: &str, scope: Option<usize>) -> String {
        let all = definitions(self.document, Some(name));
        let global = all.iter().rfind(|definition| definition.stage.is_none());
        let later = all.iter().find(|found| scope.is_some() && found.stage == scope && !found.is_trigger);
        if let Some(later) = later {
            return format!("Not set yet: what line {} sets counts behind it.", self.line(later));
        }
        match (scope, global, all.first()) {
            (Some(_), Some(global), _) => format!(
                "Not set here: the `ARG` on line {} counts in `FROM` only, until the stage has its own `ARG {name}`.",
                self.line(global)
            ),
            (None, None, Some(_)) => {
                "Not set here: `FROM` sees only an `ARG` before the first stage.".to_owned()
            }
            _ => "Not set here.".to_owned(),
        }
    }

    fn base_image(&self, scope: Option<usize>) -> String {
        let mut stage = scope;
        while let Some(base) = stage.and_then(|stage| base_stage(self.document, stage)) {
            stage = Some(base);
        }
        match stage.map(|stage| &self.everywhere.here.stages[stage].base) {
            Some(Base::Image(image)) => format!("the base image {}", code(image)),
            _ => "the base image".to_owned(),
        }
    }

    /// The text that a definition gives as a value, and its instruction.
    fn template(&self, definition: &Definition) -> Option<(Spot<'a>, &'a Template)> {
        let spot = Spot::at(self.document, definition.range.start)?;
        let template = value_at(&spot, definition.range.start - spot.placed.start)?;
        Some((spot, template))
    }

    /// Looks at what a value is made of: notes each variable in it, and the arguments that come into it.
    fn follow(&mut self, name: &str, origins: &[Origin], depth: usize) {
        let Some(last) = origins.last() else { return };
        // An ARG without a default takes what `--build-arg` gives, whatever an ENV before it says.
        let is_argument = last.kind == OriginKind::ArgDefault
            || last.kind != OriginKind::Automatic
                && origins.iter().any(|origin| origin.kind == OriginKind::ArgDeclaration);
        if is_argument && !self.arguments.iter().any(|known| known == name) {
            self.arguments.push(name.to_owned());
        }
        let definition = last.definition.as_ref().filter(|_| depth > 0);
        let Some((spot, template)) = definition.and_then(|definition| self.template(definition)) else {
            return;
        };
        let mut references: Vec<&Reference> = Vec::new();
        template.references(&mut |reference| {
            if references.iter().all(|other| other.name != reference.name) {
                references.push(reference);
            }
        });
        for reference in references.into_iter().take(MOST) {
            let place = Place::of_reference(spot, spot.placed.start + reference.range.start);
            let found = self.origins(&reference.name, &place);
            if self.parts.len() < MOST {
                let states = self.everywhere.states_at(self.document, &spot, place.state_offset());
                let known = states.seen().variable(&reference.name);
                let source = self.source(&reference.name, &found, place.scope, true);
                let name = code(&reference.name);
                self.parts.push(match known {
                    Known::Value(text) => format!("- {name} = {}. {source}", value(&text)),
                    Known::Unset => format!("- {name} is not set. {source}"),
                    Known::Open if found.last().is_some_and(|last| last.kind == OriginKind::BaseImage) => {
                        format!("- {name} depends on {}.", self.base_image(place.scope))
                    }
                    Known::Platform => format!("- {name} depends on the platform. {source}"),
                    Known::Open | Known::Refused(_) => {
                        format!("- {name} depends on the base image. {source}")
                    }
                });
            }
            self.follow(&reference.name, &found, depth - 1);
        }
    }

    /// What may change it.
    fn change(&self, name: &str, origins: &[Origin], scope: Option<usize>) -> Option<String> {
        let last = origins.last()?;
        if let [first, rest @ ..] = self.arguments.as_slice() {
            let verb = if last.kind == OriginKind::ArgDeclaration || last.kind == OriginKind::BaseImage {
                "gives it one"
            } else {
                "changes it"
            };
            let others: Vec<String> = rest.iter().take(2).map(|name| format!(" or `{name}=…`")).collect();
            return Some(format!("`--build-arg {first}=…`{} {verb}.", others.concat()));
        }
        let env = last.definition.as_ref().filter(|_| last.kind == OriginKind::Env)?;
        let model = &self.everywhere.here;
        let is_argument = definitions(self.document, Some(name)).iter().any(|definition| {
            matches!(definition.kind, DefinitionKind::Arg { .. })
                && definition.stage.is_some_and(|stage| is_below(model, stage, scope))
        });
        let is_overridden = is_argument && env.stage.is_some();
        is_overridden.then(|| "`--build-arg` does not change it: this `ENV` wins.".to_owned())
    }
}

/// The value in an ARG or ENV whose name stands at an offset of the instruction.
pub(super) fn value_at<'a>(spot: &Spot<'a>, relative: usize) -> Option<&'a Template> {
    match &spot.facts().operands {
        Operands::Arg(words) => words.iter().find(|word| word.name.range.start == relative)?.value.as_ref(),
        Operands::Pairs(pairs) => {
            pairs.iter().find(|pair| pair.key.range.start == relative).map(|pair| &pair.value)
        }
        _ => None,
    }
}

/// Whether a stage is another one, or at the bottom of it.
fn is_below(model: &Model, stage: usize, of: Option<usize>) -> bool {
    let mut at = of;
    while let Some(found) = at {
        if found == stage {
            return true;
        }
        at = match model.stages[found].base {
            Base::Stage(base) => Some(base),
            Base::Scratch | Base::Image(_) | Base::Unknown => None,
        };
    }
    false
}

/// A stage's name as code, or its number.
pub(super) fn stage_label(model: &Model, stage: usize) -> String {
    match &model.stages[stage].name {
        Some(name) => code(name),
        None => stage.to_string(),
    }
}

/// What the builder's own variables are. Source: language.md 6.1.
fn automatic(name: &str) -> String {
    let (whose, part) = match name.strip_prefix("TARGET") {
        Some("STAGE") => return "the stage that `--target` names, or the last one".to_owned(),
        Some(part) => ("that is built for (`--platform`)", part),
        None => ("that builds", name.strip_prefix("BUILD").unwrap_or(name)),
    };
    let what = match part {
        "OS" => "the operating system",
        "OSVERSION" => "the version of the operating system",
        "ARCH" => "the architecture",
        "VARIANT" => "the variant of the architecture",
        _ => "the platform",
    };
    format!("{what} {whose}")
}
