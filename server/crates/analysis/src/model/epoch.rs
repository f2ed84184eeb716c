//! `SOURCE_DATE_EPOCH`: the time stamp that a build gives its files.
//!
//! BuildKit reads the global value before any stage: a number, `context`, or the name of a stage
//! whose only source provides the time stamp. Source: `epoch.go` in BuildKit's
//! `frontend/dockerfile/dockerfile2llb`.

use std::{ops::Range, sync::Arc};

use super::{
    Budget, Lookup, Model, Value,
    expansion::{Expansion, expand},
    flow::expansion_problem,
    image_reference::check_digest,
    scope::Scope,
    values::sources::{Source, is_http, source},
};
use crate::{
    build_inputs::BuildInputs,
    document::{Document, Item},
    facts::{
        Facts,
        operands::{CopyOperands, Operands},
        template::Template,
    },
    problem::{Phase, Problem, Refusal, Unless},
    spec::{FlagValue, flags::KEEP_GIT_DIR},
};

const NAME: &str = "SOURCE_DATE_EPOCH";

/// The value in force, if there is one.
pub(super) fn value(inputs: &BuildInputs, global: &Scope) -> Option<Value> {
    let value = match inputs.build_arg(NAME) {
        Some(text) => Value::certain(text),
        None => global.value(NAME)?.clone(),
    };
    Some(value).filter(|value| !value.text.is_empty())
}

/// The number that BuildKit derives from a value. It is unknown if a stage or the build context
/// provides it.
pub(super) fn seconds(value: &str) -> Option<String> {
    value.parse::<i64>().ok().map(|seconds| seconds.to_string())
}

/// The problem with the value, and the stage that it concerns.
pub fn problem(model: &Model, stages: &[&[Item]]) -> Option<(Option<usize>, Problem)> {
    let value = model.global.epoch.as_ref()?;
    if seconds(&value.text).is_some() || &*value.text == "context" {
        return None;
    }
    let refuse = |message: String, unless| {
        let problem = Problem::new(Refusal::InvalidSourceDateEpoch, Phase::Convert, 0..0, message);
        Problem { unless, ..problem }
    };
    let Some(&stage) = model.stages_named(&value.text).first() else {
        let unless = super::expansion::unless(value.is_certain, value.argument.as_ref());
        return Some((None, refuse(format!("invalid {NAME}: {}", value.text), unless)));
    };
    let (from, items) = stages.get(stage)?.split_first()?;
    let (message, unless) = check(from, items, model).err()?;
    let range = from.facts.keyword_range.clone();
    Some((Some(stage), Problem { range, ..refuse(message, unless) }))
}

type Reason = (String, Option<Unless>);

fn refusal(message: &str) -> Reason {
    (format!("{NAME} stage {message}"), None)
}

/// Checks that a stage can provide the time stamp.
fn check(from: &Item, items: &[Item], model: &Model) -> Result<(), Reason> {
    let mut scope = model.global.scope.as_ref().clone();
    scope.withdraw(NAME);
    if let Operands::From(operands) = &from.facts.operands
        && let Some(image) = &operands.image
    {
        let image = expanded(image, &scope)?;
        if image.text != "scratch" {
            return Err((refusal("must use FROM scratch").0, image.unless()));
        }
    }
    let mut has_source = false;
    for Item { facts, .. } in items {
        match &facts.operands {
            Operands::Arg(definitions) => {
                for definition in definitions {
                    let name = &definition.name.text;
                    let value = match (model.inputs.build_arg(name), &definition.value) {
                        (Some(text), _) => Value::certain(text),
                        (None, Some(default)) => {
                            let Expansion { text, is_certain, argument } = expanded(default, &scope)?;
                            Value { text: text.into(), is_certain, argument }
                        }
                        (None, None) => continue,
                    };
                    scope.declare(name, Some(value));
                }
            }
            Operands::Copy(operands) if facts.instruction == Some(crate::spec::Instruction::Add) => {
                if has_source {
                    return Err(refusal("must contain exactly one remote ADD"));
                }
                check_source(facts, operands, &scope)?;
                has_source = true;
            }
            _ => {
                let what =
                    format!("does not meet source-only requirements: unsupported {} instruction", facts.word);
                return Err(refusal(&what));
            }
        }
    }
    if has_source { Ok(()) } else { Err(refusal("must contain exactly one remote ADD")) }
}

