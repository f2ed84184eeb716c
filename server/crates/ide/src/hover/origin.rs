//! Explains where a value comes from, which variables it contains, and how it can be changed.

use super::markdown::{code, value};
use crate::builds;
use dockwright_analysis::{
    any_platform::{AnyPlatform, Known},
    document::Document,
    facts::{
        operands::Operands,
        template::{Reference, Template},
    },
    hidden_argument::{Audience, Hidden, HiddenArguments, declaration},
    model::{Base, Definition, DefinitionKind, Model, Origin, OriginKind, definitions, origins, place::Spot},
    spec::Instruction,
    usage::base_stage,
};
use dockwright_texts::{
    Language, Message,
    ide::hover::{common, origin as texts},
};

/// How deep a value is followed, and how many variables are shown on the way.
const DEEPEST: usize = 3;
const MOST: usize = 3;

/// A place where a variable is read.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) spot: Spot<'a>,
    /// The stage whose variables are visible, `None` for the global scope.
    pub(super) scope: Option<usize>,
    /// Definitions before this offset are visible.
    pub(super) offset: usize,
}

impl<'a> Place<'a> {
    /// The place where a reference that starts at `start` is expanded.
    pub(super) fn of_reference(spot: Spot<'a>, start: usize) -> Self {
        let instruction = spot.facts().instruction;
        let (scope, offset) = match instruction {
            // FROM sees all global arguments; a trigger sees all variables that its stage leaves.
            Some(Instruction::From) => (None, usize::MAX),
            _ if spot.is_trigger() => (spot.stage, usize::MAX),
            Some(Instruction::Arg) => (spot.stage, start),
            _ => (spot.stage, spot.placed.start),
        };
        Self { spot, scope, offset }
    }

    /// The offset at which to query the state of the place.
    pub(super) fn state_offset(&self) -> usize {
        self.offset.min(self.spot.placed.start + self.spot.placed.facts.len)
    }
}

