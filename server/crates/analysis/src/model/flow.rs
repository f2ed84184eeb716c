//! Applies an instruction to the state, and finds what BuildKit rejects about it once variables are
//! expanded.
//!
//! Source: `dispatch` and related functions in BuildKit's
//! `frontend/dockerfile/dockerfile2llb/convert.go`. This module handles one instruction at a time;
//! `graph` handles what concerns several stages.

mod copy;
mod flags;
mod run;

use std::{ops::Range, sync::Arc};

use dockwright_texts::analysis::problems as texts;
use rustc_hash::FxHashSet;

use super::{
    budget::{Budget, MAX_PATH, PORT_STEPS},
    expansion::{self, Expansion, Lookup, Value, expand, expand_to_words},
    image::ImageConfig,
    paths::{is_absolute_path, workdir},
    scope::Scope,
    state::State,
    values::{
        ports::{PortError, ports, shape},
        signals,
    },
};
use crate::{
    build_inputs::BuildInputs,
    facts::{
        Facts,
        operands::{ArgDefinition, Operands, Pair},
        template::{Operator, Part, Reference, SyntaxError, Template},
    },
    problem::{Phase, Problem, Refusal, Unless},
    spec::Instruction,
    suggest::nearest,
};

/// The evaluation of a stage, instruction by instruction.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    pub(crate) inputs: &'a BuildInputs,
    /// The global scope.
    pub(crate) global: &'a Scope,
    pub(crate) state: State,
    /// The image so far, if the caller needs it.
    pub(crate) image: Option<ImageConfig>,
    /// The problems for which BuildKit rejects the file; ranges are relative to the instruction.
    pub(crate) problems: Vec<Problem>,
    /// Names that were looked up and that nothing defines, with their range in the instruction.
    pub(crate) undefined: Vec<Undefined>,
    /// Other findings that depend on expanded values.
    pub(crate) remarks: Vec<Remark>,
    /// Whether the frontend supports `RUN --device`.
    pub(crate) has_devices: bool,
    /// The steps left for computing values.
    pub(crate) budget: Budget,
}

impl<'a> Flow<'a> {
    /// Starts with a state; produces no image, and assumes that the frontend supports `RUN --device`.
    pub(crate) fn new(inputs: &'a BuildInputs, global: &'a Scope, state: State, budget: Budget) -> Self {
        Self {
            inputs,
            global,
            state,
            image: None,
            problems: Vec::new(),
            undefined: Vec::new(),
            remarks: Vec::new(),
            has_devices: true,
            budget,
        }
    }
}

/// A use of a variable that nothing in the file defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undefined {
    /// Its name.
    pub name: String,
    /// The name in the reference, relative to the instruction.
    pub name_range: Range<usize>,
    /// Whether the reference provides a default.
    pub has_default: bool,
}

/// Something that Docker accepts and that only the expanded text shows. Ranges are relative to the
/// instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The first WORKDIR is relative.
    RelativeWorkdir { range: Range<usize>, path: Value },
    /// An argument of EXPOSE whose protocol contains upper-case letters.
    UpperProtocol { range: Range<usize>, text: String },
    /// An argument of EXPOSE with an address or a port of the host.
    PortMapping { range: Range<usize>, text: String },
    /// An argument of EXPOSE whose start is lost to an operator after it.
    LostText { range: Range<usize>, text: String },
    /// A source in the build context: of COPY, ADD or a bind mount.
    ContextSource { range: Range<usize>, path: Value, instruction: Instruction },
    /// A key of ENV that contains variables.
    ExpandedKey { range: Range<usize>, key: String },
}

/// Looks up a variable in a stage.
pub fn look_up(state: &State, name: &str) -> (Lookup, bool) {
    match state.scope.get(name) {
        Some(variable) => match &variable.value {
            Some(value) => (Lookup::Set(value.clone()), true),
            None => (Lookup::Unset { is_certain: !state.is_open, is_argument: true }, true),
        },
        None => (Lookup::Unset { is_certain: !state.is_open, is_argument: false }, false),
    }
}

/// The problem for an expansion error.
pub(crate) fn expansion_problem(template: &Template, error: &SyntaxError) -> Problem {
    let message = &error.message;
    let refusal: Refusal = if message.starts_with("unexpected end of statement") {
        Refusal::UnclosedQuote
    } else if message.starts_with("syntax error")
        || message.starts_with("unsupported modifier")
        || message.starts_with("invalid pattern")
    {
        Refusal::InvalidSubstitution
    } else {
        Refusal::RequiredVariableUnset
    };
    let range = error_range(template, refusal);
    let message = format!("failed to process {}: {message}", crate::go::quote(&template.text));
    Problem { unless: error.unless.clone(), ..Problem::new(refusal, Phase::Convert, range, message) }
}