fn check_source(facts: &Facts, operands: &CopyOperands, scope: &Scope) -> Result<(), Reason> {
    let [path] = operands.sources.as_slice() else {
        return Err(refusal("must contain exactly one remote ADD source"));
    };
    if !operands.heredocs.is_empty() {
        return Err(refusal("must contain exactly one remote ADD source"));
    }
    let path = expanded(path, scope)?;
    let keeps_git = facts.flag(KEEP_GIT_DIR.name).is_some();
    let checksum =
        facts.flag_value(FlagValue::Digest).map(|checksum| expanded(checksum, scope)).transpose()?;
    match source(&path.text) {
        Source::Git(Err(message)) => Err((message, path.unless())),
        Source::Git(Ok(_)) => Ok(()),
        Source::Url if keeps_git && is_http(&path.text) => Ok(()),
        Source::Url => match checksum.filter(|checksum| !checksum.text.is_empty()) {
            Some(checksum) => check_digest(&checksum.text).map_err(|message| (message, checksum.unless())),
            None => Ok(()),
        },
        Source::Path | Source::GithubPath => {
            Err((refusal("source must be a single HTTP(S) or Git ADD").0, path.unless()))
        }
    }
}

fn expanded(template: &Template, scope: &Scope) -> Result<Expansion, Reason> {
    let lookup = |name: &str| match scope.value(name) {
        Some(value) => Lookup::Set(value.clone()),
        None => Lookup::Unset { is_certain: true, is_argument: scope.get(name).is_some() },
    };
    expand(template, &mut Budget::default(), &mut |reference| lookup(&reference.name)).map_err(|error| {
        let problem = expansion_problem(template, &error);
        (problem.message, problem.unless)
    })
}

/// The range in the document of the last global declaration.
pub fn declaration(document: &Document) -> Option<Range<usize>> {
    let preamble = document.preamble()?;
    let declares = |item: &Item| match &item.facts.operands {
        Operands::Arg(definitions) => {
            definitions.iter().rfind(|it| it.name.text == NAME).map(|it| it.name.range.clone())
        }
        _ => None,
    };
    let (at, range) =
        preamble.items().iter().enumerate().rev().find_map(|(at, item)| Some((at, declares(item)?)))?;
    let start = preamble.placed(at).start;
    Some(start + range.start..start + range.end)
}

/// The stage whose source provides the time stamp.
pub fn stage(model: &Model) -> Option<usize> {
    let value = model.global.epoch.as_ref()?;
    let is_stage = seconds(&value.text).is_none() && &*value.text != "context";
    is_stage.then(|| model.stages_named(&value.text).first().copied())?
}

/// The global scope after the value was evaluated.
pub(super) fn settle(scope: Arc<Scope>, value: &Value) -> Arc<Scope> {
    if scope.get(NAME).is_none()
        || scope.value(NAME).is_some_and(|old| Some(&*old.text) == seconds(&value.text).as_deref())
    {
        return scope;
    }
    let mut scope = scope.as_ref().clone();
    match seconds(&value.text) {
        Some(seconds) => scope.declare(NAME, Some(Value::certain(seconds))),
        None => scope.withdraw(NAME),
    }
    Arc::new(scope)
}

/// The inputs after the value was evaluated; `None` if they do not change.
pub(super) fn settled_inputs(inputs: &BuildInputs) -> Option<BuildInputs> {
    let value = inputs.build_arg(NAME)?;
    let seconds = seconds(&value);
    if seconds.as_deref() == Some(&*value) {
        return None;
    }
    let mut inputs = inputs.clone();
    inputs.build_args.retain(|(name, _)| name != NAME);
    inputs.build_args.extend(seconds.map(|seconds| (NAME.to_owned(), seconds)));
    Some(inputs)
}