/// Describes the origins of a value.
pub(super) struct Teller<'a> {
    pub(super) document: &'a Document,
    pub(super) everywhere: &'a AnyPlatform,
    language: Language,
    pub(super) audience: Audience,
    /// The build arguments that can change the value.
    arguments: Vec<String>,
    /// The variables it contains, one per line.
    parts: Vec<String>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(document: &'a Document, everywhere: &'a AnyPlatform, language: Language) -> Self {
        let audience = Audience::Build;
        Self { document, everywhere, language, audience, arguments: Vec::new(), parts: Vec::new() }
    }

    fn say(&self, message: &Message) -> String {
        message.text(self.language)
    }

    /// The origins of a variable at a place.
    pub(super) fn origins(&self, name: &str, place: &Place<'_>) -> Vec<Origin> {
        let definitions = definitions(self.document, Some(name));
        origins(&self.everywhere.here, &definitions, name, place.scope, place.offset)
    }

    /// The lines that describe a variable with these origins.
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
        let is_given = origins.last().is_some_and(|last| last.kind == OriginKind::BuildArg);
        if !is_given && is_argument(origins) {
            lines.extend(builds::lines(self.document, name, self.language));
        }
        if !self.parts.is_empty() {
            self.parts.truncate(MOST);
            lines.push(self.parts.join("\n"));
        }
        lines
    }

    fn line(&self, definition: &Definition) -> u32 {
        self.document.text().docker_line(definition.range.start)
    }

    /// `line 3`, and the stage if it is a different one.
    fn at(&self, definition: &Definition, scope: Option<usize>) -> String {
        let line = self.line(definition).to_string();
        match definition.stage {
            Some(stage) if scope != Some(stage) => {
                let stage = stage_label(&self.everywhere.here, stage);
                self.say(&texts::LineInStage { line: &line, stage: &stage }.message())
            }
            Some(_) | None => self.say(&texts::line(&line)),
        }
    }

    /// A sentence that says where the value comes from; if `is_long`, with the text that defines it.
    fn source(&self, name: &str, origins: &[Origin], scope: Option<usize>, is_long: bool) -> String {
        let declaration = origins
            .iter()
            .filter(|origin| origin.kind == OriginKind::ArgDeclaration)
            .find_map(|origin| origin.definition.as_ref());
        let Some(last) = origins.last() else { return self.say(&texts::not_set_here()) };
        let again = |source: String| match declaration {
            Some(arg) => {
                self.say(&texts::DeclaredAgain { source: &source, at: self.at(arg, scope) }.message())
            }
            None => self.say(&common::sentence(&source)),
        };
        let set = |source: Message, definition: &Definition| {
            let source = self.say(&source);
            let template = self.template(definition).filter(|_| is_long).map(|(_, template)| template);
            again(match template.filter(|template| template.literal().is_none()) {
                Some(template) => {
                    self.say(&texts::WithText { source: &source, text: code(&template.text) }.message())
                }
                None => source,
            })
        };
        match (last.kind, &last.definition) {
            (OriginKind::Env, Some(env)) => set(texts::set_by_env(self.at(env, scope)), env),
            (OriginKind::ArgDefault, Some(arg)) => set(texts::default_of_arg(self.at(arg, scope)), arg),
            (OriginKind::BuildArg, _) => match builds::lines(self.document, name, self.language) {
                Some(lines) => lines,
                None => again(self.say(&texts::given_by_build_arg())),
            },
            (OriginKind::Automatic, _) => {
                let what = automatic(name);
                match declaration {
                    Some(arg) => {
                        let at = self.at(arg, scope);
                        self.say(&texts::SetByBuilderDeclared { at: &at, what }.message())
                    }
                    None => self.say(&texts::set_by_builder(what)),
                }
            }
            (OriginKind::DefaultPath, _) => self.say(&texts::default_path()),
            (OriginKind::BaseImage, _) => {
                let image = self.base_image(scope);
                match declaration {
                    Some(arg) => {
                        let at = self.at(arg, scope);
                        self.say(&texts::DeclaredOpen { at: &at, image: &image }.message())
                    }
                    None => match self.global(name, scope) {
                        Some(global) => {
                            format!("{global} {}", self.say(&texts::only_image_sets(&image)))
                        }
                        None => self.say(&texts::not_set_before(&image)),
                    },
                }
            }
            (OriginKind::ArgDeclaration, Some(arg)) => self.say(&texts::declared(self.at(arg, scope))),
            (
                OriginKind::Undefined | OriginKind::Env | OriginKind::ArgDefault | OriginKind::ArgDeclaration,
                _,
            ) => self.hidden(name, scope),
        }
    }

    /// Why a name without a value may seem to be set.
    fn hidden(&self, name: &str, scope: Option<usize>) -> String {
        let all = definitions(self.document, Some(name));
        if let Some(later) = later(&all, scope) {
            return self.say(&texts::not_set_yet(self.line(later).to_string()));
        }
        if let Some(global) = self.global(name, scope) {
            return global;
        }
        let is_in_stages = scope.is_none() && !all.is_empty();
        self.say(&if is_in_stages { texts::not_set_in_from() } else { texts::not_set_here() })
    }

    /// Where an argument comes from that the stage cannot see, and how to make it visible.
    fn global(&self, name: &str, scope: Option<usize>) -> Option<String> {
        let hidden = HiddenArguments::of(self.document).get(name).filter(|_| scope.is_some())?;
        let all = definitions(self.document, Some(name));
        if later(&all, scope).is_some() {
            return None;
        }
        let line = |(keywords, rest): (&str, String)| code(&format!("{keywords} {rest}"));
        let lines: Vec<String> = declaration(name, self.audience).into_iter().map(line).collect();
        let add = match lines.as_slice() {
            [first, second] => self.say(&texts::TwoLines { first, second }.message()),
            lines => lines.join(" "),
        };
        Some(match hidden {
            Hidden::Declared(line) => {
                self.say(&texts::NotSetGlobal { line: line.to_string(), add: &add }.message())
            }
            Hidden::Automatic => self.say(&texts::not_set_automatic(&add)),
        })
    }

    fn base_image(&self, scope: Option<usize>) -> String {
        let mut stage = scope;
        while let Some(base) = stage.and_then(|stage| base_stage(self.document, stage)) {
            stage = Some(base);
        }
        match stage.map(|stage| &self.everywhere.here.stages[stage].base) {
            Some(Base::Image(image)) => self.say(&texts::base_image_named(code(image))),
            _ => self.say(&texts::base_image()),
        }
    }

    /// The text of the value in a definition, and its instruction.
    fn template(&self, definition: &Definition) -> Option<(Spot<'a>, &'a Template)> {
        let spot = Spot::at(self.document, definition.range.start)?;
        let template = value_at(&spot, definition.range.start - spot.placed.start)?;
        Some((spot, template))
    }

    /// Collects the variables that a value contains, and the build arguments it depends on.
    fn follow(&mut self, name: &str, origins: &[Origin], depth: usize) {
        let Some(last) = origins.last() else { return };
        if is_argument(origins) && !self.arguments.iter().any(|known| known == name) {
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
                let first = match known {
                    Known::Value(text) => {
                        let value = value(&text, self.language);
                        self.say(&common::HasValue { name: &name, value: &value }.message())
                    }
                    Known::Unset => self.say(&common::is_not_set(&name)),
                    Known::Open if found.last().is_some_and(|last| last.kind == OriginKind::BaseImage) => {
                        let image = self.base_image(place.scope);
                        let text = self.say(&texts::DependsOn { name: &name, image: &image }.message());
                        self.parts.push(format!("- {text}"));
                        self.follow(&reference.name, &found, depth - 1);
                        continue;
                    }
                    Known::Platform => self.say(&common::depends_on_platform(&name)),
                    Known::Open | Known::Refused(_) => self.say(&common::depends_on_base(&name)),
                };
                let text = self.say(&texts::Sentences { first: &first, second: &source }.message());
                self.parts.push(format!("- {text}"));
            }
            self.follow(&reference.name, &found, depth - 1);
        }
    }

    /// How the value can be changed.
    fn change(&self, name: &str, origins: &[Origin], scope: Option<usize>) -> Option<String> {
        let last = origins.last()?;
        if let [first, rest @ ..] = self.arguments.as_slice() {
            let names = rest.iter().take(2).fold(format!("`--build-arg {first}=…`"), |names, name| {
                self.say(&texts::BuildArgName { names: &names, name }.message())
            });
            let is_open = last.kind == OriginKind::ArgDeclaration || last.kind == OriginKind::BaseImage;
            return Some(self.say(&if is_open {
                texts::build_arg_gives(names)
            } else {
                texts::build_arg_changes(names)
            }));
        }
        let env = last.definition.as_ref().filter(|_| last.kind == OriginKind::Env)?;
        let model = &self.everywhere.here;
        let is_argument = definitions(self.document, Some(name)).iter().any(|definition| {
            matches!(definition.kind, DefinitionKind::Arg { .. })
                && definition.stage.is_some_and(|stage| is_below(model, stage, scope))
        });
        let is_overridden = is_argument && env.stage.is_some();
        is_overridden.then(|| self.say(&texts::env_wins()))
    }
}