/// The range for an expansion error: the expression that causes it, if that is known.
fn error_range(template: &Template, refusal: Refusal) -> Range<usize> {
    let mut found = None;
    template.references(&mut |reference: &Reference| {
        let is_it = match &reference.operator {
            Some(Operator::Unsupported(_)) => refusal == Refusal::InvalidSubstitution,
            Some(Operator::Required { .. }) => refusal == Refusal::RequiredVariableUnset,
            _ => reference.operand.iter().any(|part| matches!(part, Part::Error(_))),
        };
        if is_it && found.is_none() {
            found = Some(reference.range.clone());
        }
    });
    found.unwrap_or_else(|| template.range.clone())
}

impl Flow<'_> {
    fn refuse(&mut self, refusal: Refusal, range: Range<usize>, message: impl Into<String>) {
        self.refuse_unless(None, refusal, range, message);
    }

    /// Rejects something that would be valid if an input outside the file changed.
    fn refuse_unless(
        &mut self,
        unless: Option<Unless>,
        refusal: Refusal,
        range: Range<usize>,
        message: impl Into<String>,
    ) {
        self.problems.push(Problem { unless, ..Problem::new(refusal, Phase::Convert, range, message) });
    }

    /// Expands a template in the stage.
    pub(crate) fn expand(&mut self, template: &Template) -> Option<Expansion> {
        if let Some(text) = template.literal() {
            return Some(Expansion::certain(text));
        }
        let (state, undefined, budget) = (&self.state, &mut self.undefined, &mut self.budget);
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let result = expand(template, budget, &mut |reference| {
            let (lookup, is_known) = look_up(state, &reference.name);
            if !is_known && seen.insert(reference.name.clone()) {
                let has_default = matches!(
                    reference.operator,
                    Some(Operator::Default { .. } | Operator::Alternative { .. })
                );
                let name_range = reference.name_range.clone();
                undefined.push(Undefined { name: reference.name.clone(), name_range, has_default });
            }
            lookup
        });
        match result {
            Ok(expansion) => Some(expansion),
            Err(error) => {
                self.problems.push(expansion_problem(template, &error));
                None
            }
        }
    }

    fn value(&mut self, template: &Template) -> Value {
        // Most values are plain text: one copy of it, not two.
        if let Some(text) = template.literal() {
            return Value::certain(text);
        }
        match self.expand(template) {
            Some(expansion) => Value {
                text: expansion.text.into(),
                is_certain: expansion.is_certain,
                argument: expansion.argument,
            },
            None => Value { is_certain: false, ..Value::certain("") },
        }
    }

    fn scope(&mut self) -> &mut Scope {
        Arc::make_mut(&mut self.state.scope)
    }

    /// Applies an instruction of the stage, or a trigger of its base.
    pub(crate) fn step(&mut self, facts: &Facts) {
        let Some(instruction) = facts.instruction.filter(|it| *it != Instruction::From) else { return };
        let checksum = self.flags(facts);
        match (&facts.operands, instruction) {
            (Operands::Arg(definitions), _) => self.arg(definitions),
            (Operands::Pairs(pairs), Instruction::Env) => self.env(pairs),
            (Operands::Pairs(pairs), _) => self.label(pairs),
            (Operands::Copy(operands), _) => self.copy(facts, operands, checksum),
            (Operands::List(words), Instruction::Expose) => self.expose(words),
            (Operands::List(paths), _) => self.volume(paths),
            (Operands::Whole(text), Instruction::User) => {
                let user = self.value(text);
                if let Some(image) = &mut self.image {
                    image.user.clone_from(&user);
                }
                self.state.user = Some(user);
            }
            (Operands::Whole(text), Instruction::Workdir) => self.workdir(text),
            (Operands::Whole(text), _) => self.stop_signal(text),
            (Operands::Run(mounts), _) => self.run(facts, mounts),
            (Operands::None | Operands::From(_), Instruction::Shell) => {
                if let Some(elements) = facts.json.as_ref().filter(|elements| !elements.is_empty()) {
                    self.state.shell = Some(elements.as_slice().into());
                }
            }
            (Operands::None | Operands::From(_), _) => self.state.command(facts),
        }
        if let Some(image) = &mut self.image {
            image.command(facts, &self.state);
        }
    }

    /// Applies the words of ARG; each sees those before it.
    pub(crate) fn arg(&mut self, definitions: &[ArgDefinition]) {
        for definition in definitions {
            let name = &definition.name.text;
            let value = if let Some(text) = self.inputs.build_arg(name) {
                Some(Value::certain(text))
            } else if let Some(default) = &definition.value {
                let value = self.value(default);
                Some(if self.inputs.is_unknown(name) { value.given_by(name) } else { value })
            } else {
                self.global.value(name).cloned()
            };
            if !matches!(name.as_str(), "BUILDKIT_SBOM_SCAN_CONTEXT" | "BUILDKIT_SBOM_SCAN_STAGE") {
                self.scope().declare(name, value);
            } else if self.state.scope.get(name).is_none() {
                self.scope().declare(name, None);
            }
        }
    }

    fn env(&mut self, pairs: &[Pair]) {
        // All pairs see the values from before this instruction.
        let expanded: Vec<(Value, Value)> =
            pairs.iter().map(|pair| (self.value(&pair.key), self.value(&pair.value))).collect();
        for (pair, (key, _)) in pairs.iter().zip(&expanded) {
            if pair.key.literal().is_none() {
                let (range, key) = (pair.key.range.clone(), key.text.to_string());
                self.remarks.push(Remark::ExpandedKey { range, key });
            }
        }
        for (key, value) in expanded {
            if let Some(image) = &mut self.image {
                image.set_env(&key.text, &value);
            }
            self.scope().set_env(&key.text, value);
        }
    }

    fn label(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            let (key, value) = (self.value(&pair.key), self.value(&pair.value));
            if let Some(image) = &mut self.image {
                image.labels.insert(key.text.to_string(), value);
            }
        }
    }

    fn expose(&mut self, words: &[Template]) {
        for word in words {
            // BuildKit reports no undefined variables here.
            let (state, budget) = (&self.state, &mut self.budget);
            let words = match expand_to_words(word, budget, &mut |name| look_up(state, &name.name).0) {
                Ok(words) => words,
                Err(error) => {
                    self.problems.push(expansion_problem(word, &error));
                    continue;
                }
            };
            if words.has_lost_text {
                let (range, text) = (word.range.clone(), word.text.clone());
                self.remarks.push(Remark::LostText { range, text });
            }
            for text in &words.texts {
                self.remark_port(word, text);
                let unless = words.unless.clone();
                match ports(text) {
                    Ok(ports) => {
                        if let Some(image) = &mut self.image
                            && self.budget.spend(PORT_STEPS * ports.len())
                        {
                            image.ports.extend(ports.each());
                        }
                    }
                    Err(PortError::Port(message)) => {
                        self.refuse_unless(unless, Refusal::InvalidPort, word.range.clone(), message);
                    }
                    Err(PortError::Protocol(message)) => {
                        self.refuse_unless(unless, Refusal::InvalidProtocol, word.range.clone(), message);
                    }
                }
            }
        }
    }

    fn remark_port(&mut self, word: &Template, text: &str) {
        let (has_mapping, has_upper_protocol) = shape(text);
        let place = || (word.range.clone(), text.to_owned());
        if has_upper_protocol {
            let (range, text) = place();
            self.remarks.push(Remark::UpperProtocol { range, text });
        }
        if has_mapping {
            let (range, text) = place();
            self.remarks.push(Remark::PortMapping { range, text });
        }
    }

    fn volume(&mut self, paths: &[Template]) {
        for path in paths {
            let Some(expansion) = self.expand(path) else { continue };
            if expansion.text.is_empty() && !path.text.trim().is_empty() {
                let message = "VOLUME specified can not be an empty string";
                let unless = expansion.unless();
                self.refuse_unless(unless, Refusal::MissingArgument, path.range.clone(), message);
            }
            if let Some(image) = &mut self.image {
                image.volumes.insert(expansion.text.trim().to_owned());
            }
        }
    }

    fn workdir(&mut self, template: &Template) {
        let path = self.value(template);
        let is_windows = self.state.is_windows();
        let is_absolute = is_absolute_path(&path.text, is_windows);
        if !self.state.has_workdir && !is_absolute {
            self.remarks.push(Remark::RelativeWorkdir { range: template.range.clone(), path: path.clone() });
        }
        let before = &self.state.workdir;
        let len = path.text.len() + if is_absolute { 0 } else { before.text.len() };
        if len > MAX_PATH || !self.budget.spend(len) {
            let value = Value { is_certain: false, ..Value::certain(if is_windows { "\\" } else { "/" }) };
            return self.set_workdir(value);
        }
        let text = match workdir(&before.text, &path.text, is_windows) {
            Ok(text) => text.into(),
            Err(message) => {
                let unless = expansion::unless(path.is_certain, path.argument.as_ref());
                let (refusal, range) = (Refusal::InvalidWindowsPath, template.range.clone());
                return self.refuse_unless(unless, refusal, range, message);
            }
        };
        let argument = path.argument.or_else(|| before.argument.clone().filter(|_| !is_absolute));
        let is_certain = path.is_certain && (is_absolute || before.is_certain);
        self.set_workdir(Value { text, is_certain, argument });
    }

    fn set_workdir(&mut self, value: Value) {
        self.state.workdir = value;
        self.state.has_workdir = true;
        if let Some(image) = &mut self.image {
            image.workdir = self.state.workdir.clone();
        }
    }

    fn stop_signal(&mut self, signal: &Template) {
        let Some(expansion) = self.expand(signal) else { return };
        if signals::is_signal(&expansion.text) {
            if let Some(image) = &mut self.image {
                image.stop_signal = Some(expansion.text);
            }
            return;
        }
        let unless = expansion.unless();
        let mut problem = Problem::new(
            Refusal::InvalidStopSignal,
            Phase::Convert,
            signal.range.clone(),
            format!("invalid signal: {}", expansion.text),
        );
        let name = expansion.text.to_uppercase();
        let near = nearest(name.strip_prefix("SIG").unwrap_or(&name), signals::names());
        problem.unless = unless;
        problem.note = near.map(texts::did_you_mean_signal);
        self.problems.push(problem);
    }
}