/// Whether a build can set the value. An ARG without a default takes the value of `--build-arg`,
/// whatever an earlier ENV set.
pub(super) fn is_argument(origins: &[Origin]) -> bool {
    origins.last().is_some_and(|last| {
        last.kind == OriginKind::ArgDefault
            || last.kind != OriginKind::Automatic
                && origins.iter().any(|origin| origin.kind == OriginKind::ArgDeclaration)
    })
}

/// A definition that comes too late in a stage.
fn later(definitions: &[Definition], scope: Option<usize>) -> Option<&Definition> {
    definitions.iter().find(|found| scope.is_some() && found.stage == scope && !found.is_trigger)
}

/// The value in an ARG or ENV whose name is at an offset of the instruction.
pub(super) fn value_at<'a>(spot: &Spot<'a>, relative: usize) -> Option<&'a Template> {
    match &spot.facts().operands {
        Operands::Arg(words) => words.iter().find(|word| word.name.range.start == relative)?.value.as_ref(),
        Operands::Pairs(pairs) => {
            pairs.iter().find(|pair| pair.key.range.start == relative).map(|pair| &pair.value)
        }
        _ => None,
    }
}

/// Whether `stage` is `of` or one of its base stages.
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

/// Describes a variable that the builder sets.
fn automatic(name: &str) -> Message {
    match name {
        "TARGETSTAGE" => texts::target_stage(),
        "TARGETOS" => texts::target_os(),
        "TARGETOSVERSION" => texts::target_os_version(),
        "TARGETARCH" => texts::target_arch(),
        "TARGETVARIANT" => texts::target_variant(),
        "BUILDOS" => texts::build_os(),
        "BUILDOSVERSION" => texts::build_os_version(),
        "BUILDARCH" => texts::build_arch(),
        "BUILDVARIANT" => texts::build_variant(),
        _ if name.starts_with("TARGET") => texts::target_platform(),
        _ => texts::build_platform(),
    }
}
